"""Queries for tickets, their messages and events. A ticket is claimed by a conditional update."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Integer, bindparam, case, func, update
from sqlalchemy.orm.util import identity_key
from sqlmodel import Session, col, select

from storage.models import (
    ACTIVE,
    Author,
    Closure,
    Customer,
    Event,
    Json,
    Message,
    Posting,
    Priority,
    StaffThread,
    State,
    Ticket,
)
from storage.types import UtcDateTime
from storage.written import WITHOUT_FLUSH

_URGENCY = case({one.value: place for place, one in enumerate(Priority)}, value=Ticket.priority)
BY_URGENCY = (_URGENCY, col(Ticket.promised_at).is_(None), col(Ticket.promised_at), col(Ticket.id))
"""The order of active tickets: by priority, then the nearest promise, then age."""


# Used for each message; module constants, since building a statement takes longer than executing it.
_ACTIVE_TICKET = select(Ticket).where(Ticket.customer_id == bindparam("customer_id"), col(Ticket.state).in_(ACTIVE))
_NEWEST_TICKET = (
    select(Ticket)
    .where(Ticket.customer_id == bindparam("customer_id"))
    .order_by(col(Ticket.id).desc())
    .limit(1)
    .execution_options(**WITHOUT_FLUSH)
)
_ALBUM_BEFORE = (
    select(Message)
    .where(
        Message.ticket_id == bindparam("ticket_id"),
        Message.album == bindparam("album"),
        col(Message.id) < bindparam("message_id"),
    )
    .order_by(col(Message.id))
)
_SAID_UNTIL = (
    select(Message)
    .where(Message.ticket_id == bindparam("ticket_id"), Message.at <= bindparam("moment"))
    .order_by(col(Message.id))
    .limit(bindparam("limit", type_=Integer))
)
_ATTACHED = (
    select(Message.kind, Message.attachment)
    .where(
        Message.ticket_id == bindparam("ticket_id"),
        col(Message.attachment).is_not(None),
        Message.author == Author.CUSTOMER,
    )
    .order_by(col(Message.id))
)
_BY_TOPIC = (
    select(Ticket)
    .join(StaffThread, col(StaffThread.ticket_id) == col(Ticket.id))
    .where(StaffThread.chat_id == bindparam("chat_id"), StaffThread.topic_id == bindparam("topic_id"))
)
_WITH_THREAD = (
    select(Ticket, Customer, StaffThread)
    .join(Customer, col(Customer.id) == col(Ticket.customer_id))
    .join(StaffThread, col(StaffThread.ticket_id) == col(Ticket.id), isouter=True)
    .where(Ticket.id == bindparam("ticket_id"))
)
_POSTING_AT = select(Posting).where(
    Posting.chat_id == bindparam("chat_id"), Posting.telegram_id == bindparam("telegram_id")
)
_ANSWER_TO = (
    select(Posting.telegram_id)
    .where(Posting.question_id == bindparam("question_id"), Posting.chat_id == bindparam("chat_id"))
    .order_by(col(Posting.id))
    .limit(1)
)
_CARD = (
    select(Posting)
    .where(Posting.ticket_id == bindparam("ticket_id"), Posting.role == "card", Posting.chat_id == bindparam("chat_id"))
    .order_by(col(Posting.id).desc())
    .limit(1)
)
_POSTINGS = select(Posting).where(Posting.message_id == bindparam("message_id")).order_by(col(Posting.id))
_POSTINGS_OF_ROW = select(Posting).where(Posting.outbox_id == bindparam("outbox_id")).order_by(col(Posting.id))
_LAST_WORDS_AT = select(func.max(Message.at)).where(
    Message.ticket_id == bindparam("ticket_id"), Message.author == Author.CUSTOMER
)
_SOLVED_BEFORE = (
    select(Ticket)
    .where(Ticket.state == State.SOLVED, col(Ticket.solved_at) < bindparam("moment"))
    .order_by(col(Ticket.id))
    .limit(100)
)
_LAST_SAID = (
    select(Message)
    .where(
        Message.ticket_id == bindparam("ticket_id"),
        col(Message.author).in_((Author.CUSTOMER, Author.STAFF)),
        col(Message.is_internal).is_(False),
    )
    .order_by(col(Message.id).desc())
    .limit(1)
)
_PROMISES_UNTIL = (
    select(Ticket)
    .where(
        col(Ticket.waiting_since).is_not(None),
        col(Ticket.promised_at).is_(None) | (col(Ticket.promised_at) <= bindparam("until")),
    )
    .order_by(col(Ticket.promised_at))
)
_NO_TICKET_YET = 2**62  # higher than each number that a ticket has
_WAITS_LONGER = (col(Ticket.waiting_since) < bindparam("since", type_=UtcDateTime)) | (
    (col(Ticket.waiting_since) == bindparam("since", type_=UtcDateTime))
    & (col(Ticket.id) < bindparam("number", type_=BigInteger))
)
_PLACE = select(
    func.count(),
    func.max(case((col(Ticket.late_told), None), else_=col(Ticket.promised_at))),
    func.max(case((col(Ticket.late_told), col(Ticket.promised_at)))),
).where(
    col(Ticket.waiting_since).is_not(None),
    col(Ticket.promised_at).is_not(None),
    col(Ticket.snoozed_until).is_(None),
    col(Ticket.id) != bindparam("number", type_=BigInteger),
    (bindparam("urgency", type_=Integer) > _URGENCY)
    | ((bindparam("urgency", type_=Integer) == _URGENCY) & _WAITS_LONGER),
)
_FIRST_REPLIES = (
    select(Ticket.opened_at, func.min(col(Event.at)))
    .join(Event, col(Event.ticket_id) == col(Ticket.id))
    .where(Ticket.opened_at >= bindparam("since"), ~col(Ticket.is_spam), Event.kind == "replied")
    .group_by(col(Ticket.id), col(Ticket.opened_at))
)
_CLOSURES = (
    select(Closure)
    .where(col(Closure.ends_at).is_(None) | (col(Closure.ends_at) > bindparam("since")))
    .order_by(col(Closure.starts_at))
)


def active_ticket(session: Session, customer_id: int) -> Ticket | None:
    return session.exec(_ACTIVE_TICKET, params={"customer_id": customer_id}).one_or_none()


def last_solved(session: Session, customer_id: int, since: datetime) -> Ticket | None:
    """The customer's newest ticket, if it was solved since then and is not closed yet."""
    ticket = session.exec(_NEWEST_TICKET, params={"customer_id": customer_id}).first()
    solved = ticket is not None and ticket.state == State.SOLVED and ticket.solved_at is not None
    return ticket if ticket and solved and ticket.solved_at and ticket.solved_at >= since else None


