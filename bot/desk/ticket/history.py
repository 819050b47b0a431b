"""Records messages and ticket events."""

from dataclasses import dataclass

from sqlalchemy import update
from sqlmodel import col

from bot.desk.unit_of_work import UnitOfWork
from bot.wording import Entity
from storage.models import Author, Customer, Json, Message, Question, Ticket
from storage.writing import insert_message, new_row


@dataclass(frozen=True)
class Incoming:
    """A message as received: `text` is the text or the caption, `kind` as in `Message.kind`."""

    kind: str
    text: str
    source_chat: int
    source_id: int
    entities: tuple[Entity, ...] = ()
    attachment: Json | None = None
    album: str | None = None


@dataclass(frozen=True)
class Colleague:
    """The staff member who acts."""

    id: int
    name: str


def note_customer_message(uow: UnitOfWork, customer: Customer, incoming: Incoming) -> Message:
    """Record the message. It has an id after the next flush."""
    return _note(uow, customer.id, incoming, Author.CUSTOMER, customer.name)


def note_staff_message(uow: UnitOfWork, ticket: Ticket, colleague: Colleague, incoming: Incoming) -> Message:
    message = _note(uow, ticket.customer_id, incoming, Author.STAFF, colleague.name)
    message.ticket_id = ticket.id
    uow.session.flush()  # the relayed copy carries the message's id
    return message


def note_edit(uow: UnitOfWork, message: Message, incoming: Incoming) -> bool:
    """Apply an edit to the recorded message. False when nothing visible changed.

    Telegram also reports an edit when a link's preview is loaded. With an unchanged caption the file was replaced; file
    ids can't tell, since they change without an edit.
    """
    entities = list(incoming.entities)
    if (message.text, message.entities) == (incoming.text, entities):
        if message.kind not in uow.context.limits.replaceable:
            return False
        message.kind, message.attachment = incoming.kind, incoming.attachment
    message.text, message.entities, message.edited_at = incoming.text, entities, uow.now
    return True


def note_bot_message(
    uow: UnitOfWork, customer: Customer, kind: str, text: str, question: Question | None = None
) -> None:
    """Record what the bot said, for the person who takes over."""
    message = {"customer_id": customer.id, "author": Author.BOT, "kind": kind, "text": text, "at": uow.now}
    insert_message(uow.session, message | {"question_id": question.id if question else None})


def note_answer_was_lost(uow: UnitOfWork, question: Question) -> None:
    """The bot's answer to the question did not reach the customer."""
    said = update(Message).where(
        col(Message.question_id) == question.id, col(Message.author) == Author.BOT, col(Message.kind) == "answer"
    )
    uow.session.connection().execute(said.values(kind="answer_lost"))


def note_event(uow: UnitOfWork, ticket: Ticket, kind: str, actor: str = "", **details: object) -> None:
    uow.new_events.append({"ticket_id": ticket.id, "at": uow.now, "kind": kind, "actor": actor, "details": details})


def _note(uow: UnitOfWork, customer_id: int, incoming: Incoming, author: Author, name: str) -> Message:
    message = new_row(
        Message,
        customer_id=customer_id,
        author=author,
        author_name=name,
        kind=incoming.kind,
        text=incoming.text,
        entities=list(incoming.entities),
        attachment=incoming.attachment,
        album=incoming.album,
        at=uow.now,
        source_chat=incoming.source_chat,
        source_id=incoming.source_id,
    )
    uow.session.add(message)
    return message
