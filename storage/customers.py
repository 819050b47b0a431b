"""Queries for customers, their messages and questions."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Integer, bindparam
from sqlmodel import Session, col, select

from storage.models import Author, ConversationState, Customer, Message, Question
from storage.written import WITHOUT_FLUSH

# Used for each message; module constants, since building a statement takes longer than executing it.
_BY_ADDRESS = select(Customer).where(Customer.door == bindparam("door"), Customer.address == bindparam("address"))
_BY_SOURCE = select(Message).where(
    Message.source_chat == bindparam("source_chat"), Message.source_id == bindparam("source_id")
)
_GATHERED = (
    select(Message)
    .where(Message.customer_id == bindparam("customer_id"), col(Message.gathering))
    .order_by(col(Message.id))
)
_LOOSE = (
    select(Message)
    .where(
        Message.customer_id == bindparam("customer_id"),
        col(Message.ticket_id).is_(None),
        (Message.at >= bindparam("since")) | col(Message.gathering),
    )
    .order_by(col(Message.id))
)
_LAST_QUESTION = (
    select(Question)
    .where(Question.customer_id == bindparam("customer_id"))
    .order_by(col(Question.id).desc())
    .limit(1)
    .execution_options(**WITHOUT_FLUSH)
)
_ANSWERED_SINCE = select(Question.entry_id).where(
    Question.customer_id == bindparam("customer_id"),
    Question.asked_at >= bindparam("since"),
    col(Question.entry_id).is_not(None),
)
_ANSWERED_WITH = (
    select(Question)
    .where(
        Question.customer_id == bindparam("customer_id"),
        Question.answer_digest == bindparam("digest"),
        Question.asked_at >= bindparam("since"),
        col(Question.entry_id).is_not(None),
    )
    .order_by(col(Question.id).desc())
    .execution_options(**WITHOUT_FLUSH)
)
_IN_VAIN = select(Question).where(
    Question.customer_id == bindparam("customer_id"),
    col(Question.entry_id).in_(bindparam("entries", expanding=True)),
    Question.asked_at >= bindparam("since"),
    (col(Question.decision) == "repeat") | col(Question.helped).is_(False),
)
_WITHHELD = (
    select(Question)
    .where(Question.ticket_id == bindparam("ticket_id"), col(Question.withheld).is_not(None))
    .order_by(col(Question.id).desc())
)
_LAST_SAID = (
    select(Message)
    .where(Message.customer_id == bindparam("customer_id"), Message.author == Author.CUSTOMER)
    .order_by(col(Message.id).desc())
    .limit(1)
)
_CONVERSATIONS_DUE = (
    select(Customer.id)
    .where(col(Customer.conversation_until) <= bindparam("now"))
    .order_by(col(Customer.conversation_until))
)
_NEWEST = (
    select(Message.at, Message.edited_at)
    .where(Message.customer_id == bindparam("customer_id"), Message.author == Author.CUSTOMER)
    .order_by(col(Message.id).desc())
    .limit(bindparam("limit", type_=Integer))
    .subquery()
)
_NEWEST_WRITINGS = select(_NEWEST.c.at, _NEWEST.c.edited_at).where(
    (_NEWEST.c.at > bindparam("since")) | (_NEWEST.c.edited_at > bindparam("since"))
)


def find_customer(session: Session, door: str, address: str) -> Customer | None:
    return session.exec(_BY_ADDRESS, params={"door": door, "address": address}).one_or_none()


def find_message(session: Session, source_chat: int, source_id: int) -> Message | None:
    """The message whose original is `source_id` in `source_chat` (ids of the door)."""
    return session.exec(_BY_SOURCE, params={"source_chat": source_chat, "source_id": source_id}).first()


def gathered_messages(session: Session, customer_id: int) -> Sequence[Message]:
    """The messages of the customer's undecided burst, oldest first."""
    return session.exec(_GATHERED, params={"customer_id": customer_id}).all()


def messages_without_ticket(session: Session, customer_id: int, since: datetime) -> Sequence[Message]:
    """Messages without a ticket since then, and those of the undecided burst of any age; oldest first."""
    return session.exec(_LOOSE, params={"customer_id": customer_id, "since": since}).all()


def last_question(session: Session, customer_id: int) -> Question | None:
    """The customer's newest recorded question; new ones of this transaction must have been flushed."""
    return session.exec(_LAST_QUESTION, params={"customer_id": customer_id}).first()


