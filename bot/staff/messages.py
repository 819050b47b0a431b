"""What the staff write about a ticket: replies to the customer, edits, and what Telegram says of the group."""

from telegram import Message as TelegramMessage

from bot.desk.outbox import Post, reply_to_colleague
from bot.desk.ticket import replies
from bot.desk.ticket.internal_lines import INTERNAL
from bot.desk.unit_of_work import UnitOfWork
from bot.routing import Arrival
from bot.staff.people import colleague_who
from bot.telegram.parsing import incoming
from bot.desk.staff_chat import staff_chat_moved
from storage.customers import find_message
from storage.models import Author, OutboxRow, Posting, Ticket
from storage.tickets import posting_at, ticket_of_topic

COMMAND = "/"


def on_message(uow: UnitOfWork, arrival: Arrival) -> None:
    """In a ticket's topic, or as a reply to its card, a message goes to the customer; other talk is the staff's own."""
    message = arrival.message
    what = incoming(message) if message else None
    ticket = ticket_meant(uow, message) if message else None
    colleague = colleague_who(uow, arrival)
    if message is None or what is None or ticket is None or colleague is None:
        return
    if _looks_like_command(what.text):
        _say_unknown_command(uow, message)
    else:
        replies.reply(uow, ticket, colleague, what)


def on_edit(uow: UnitOfWork, arrival: Arrival) -> None:
    what = incoming(arrival.edited) if arrival.edited else None
    message = find_message(uow.session, what.source_chat, what.source_id) if what else None
    ticket = uow.session.get(Ticket, message.ticket_id) if message and message.author == Author.STAFF else None
    if what and message and ticket and colleague_who(uow, arrival):
        replies.edit_reply(uow, ticket, message, what)


def on_unknown_command(uow: UnitOfWork, arrival: Arrival) -> None:
    """A mistyped command must not reach a customer as a message."""
    message = arrival.message
    if message and colleague_who(uow, arrival) and ticket_meant(uow, message):
        _say_unknown_command(uow, message)


def on_moved(uow: UnitOfWork, arrival: Arrival) -> None:
    """The group became a supergroup and has another id."""
    if arrival.message and arrival.message.migrate_to_chat_id:
        staff_chat_moved(uow, arrival.message.migrate_to_chat_id)


def ticket_meant(uow: UnitOfWork, message: TelegramMessage) -> Ticket | None:
    """The ticket in whose topic the message stands, or to whose card or message it replies."""
    if message.is_topic_message and message.message_thread_id:
        ticket = ticket_of_topic(uow.session, message.chat.id, message.message_thread_id)
        if ticket:
            return ticket
    if message.reply_to_message is None:
        return None
    posting = posting_at(uow.session, message.chat.id, message.reply_to_message.message_id)
    number = _ticket_of_posting(uow, posting) if posting else None
    return uow.session.get(Ticket, number) if number else None


def _ticket_of_posting(uow: UnitOfWork, posting: Posting) -> int | None:
    """A card that /t or a button showed outside the ticket's own place tells by its row whose it is."""
    if posting.ticket_id or posting.outbox_id is None:
        return posting.ticket_id
    row = uow.session.get(OutboxRow, posting.outbox_id)
    return row.content.get("shows") if row else None


def _looks_like_command(text: str) -> bool:
    """Telegram marks only Latin ones as commands; «/открыть» is meant as one, too."""
    return text.lstrip().startswith(COMMAND) and not text.lstrip().startswith(INTERNAL)


def _say_unknown_command(uow: UnitOfWork, message: TelegramMessage) -> None:
    topic = message.message_thread_id if message.is_topic_message else None
    post = Post(uow.say(uow.staff_language, "staff.unknown_command"))
    reply_to_colleague(uow, topic, message.message_id, post)