def tickets_of(session: Session, customer_id: int, limit: int) -> Sequence[Ticket]:
    """The customer's tickets, newest first, without spam."""
    found = select(Ticket).where(Ticket.customer_id == customer_id, ~col(Ticket.is_spam))
    return session.exec(found.order_by(col(Ticket.id).desc()).limit(limit)).all()


def all_tickets_of(session: Session, customer_id: int) -> Sequence[Ticket]:
    """The customer's tickets, oldest first."""
    return session.exec(select(Ticket).where(Ticket.customer_id == customer_id).order_by(col(Ticket.id))).all()


def queue(session: Session, states: Sequence[str] = ACTIVE, limit: int | None = None) -> Sequence[Ticket]:
    """Tickets in these states, by priority, then the nearest promise."""
    found = select(Ticket).where(col(Ticket.state).in_(states))
    return session.exec(found.order_by(*BY_URGENCY).limit(limit)).all()


def waiting(session: Session, snoozed: bool = False) -> Sequence[Ticket]:
    """Active tickets whose customer waits for a person, by priority, then promise; perhaps `snoozed` ones, too."""
    return [one for one in queue(session) if one.waiting_since is not None and (snoozed or not one.snoozed_until)]


def count_active(session: Session) -> dict[str, int]:
    """How many tickets are in each active state."""
    counted = select(Ticket.state, func.count()).where(col(Ticket.state).in_(ACTIVE)).group_by(col(Ticket.state))
    return {str(state): 0 for state in ACTIVE} | {str(state): count for state, count in session.exec(counted)}


