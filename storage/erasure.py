"""Erasure of personal data: texts and names are deleted; counts, states and times stay for reports.

In SQLite `secure_delete` overwrites deleted content, and `Database.empty_log` truncates the write-ahead log.
"""

from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Executable, ScalarSelect, and_, case, delete, exists, or_, update
from sqlmodel import Session, col, select

from storage import dead_letters, faq_tasks, inbox, labels, undelivered
from storage.models import Author, Conversation, Customer, Event, Message, Posting, Question, StaffThread, State, Ticket

Condition: TypeAlias = ColumnElement[bool]

NOBODY = "nobody"
"""The channel of an anonymised customer."""

_BY_STAFF = ("taken", "pending", "priority", "spam", "replied", "internal_note", "banned", "unbanned")
"""Kinds of events whose actor is always a staff member; of the others it may be the customer."""


def erase_words(session: Session, since: datetime, until: datetime, now: datetime) -> None:
    """Erase the texts of tickets closed within [since, until), and of messages outside tickets within it.

    Also erases the names of customers whose last activity was within it. Datetimes are aware.
    """
    tickets = _closed_between(since, until)
    loose = and_(col(Message.ticket_id).is_(None), col(Message.at) >= since, col(Message.at) < until)
    asked = and_(col(Question.ticket_id).is_(None), col(Question.asked_at) >= since, col(Question.asked_at) < until)
    questions = or_(col(Question.ticket_id).in_(tickets), asked)
    labels.drop_labels(session, select(Question.id).where(questions))
    _erase(session, tickets, or_(col(Message.ticket_id).in_(tickets), loose), questions)
    nameless = col(Customer.id).in_(select(Customer.id).where(_last_active_within(since, until)))
    _execute(session, update(Customer).where(nameless).values(name="", username=None, start_link=None))
    dead_letters.drop_old(session, since, until, now)
    undelivered.drop_old(session, tickets, since, until, now)
    faq_tasks.drop_old(session, since, until)
    _expire(session)


def erase_people(session: Session, since: datetime, until: datetime) -> None:
    """Anonymise customers whose last activity was within [since, until), except banned ones."""
    gone = select(Customer).where(_last_active_within(since, until), col(Customer.banned_at).is_(None))
    for customer in session.exec(gone).all():
        _anonymise(session, customer)


def forget(session: Session, customer: Customer, now: datetime, update_id: int | None) -> None:
    """Erase all texts of a customer and anonymise them. Their active tickets must be closed before.

    `update_id`: the update being handled, which is kept in the inbox; None outside of the inbox.
    """
    session.flush()
    tickets = select(Ticket.id).where(Ticket.customer_id == customer.id).scalar_subquery()
    _erase(session, tickets, col(Message.customer_id) == customer.id, col(Question.customer_id) == customer.id)
    topics = select(StaffThread.topic_id).where(col(StaffThread.ticket_id).in_(tickets))
    shown = select(Posting.chat_id, Posting.telegram_id).where(col(Posting.ticket_id).in_(tickets))
    inbox.forget_chat(
        session,
        customer.address,
        {topic for topic in session.exec(topics) if topic},
        {(chat, message) for chat, message in session.exec(shown)},
        now,
        update_id,
    )
    labels.take_person_away(session, customer.id)
    _anonymise(session, customer)
    _expire(session)


def first_contact(session: Session) -> datetime | None:
    """When the first customer was created, in UTC; None without customers."""
    return session.exec(select(Customer.created_at).order_by(col(Customer.created_at)).limit(1)).first()


def _erase(session: Session, tickets: ScalarSelect[int], messages: Condition, questions: Condition) -> None:
    """Erase texts, attachments and names of these messages and questions, and of everything about these tickets."""
    names = case((col(Message.author) == Author.CUSTOMER, ""), else_=col(Message.author_name))
    nothing = {"attachment": None, "album": None, "points_at": None}
    said: dict[str, Any] = {"text": "", "entities": [], "author_name": names, **nothing}
    _execute(session, update(Message).where(messages).values(said))
    _execute(session, update(Question).where(questions).values(text="", before=None, put_off=None))
    asked: dict[str, Any] = {"subject": "", "after_answer": None, "start_link": None}
    _execute(session, update(Ticket).where(col(Ticket.id).in_(tickets)).values(asked))
    _execute(session, update(StaffThread).where(col(StaffThread.ticket_id).in_(tickets)).values(name=""))
    by_staff = and_(col(Event.kind) == "solved", ~col(Event.details)["by_customer"].as_boolean())
    unnamed = and_(col(Event.ticket_id).in_(tickets), col(Event.kind).not_in(_BY_STAFF), ~by_staff)
    _execute(session, update(Event).where(unnamed).values(actor=""))


def _anonymise(session: Session, customer: Customer) -> None:
    """Anonymise a customer, including the chat id, which in a private chat is the user's id."""
    if customer.address.isdecimal():
        _execute(session, delete(Posting).where(col(Posting.chat_id) == int(customer.address)))
    own = and_(col(Message.customer_id) == customer.id, col(Message.author) == Author.CUSTOMER)
    _execute(session, update(Message).where(own).values(source_chat=None, source_id=None))
    customer.door, customer.address, customer.name = NOBODY, str(customer.id), ""
    customer.username = customer.language = customer.spoken = customer.app_language = None
    customer.unreachable_since = customer.banned_at = customer.flooding_until = customer.start_link = None
    customer.conversation = Conversation()


def _closed_between(since: datetime, until: datetime) -> ScalarSelect[int]:
    closed = select(Ticket.id).where(
        Ticket.state == State.CLOSED, col(Ticket.closed_at) >= since, col(Ticket.closed_at) < until
    )
    return closed.scalar_subquery()


def _last_active_within(since: datetime, until: datetime) -> Condition:
    """Customers created, writing, or with a ticket closed within [since, until), and without activity since."""
    came = and_(col(Customer.created_at) >= since, col(Customer.created_at) < until)
    wrote = select(Message.customer_id).where(Message.at >= since, Message.at < until)
    had_closed = select(Ticket.customer_id).where(col(Ticket.id).in_(_closed_between(since, until)))
    later = or_(
        exists().where(col(Message.customer_id) == col(Customer.id), col(Message.at) >= until),
        exists().where(col(Question.customer_id) == col(Customer.id), col(Question.asked_at) >= until),
        exists().where(
            col(Ticket.customer_id) == col(Customer.id),
            or_(col(Ticket.state) != State.CLOSED, col(Ticket.closed_at) >= until),
        ),
    )
    was_there = or_(came, col(Customer.id).in_(wrote), col(Customer.id).in_(had_closed))
    return and_(was_there, ~later, col(Customer.door) != NOBODY)


def _expire(session: Session) -> None:
    """Expire the session's objects, which bulk updates have made stale."""
    session.flush()
    session.expire_all()


def _execute(session: Session, statement: Executable) -> None:
    session.connection().execute(statement)
