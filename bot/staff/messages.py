"""What the staff write about a ticket: replies to the customer, and edits of them."""

from bot.arrival import Arrival, ChatMessage
from bot.desk.outbox import Post, reply_to_colleague
from bot.desk.ticket import replies
from bot.desk.ticket.internal_lines import INTERNAL
from bot.desk.unit_of_work import UnitOfWork
from bot.staff.people import colleague_who
from storage.customers import find_message
from storage.models import Author, OutboxRow, Posting, Ticket
from storage.tickets import posting_at, ticket_of_topic

COMMAND = "/"


def on_message(uow: UnitOfWork, arrival: Arrival) -> None:
    """Relay a message in a ticket's topic or in reply to its card; other messages stay in the group."""
    message = arrival.message
    incoming = message.content if message else None
    if message is None or incoming is None:
        return
    ticket, colleague = ticket_meant(uow, message), colleague_who(uow, arrival)
    if ticket is None or colleague is None:
        return
    if _looks_like_command(incoming.text):
        _say_unknown_command(uow, message)
    else:
        replies.reply(uow, ticket, colleague, incoming)


def on_edit(uow: UnitOfWork, arrival: Arrival) -> None:
    incoming = arrival.edited.content if arrival.edited else None
    message = find_message(uow.session, incoming.source_chat, incoming.source_id) if incoming else None
    ticket = uow.session.get(Ticket, message.ticket_id) if message and message.author == Author.STAFF else None
    if incoming and message and ticket and colleague_who(uow, arrival):
        replies.edit_reply(uow, ticket, message, incoming)


def on_unknown_command(uow: UnitOfWork, arrival: Arrival) -> None:
    """A mistyped command must not reach a customer as a message."""
    message = arrival.message
    if message and colleague_who(uow, arrival) and ticket_meant(uow, message):
        _say_unknown_command(uow, message)


def ticket_meant(uow: UnitOfWork, message: ChatMessage) -> Ticket | None:
    """The ticket whose topic the message is in, or whose card or message it replies to."""
    if message.topic:
        ticket = ticket_of_topic(uow.session, message.ref.chat, message.topic)
        if ticket:
            return ticket
    if message.reply_to is None:
        return None
    posting = posting_at(uow.session, message.reply_to.chat, message.reply_to.id)
    number = _ticket_of_posting(uow, posting) if posting else None
    return uow.session.get(Ticket, number) if number else None


def _ticket_of_posting(uow: UnitOfWork, posting: Posting) -> int | None:
    """The posting's ticket; a card shown elsewhere, by /t or a button, has it in its outbox row."""
    if posting.ticket_id or posting.outbox_id is None:
        return posting.ticket_id
    row = uow.session.get(OutboxRow, posting.outbox_id)
    return row.content.get("shows") if row else None


def _looks_like_command(text: str) -> bool:
    """Only commands in Latin letters are marked as such, but «/открыть» is meant as one, too."""
    return text.lstrip().startswith(COMMAND) and not text.lstrip().startswith(INTERNAL)


def _say_unknown_command(uow: UnitOfWork, message: ChatMessage) -> None:
    post = Post(uow.say(uow.staff_language, "staff.unknown_command"))
    reply_to_colleague(uow, message.topic, message.ref.id, post)