def count_waiting(session: Session, now: datetime) -> tuple[int, int]:
    """The number of active tickets whose customer waits for a person, and how many of these are overdue."""
    waits = select(func.count()).where(col(Ticket.state).in_(ACTIVE), col(Ticket.waiting_since).is_not(None))
    overdue = waits.where(col(Ticket.promised_at) < now)
    return session.exec(waits).one(), session.exec(overdue).one()


def claim(session: Session, ticket_id: int, staff_id: int, at: datetime) -> bool:
    """Assign an untaken active ticket; False when it is taken already. A pending ticket stays pending."""
    state = case((col(Ticket.state) == State.PENDING, State.PENDING.value), else_=State.OPEN.value)
    taken = (
        update(Ticket)
        .where(col(Ticket.id) == ticket_id, col(Ticket.taken_by).is_(None), col(Ticket.state).in_(ACTIVE))
        .values(taken_by=staff_id, taken_at=at, state=state)
    )
    return session.connection().execute(taken).rowcount == 1


def messages_of(session: Session, ticket_id: int) -> Sequence[Message]:
    return session.exec(select(Message).where(Message.ticket_id == ticket_id).order_by(col(Message.id))).all()


def messages_until(session: Session, ticket_id: int, moment: datetime, limit: int) -> Sequence[Message]:
    """The first `limit` messages of the ticket that were written up to that moment, oldest first."""
    return session.exec(_SAID_UNTIL, params={"ticket_id": ticket_id, "moment": moment, "limit": limit}).all()


def attached(session: Session, ticket_id: int) -> Sequence[tuple[str, Json]]:
    """The customer's attachments with their kinds, oldest first."""
    found = session.exec(_ATTACHED, params={"ticket_id": ticket_id}).all()
    return [(kind, dict(attachment or {})) for kind, attachment in found]


def messages_seen_by_staff(session: Session, ticket: Ticket, before: datetime, limit: int) -> Sequence[Message]:
    """The last `limit` messages since the ticket was opened that the staff wrote or were shown before that moment."""
    passed_on = select(Posting.id).where(Posting.message_id == Message.id, Posting.posted_at < before).exists()
    found = select(Message).where(
        Message.ticket_id == ticket.id,
        Message.at > ticket.opened_at,
        Message.at < before,
        (col(Message.author) == Author.STAFF) | passed_on,
    )
    return session.exec(found.order_by(col(Message.id).desc()).limit(limit)).all()[::-1]


def last_said(session: Session, ticket_id: int) -> Message | None:
    """The last message of the ticket that customer or staff have written to each other."""
    return session.exec(_LAST_SAID, params={"ticket_id": ticket_id}).first()


def album_before(session: Session, message: Message) -> Sequence[Message]:
    """The parts of the message's album in its ticket that came before it."""
    if message.album is None:
        return []
    asked = {"ticket_id": message.ticket_id, "album": message.album, "message_id": message.id}
    return session.exec(_ALBUM_BEFORE, params=asked).all()


def events_of(session: Session, ticket_id: int) -> Sequence[Event]:
    return session.exec(select(Event).where(Event.ticket_id == ticket_id).order_by(col(Event.id))).all()


def times_reopened(session: Session, ticket_id: int, since: datetime) -> int:
    """How often the ticket was reopened since then."""
    found = select(Event.id).where(Event.ticket_id == ticket_id, Event.kind == "reopened", Event.at > since)
    return len(session.exec(found).all())


def solved_before(session: Session, moment: datetime) -> Sequence[Ticket]:
    """Up to a hundred solved tickets that were solved before that moment."""
    return session.exec(_SOLVED_BEFORE, params={"moment": moment}).all()


def opened_between(session: Session, start: datetime, end: datetime) -> Sequence[Ticket]:
    found = select(Ticket).where(Ticket.opened_at >= start, Ticket.opened_at < end)
    return session.exec(found.order_by(col(Ticket.id))).all()


def closures(session: Session, since: datetime) -> Sequence[Closure]:
    """Announced closures that had not ended at `since`, by their start."""
    return session.exec(_CLOSURES, params={"since": since}).all()


def customer_of(session: Session, ticket: Ticket) -> Customer:
    return session.get_one(Customer, ticket.customer_id)


def thread_of(session: Session, ticket_id: int) -> StaffThread | None:
    return session.get(StaffThread, ticket_id)


