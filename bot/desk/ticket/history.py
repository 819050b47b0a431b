"""Records messages and ticket events."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import update
from sqlmodel import col

from bot.desk.ticket.pointing import NOTHING, PointsAt
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import Entity
from storage.models import Author, Customer, Json, Message, Question, Ticket
from storage.writing import insert_message, new_row


@dataclass(frozen=True)
class Incoming:
    """A message as received: `text` is the text or the caption, `kind` as in `Message.kind`.

    `is_captioned`: the text is a caption, so its sender's own words, not what was found in an attachment.
    """

    kind: str
    text: str
    source_chat: int
    source_id: int
    entities: tuple[Entity, ...] = ()
    attachment: Json | None = None
    album: str | None = None
    points_at: PointsAt = NOTHING
    is_captioned: bool = False

    @property
    def is_unsupported(self) -> bool:
        """Whether the door can't send its content; only its words can travel."""
        return is_unsupported(self.attachment)


def is_unsupported(attachment: Json | None) -> bool:
    return attachment is not None and bool(attachment.get("is_unsupported"))


@dataclass(frozen=True)
class Shown:
    """What people see of a message."""

    kind: str
    text: str
    entities: tuple[Entity, ...] = ()
    attachment: Json | None = None

    def looks_like(self, other: "Shown") -> bool:
        if (self.kind, self.text, self.entities) != (other.kind, other.text, other.entities):
            return False
        return self.kind in _MOVING or self.has_file_of(other)

    def has_file_of(self, other: "Shown") -> bool:
        """Whether both have the same file, or none.

        A file's `file_id` may change without an edit, but messages of earlier versions have no `unique_id`.
        """
        one, another = self.attachment or {}, other.attachment or {}
        for name in ("unique_id", "file_id"):
            if name in one and name in another:
                return bool(one[name] == another[name])
        return one == another


_MOVING = frozenset({"location"})  # a live location moves by itself, another one can't be edited


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


def shown_of(message: Message) -> Shown:
    return Shown(message.kind, message.text, tuple(message.entities), message.attachment)


def note_edit(uow: UnitOfWork, message: Message, incoming: Incoming) -> Shown | None:
    """Apply an edit to the recorded message. Returns what it was before; None when people see no difference.

    Telegram also reports an edit when a link's preview is loaded, and each step of a live location.
    """
    before = shown_of(message)
    now = Shown(incoming.kind, incoming.text, incoming.entities, incoming.attachment)
    message.attachment = incoming.attachment
    if before.looks_like(now):
        return None
    message.kind, message.text, message.entities = now.kind, now.text, list(now.entities)
    message.edited_at = uow.now
    return before


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


def note_answers_beside(uow: UnitOfWork, ticket: Ticket, questions: Sequence[Question]) -> None:
    """The bot answered these questions while the ticket waited: what it said belongs to the ticket."""
    if questions:
        said = update(Message).where(
            col(Message.question_id).in_([question.id for question in questions]), col(Message.author) == Author.BOT
        )
        uow.session.connection().execute(said.values(ticket_id=ticket.id))


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
        points_at=incoming.points_at.to_json(),
        at=uow.now,
        source_chat=incoming.source_chat,
        source_id=incoming.source_id,
    )
    uow.session.add(message)
    return message
