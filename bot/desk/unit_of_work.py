"""One transaction's view of the desk: session, moment, settings, wording, and what is to be written at its end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.calendar import Calendar, Closure
from bot.config import Settings
from bot.desk.door import DoorLimits
from bot.desk.knowledge import Knowledge
from bot.desk.payloads import Payload
from bot.wording import LANGUAGES, Rich, Wording
from storage.database import after_commit, after_rollback
from storage.models import Closure as StoredClosure
from storage.models import Customer, Message, Ticket
from storage.tickets import closures

T = TypeVar("T")


@dataclass(frozen=True)
class DeskContext:
    """What stays the same from update to update."""

    settings: Settings
    calendar: Calendar
    wording: Wording
    knowledge: Knowledge
    limits: DoorLimits
    known: dict[str, Any] | None = None
    """What the database says and hardly ever changes, kept in memory; None where other machines may change it."""

    @classmethod
    def of(cls, settings: Settings, knowledge: Knowledge, limits: DoorLimits, remembers: bool = False) -> "DeskContext":
        """`remembers`: nobody else changes the database."""
        company = settings.company.model_dump()
        zone = ZoneInfo(settings.hours.timezone)
        return cls(settings, settings.calendar(), Wording(company, zone), knowledge, limits, {} if remembers else None)


@dataclass
class NewRow:
    """A row of the outbox that is written at the end of its unit of work; until then it may be changed.

    Rows of one lane are sent in order. `due_at` and `expires_at` are aware, in UTC.
    """

    lane: str
    payload: Payload
    due_at: datetime
    silent: bool
    customer: Customer | None = None
    ticket: Ticket | None = None
    message: Message | None = None
    merge_key: str | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True)
class UnitOfWork:
    """One transaction at one moment. `now` is aware, in UTC.

    Whoever begins one ends it with `bot.desk.transactions.write_out`, which writes `new_rows` and `new_events`.
    """

    context: DeskContext
    session: Session
    now: datetime
    new_rows: list[NewRow] = field(default_factory=list)  # of the outbox
    new_events: list[dict[str, Any]] = field(default_factory=list)  # of tickets

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What the block has written is gone when it raises."""
        rows, events = len(self.new_rows), len(self.new_events)
        try:
            with self.session.begin_nested():
                yield
        except BaseException:
            del self.new_rows[rows:], self.new_events[events:]
            raise

    @cached_property
    def calendar(self) -> Calendar:
        """The calendar with the closures that were announced."""
        announced = [Closure(one.starts_at, one.ends_at) for one in self._closures]
        return self.context.calendar.with_closures(announced) if announced else self.context.calendar

    @property
    def closure_now(self) -> StoredClosure | None:
        """The announced closure that holds now."""
        return next((one for one in self._closures if one.starts_at <= self.now), None)

    @property
    def _closures(self) -> list[StoredClosure]:
        """Announced closures that are not over; only to be read."""
        known = self.remembered("closures", lambda: list(closures(self.session, self.now)))
        return [one for one in known if one.ends_at is None or one.ends_at > self.now]

    def remembered(self, name: str, read: Callable[[], T]) -> T:
        """What `read` says, read once until `forget` is called with that name."""
        if self.context.known is None:
            return read()
        if name not in self.context.known:
            self.context.known[name] = read()
        return cast(T, self.context.known[name])

    def forget(self, name: str) -> None:
        """This transaction changes what is remembered under that name: it is read anew, now and afterwards."""
        known = self.context.known
        if known is not None:
            known.pop(name, None)
            after_commit(self.session, lambda: known.pop(name, None))
            after_rollback(self.session, lambda: known.pop(name, None))

    @property
    def today(self) -> date:
        """The day on the company's calendar."""
        return self.now.astimezone(ZoneInfo(self.context.settings.hours.timezone)).date()

    @cached_property
    def is_open(self) -> bool:
        return self.calendar.is_open(self.now)

    @property
    def staff_language(self) -> str:
        return self.context.settings.company.language

    def promise(self) -> datetime | None:
        """The time by which a person replies to somebody who writes now; None while nobody knows."""
        return self.calendar.add_business_time(self.now, self.context.settings.promise.reply_within)

    def language_of(self, customer: Customer) -> str:
        wishes = (customer.language, customer.spoken, customer.app_language, self.staff_language)
        return next(language for language in wishes if language in LANGUAGES)

    def say(self, language: str, name: str, /, **values: object) -> Rich:
        return self.context.wording.say(language, name, self.now, **values)

    def label(self, language: str, name: str, /, **values: object) -> str:
        return self.context.wording.label(language, name, self.now, **values)