def ticket_and_thread(session: Session, ticket_id: int) -> tuple[Ticket, Customer, StaffThread | None]:
    """The ticket, its customer, and where the staff discuss it. Raises NoResultFound without a ticket.

    Keep the customer while you use the ticket, else the session forgets it and reads it again.
    """
    known = session.identity_map.get(identity_key(Ticket, ticket_id))
    if isinstance(known, Ticket):
        return known, customer_of(session, known), thread_of(session, ticket_id)
    ticket, customer, thread = session.exec(_WITH_THREAD, params={"ticket_id": ticket_id}).one()
    return ticket, customer, thread


def ticket_of_topic(session: Session, chat_id: int, topic_id: int) -> Ticket | None:
    return session.exec(_BY_TOPIC, params={"chat_id": chat_id, "topic_id": topic_id}).one_or_none()


def place_of_answer(session: Session, chat_id: int, question_id: int) -> int | None:
    """The id of the first message in that chat that answers the question; None when there is none."""
    return session.exec(_ANSWER_TO, params={"chat_id": chat_id, "question_id": question_id}).first()


def posting_at(session: Session, chat_id: int, telegram_id: int) -> Posting | None:
    return session.exec(_POSTING_AT, params={"chat_id": chat_id, "telegram_id": telegram_id}).one_or_none()


def card_of(session: Session, ticket_id: int, chat_id: int) -> Posting | None:
    """The newest card of the ticket in that chat."""
    return session.exec(_CARD, params={"ticket_id": ticket_id, "chat_id": chat_id}).first()


def threads_of(session: Session, ticket_ids: Sequence[int], chat_id: int) -> Sequence[StaffThread]:
    """Where the staff discuss these tickets in that chat."""
    found = select(StaffThread).where(col(StaffThread.ticket_id).in_(ticket_ids), StaffThread.chat_id == chat_id)
    return session.exec(found).all()


def cards_of(session: Session, ticket_ids: Sequence[int], chat_id: int) -> Sequence[Posting]:
    """The cards of these tickets in that chat, oldest first."""
    found = select(Posting).where(
        col(Posting.ticket_id).in_(ticket_ids), Posting.role == "card", Posting.chat_id == chat_id
    )
    return session.exec(found.order_by(col(Posting.id))).all()


def postings_of(session: Session, message_id: int) -> Sequence[Posting]:
    """The messages by which a message of the conversation was relayed, oldest first."""
    return session.exec(_POSTINGS, params={"message_id": message_id}).all()


@dataclass(frozen=True)
class Place:
    """A place in the queue of those who wait, were promised a time and are not snoozed; datetimes are aware.

    `ahead`: how many are before it. `kept_until`: the latest of their promises; `moved_until`: the latest of those that
    could not be kept once already, which are not in `kept_until`.
    """

    ahead: int
    kept_until: datetime | None = None
    moved_until: datetime | None = None


def place_in_queue(session: Session, priority: Priority, since: datetime, number: int = _NO_TICKET_YET) -> Place:
    """The place of a ticket of that priority whose customer waits since then; `number` when it was opened before."""
    asked = {"urgency": list(Priority).index(priority), "since": since, "number": number}
    ahead, kept_until, moved_until = session.exec(_PLACE, params=asked).one()
    return Place(ahead, kept_until, moved_until)


def first_replies(session: Session, since: datetime) -> Sequence[tuple[datetime, datetime]]:
    """When the tickets opened since then were opened and first replied to, without those without a reply and spam."""
    return [(opened, replied) for opened, replied in session.exec(_FIRST_REPLIES, params={"since": since}).all()]


def postings_of_row(session: Session, outbox_id: int) -> Sequence[Posting]:
    """The messages that an outbox row posted."""
    return session.exec(_POSTINGS_OF_ROW, params={"outbox_id": outbox_id}).all()


def customers_last_words_at(session: Session, ticket_id: int) -> datetime | None:
    """When the customer's last message of the ticket was written."""
    return session.exec(_LAST_WORDS_AT, params={"ticket_id": ticket_id}).one()


def promises_until(session: Session, until: datetime) -> Sequence[Ticket]:
    """Tickets whose customer waits, with a promise up to `until` or without one."""
    return session.exec(_PROMISES_UNTIL, params={"until": until}).all()
