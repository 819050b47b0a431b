"""What the staff write about a ticket: replies to the customer, and edits of them."""

from datetime import timedelta

from bot.arrival import Arrival, ChatMessage, MessageRef
from bot.desk.forgetting import is_forgotten, refuse_reply
from bot.desk.outbox import Post, reply_to_colleague, rows_written_since
from bot.desk.ticket import replies
from bot.desk.ticket.topic import hint_no_ticket
from bot.desk.unit_of_work import UnitOfWork
from bot.staff.people import colleague_who, is_foreign_channel
from bot.staff.talk import is_meant_for_colleague
from bot.staff.unknown_commands import looks_like_command, say_unknown_command
from bot.staff.unrecorded import wait_for_records
from storage.customers import find_message
from storage.models import Author, Message, OutboxRow, Posting, Ticket
from storage.tickets import posting_at, ticket_of_topic

FOREIGN_CHANNEL = "foreign_channel"
EXPLAINED_AT_MOST, EXPLAINED_SPAN = 5, timedelta(minutes=1)  # answers to one channel


def on_message(uow: UnitOfWork, arrival: Arrival) -> None:
    """Relay a message in a ticket's topic or in reply to what is about it; other messages stay in the group.

    So does what a colleague says to another one.
    """
    message = arrival.message
    incoming = message.content if message else None
    if message is None or incoming is None:
        return
    ticket, colleague = ticket_meant(uow, arrival), colleague_who(uow, arrival)
    if colleague is None:
        explain_foreign_channel(uow, arrival, is_meant=ticket is not None)
    elif looks_like_command(incoming.text, is_about_ticket=ticket is not None):
        say_unknown_command(uow, message, incoming.text, is_about_ticket=ticket is not None)
    elif ticket is None:
        _hint_no_ticket(uow, message)
    elif is_forgotten(uow, ticket):
        refuse_reply(uow, ticket, incoming)
    elif incoming.is_unsupported and not incoming.is_captioned:
        _say_cannot_pass_on(uow, message)
    elif is_meant_for_colleague(uow, message, colleague):
        replies.keep_inside(uow, ticket, colleague, incoming)
    else:
        replies.reply(uow, ticket, colleague, incoming)


def on_edit(uow: UnitOfWork, arrival: Arrival) -> None:
    """Edit what the customer has got; a message must not turn into a mistyped command there."""
    edited = arrival.edited
    incoming = edited.content if edited else None
    message = _reply_at(uow, edited.ref) if edited else None
    if edited is None or incoming is None or message is None or colleague_who(uow, arrival) is None:
        return
    ticket = uow.session.get_one(Ticket, message.ticket_id)
    if is_forgotten(uow, ticket):
        refuse_reply(uow, ticket, incoming)
    elif looks_like_command(incoming.text):
        say_unknown_command(uow, edited, incoming.text)
    elif incoming.is_unsupported:
        _say_cannot_pass_on(uow, edited, is_edit=True)
    else:
        replies.edit_reply(uow, ticket, message, incoming)


def on_unknown_command(uow: UnitOfWork, arrival: Arrival) -> None:
    """A mistyped command must not reach a customer as a message; it is answered wherever it was given."""
    message = arrival.message
    if message is None or message.content is None:
        return
    is_about_ticket = ticket_meant(uow, arrival) is not None
    if colleague_who(uow, arrival):
        say_unknown_command(uow, message, message.content.text, is_about_ticket)
    else:
        explain_foreign_channel(uow, arrival, is_meant=is_about_ticket)


def ticket_meant(uow: UnitOfWork, arrival: Arrival) -> Ticket | None:
    """The ticket whose topic the message is in, or whose card, message or reply it replies to.

    Raises PostponedError while that may be a topic or a message of ours that is not recorded yet.
    """
    message = arrival.message
    if message is None or not (message.topic or message.reply_to):
        return None
    ticket = _ticket_meant(uow, message)
    if ticket is None:
        wait_for_records(uow, arrival)
    return ticket


def _ticket_meant(uow: UnitOfWork, message: ChatMessage) -> Ticket | None:
    if message.topic:
        ticket = ticket_of_topic(uow.session, message.ref.chat, message.topic)
        if ticket:
            return ticket
    if message.reply_to is None:
        return None
    posting = posting_at(uow.session, message.reply_to.chat, message.reply_to.id)
    number = _ticket_of_posting(uow, posting) if posting else _ticket_of_reply(uow, message.reply_to)
    return uow.session.get(Ticket, number) if number else None


def explain_foreign_channel(uow: UnitOfWork, arrival: Arrival, is_meant: bool = True) -> None:
    """Say why nobody gets what was written in the name of a channel; not to every message of a channel that floods."""
    message, channel = arrival.message, arrival.sender
    if message is None or channel is None or not is_meant or not is_foreign_channel(uow, arrival):
        return
    key = f"{FOREIGN_CHANNEL}:{channel.chat}"
    if rows_written_since(uow, key, uow.now - EXPLAINED_SPAN) < EXPLAINED_AT_MOST:
        post = Post(uow.say(uow.staff_language, "staff.foreign_channel"))
        reply_to_colleague(uow, message.topic, message.ref.id, post, merge_key=key)


def _reply_at(uow: UnitOfWork, ref: MessageRef) -> Message | None:
    """The colleague's message to a customer that stands there."""
    message = find_message(uow.session, ref.chat, ref.id)
    return message if message and message.ticket_id and message.author == Author.STAFF else None


def _ticket_of_reply(uow: UnitOfWork, ref: MessageRef) -> int | None:
    """The ticket of a colleague's message that went to its customer. To a note among colleagues they may reply."""
    message = _reply_at(uow, ref)
    return message.ticket_id if message and not message.is_internal else None


def _hint_no_ticket(uow: UnitOfWork, message: ChatMessage) -> None:
    if message.topic:
        hint_no_ticket(uow, message.ref.chat, message.topic, message.ref.id)


def _ticket_of_posting(uow: UnitOfWork, posting: Posting) -> int | None:
    """The posting's ticket; a card shown elsewhere, by /t or a button, has it in its outbox row."""
    if posting.ticket_id or posting.outbox_id is None:
        return posting.ticket_id
    row = uow.session.get(OutboxRow, posting.outbox_id)
    return row.content.get("shows") if row else None


def _say_cannot_pass_on(uow: UnitOfWork, message: ChatMessage, is_edit: bool = False) -> None:
    """What only Telegram can show does not reach the customer: the colleague hears what to do."""
    post = Post(uow.say(uow.staff_language, "staff.cant_pass_on", is_edit=is_edit))
    reply_to_colleague(uow, message.topic, message.ref.id, post)