def answered_since(session: Session, customer_id: int, since: datetime) -> set[str]:
    """Ids of the entries that answered the customer's questions since then."""
    found = session.exec(_ANSWERED_SINCE, params={"customer_id": customer_id, "since": since})
    return {entry_id for entry_id in found if entry_id}


def answered_with(session: Session, customer_id: int, digest: str, since: datetime) -> Sequence[Question]:
    """The customer's questions since then that got the answer with that digest, newest first."""
    asked = {"customer_id": customer_id, "digest": digest, "since": since}
    return session.exec(_ANSWERED_WITH, params=asked).all()


def answered_in_vain(
    session: Session, customer_id: int, entry_ids: Sequence[str], since: datetime
) -> Sequence[Question]:
    """The customer's questions since then that got one of these entries a second time, or were not helped by it."""
    asked = {"customer_id": customer_id, "entries": list(entry_ids), "since": since}
    return session.exec(_IN_VAIN, params=asked).all()


def last_customer_message(session: Session, customer_id: int) -> Message | None:
    """The customer's newest message."""
    return session.exec(_LAST_SAID, params={"customer_id": customer_id}).first()


def newest_writings(session: Session, customer_id: int, limit: int, since: datetime) -> list[datetime]:
    """Times since `since` at which the `limit` newest messages of the customer were written or edited; newest first.

    Without what this transaction has written so far.
    """
    given = {"customer_id": customer_id, "limit": limit, "since": since}
    newest = session.connection().execute(_NEWEST_WRITINGS, given).all()
    return sorted((moment for moments in newest for moment in moments if moment), reverse=True)


def held_messages(session: Session, ticket_id: int, limit: int) -> Sequence[Message]:
    """Messages of the ticket that are held back from the staff, oldest first."""
    found = select(Message).where(Message.ticket_id == ticket_id, col(Message.is_held))
    return session.exec(found.order_by(col(Message.id)).limit(limit)).all()


def conversations_due(session: Session, now: datetime) -> Sequence[int]:
    """Ids of customers whose conversation deadline has passed, earliest first."""
    return session.exec(_CONVERSATIONS_DUE, params={"now": now}).all()


def writers_between(session: Session, start: datetime, end: datetime) -> set[int]:
    """Ids of the customers who wrote in [start, end)."""
    wrote = select(Message.customer_id).where(Message.author == Author.CUSTOMER, Message.at >= start, Message.at < end)
    return set(session.exec(wrote.distinct()).all())


def writers_in_tickets_between(session: Session, start: datetime, end: datetime) -> set[int]:
    """Those of them who wrote in a ticket."""
    wrote = select(Message.customer_id).where(
        Message.author == Author.CUSTOMER,
        Message.at >= start,
        Message.at < end,
        col(Message.ticket_id).is_not(None),
    )
    return set(session.exec(wrote.distinct()).all())


def customers_being_asked(session: Session) -> set[int]:
    """Ids of the customers whose burst is not over yet, or who are to choose an answer."""
    states = (ConversationState.GATHERING, ConversationState.CHOOSING)
    asked = select(Customer.id).where(
        col(Customer.conversation_until).is_not(None), col(Customer.conversation_state).in_(states)
    )
    return set(session.exec(asked).all())


def banned_customers(session: Session) -> set[int]:
    """Ids of the banned customers: their messages are recorded and not handled."""
    return set(session.exec(select(Customer.id).where(col(Customer.banned_at).is_not(None))).all())


def withheld_questions(session: Session, ticket_id: int) -> Sequence[Question]:
    """The ticket's questions that a pilot kept an answer to from the customer, newest first."""
    return session.exec(_WITHHELD, params={"ticket_id": ticket_id}).all()


def latest_questions(session: Session, since: datetime, decisions: Collection[str], count: int) -> Sequence[Question]:
    """The newest of those with words that were asked since then and decided so, newest first."""
    found = select(Question).where(
        Question.asked_at >= since, col(Question.decision).in_(decisions), Question.text != ""
    )
    return session.exec(found.order_by(col(Question.asked_at).desc(), col(Question.id).desc()).limit(count)).all()


def questions_between(session: Session, start: datetime, end: datetime) -> Sequence[Question]:
    found = select(Question).where(Question.asked_at >= start, Question.asked_at < end)
    return session.exec(found.order_by(col(Question.id))).all()
