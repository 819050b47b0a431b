"""Finding tickets, messages and customers by words, in whatever case they are written.

Neither database folds the case of Cyrillic letters in a search by itself (SQLite never does, PostgreSQL only in some
locales), so each letter is searched for in both cases. The pattern is GLOB's for SQLite, a regular expression's for
PostgreSQL. Only the newest messages are searched, so that a search is bounded however many years there are.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from storage.database import is_postgres
from storage.models import Author, Customer, Message, Ticket

NEWEST_MESSAGES = 200_000
LONGEST_WORD = 64  # characters
MOST_WORDS = 6
_ALIKE = {"е": "её", "ё": "её"}


def words_of(text: str) -> list[str]:
    """What is searched for: all of these words have to be there."""
    return [word[:LONGEST_WORD] for word in text.split()[:MOST_WORDS]]


def find_tickets(session: Session, words: Sequence[str], most: int) -> Sequence[tuple[Ticket, Customer]]:
    """Tickets with all of the words in the subject, the messages or the customer's name, newest first."""
    floor = _floor(session)
    found = select(Ticket, Customer).join(Customer, col(Customer.id) == col(Ticket.customer_id))
    for word in words:
        has = _Holds(session, word)
        said = exists().where(col(Message.ticket_id) == col(Ticket.id), col(Message.id) > floor, has(col(Message.text)))
        found = found.where(or_(has(col(Ticket.subject)), _is_called(has), said))
    return session.exec(found.order_by(col(Ticket.id).desc()).limit(most)).all()


def find_others(session: Session, words: Sequence[str], most: int) -> list[tuple[Customer, Message | None]]:
    """Customers without a ticket who are called so, and what customers wrote that is in no ticket; newest first."""
    holds = [_Holds(session, word) for word in words]
    said = (
        select(Customer, Message)
        .join(Message, col(Message.customer_id) == col(Customer.id))
        .where(
            col(Message.ticket_id).is_(None),
            col(Message.author) == Author.CUSTOMER,
            col(Message.id) > _floor(session),
            *(or_(has(col(Message.text)), _is_called(has)) for has in holds),
        )
        .order_by(col(Message.id).desc())
        .limit(most)
    )
    found: list[tuple[Customer, Message | None]] = [(customer, message) for customer, message in session.exec(said)]
    has_ticket = exists().where(col(Ticket.customer_id) == col(Customer.id))
    called = select(Customer).where(and_(*map(_is_called, holds)), ~has_ticket)
    known = {customer.id for customer, _ in found}
    people = session.exec(called.order_by(col(Customer.id).desc()).limit(most)).all()
    return [*found, *((one, None) for one in people if one.id not in known)][:most]


class _Holds:
    """Whether a column contains the word, in any case; `ё` counts as `е`, and a phone's digits as they are."""

    def __init__(self, session: Session, word: str) -> None:
        self._is_postgres = is_postgres(str(session.get_bind().engine.url))
        letters = "".join(self._letter(one) for one in word)
        self._pattern = letters if self._is_postgres else f"*{letters}*"

    def __call__(self, column: "Mapped[Any] | ColumnElement[str]") -> ColumnElement[bool]:
        return column.regexp_match(self._pattern) if self._is_postgres else column.op("GLOB")(self._pattern)

    def _letter(self, one: str) -> str:
        ways = {form for way in _ALIKE.get(one.lower(), one) for form in (way.lower(), way.upper()) if len(form) == 1}
        if len(ways) > 1:
            return f"[{''.join(sorted(ways))}]"
        if one.isalnum() or one.isspace():
            return one
        return f"\\{one}" if self._is_postgres else f"[{one}]"


def _is_called(has: _Holds) -> ColumnElement[bool]:
    return or_(has(col(Customer.name)), has(func.coalesce(col(Customer.username), "")))


def _floor(session: Session) -> int:
    """The messages searched have higher ids."""
    newest = session.exec(select(func.max(col(Message.id)))).one()
    return max(0, (newest or 0) - NEWEST_MESSAGES)
