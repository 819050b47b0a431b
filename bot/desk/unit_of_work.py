"""One transaction's view of the desk: session, current time, settings, wording, and the rows to insert at its end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.calendar import Calendar, Closure
from bot.config import Settings
from bot.desk.door import DoorLimits
from bot.desk.faq_reading import Reading, Readings, Result
from bot.desk.knowledge import Knowledge
from bot.desk.payloads import Payload
from bot.desk.promised_time import promised_time
from bot.wording import LANGUAGES, Rich, Wording
from storage.database import after_commit, after_rollback
from storage.models import Closure as StoredClosure
from storage.models import Customer, Message, Ticket
from storage.tickets import closures

T = TypeVar("T")
R = TypeVar("R", bound=Result)


@dataclass(frozen=True)
class DeskContext:
    """What is shared by all units of work."""

    settings: Settings
    calendar: Calendar
    wording: Wording
    knowledge: Knowledge
    limits: DoorLimits
    known: dict[str, Any] | None = None
    """A cache of values that hardly ever change in the database; None where other machines may change them."""

    @classmethod
    def of(cls, settings: Settings, knowledge: Knowledge, limits: DoorLimits, remembers: bool = False) -> "DeskContext":
        """`remembers`: cache values, because no other machine changes the database."""
        company = settings.company.model_dump()
        zone = ZoneInfo(settings.hours.timezone)
        return cls(settings, settings.calendar(), Wording(company, zone), knowledge, limits, {} if remembers else None)

    def today(self, now: datetime) -> date:
        """The date in the company's time zone."""
        return now.astimezone(ZoneInfo(self.settings.hours.timezone)).date()


@dataclass
class NewRow:
    """An outbox row that is inserted at the end of its unit of work; until then it may be changed.

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

    End it with `bot.desk.transactions.write_out`, which inserts `new_rows` and `new_events`.
    """

    context: DeskContext
    session: Session
    now: datetime
    readings: Readings = field(default_factory=Readings)
    new_rows: list[NewRow] = field(default_factory=list)  # of the outbox
    new_events: list[dict[str, Any]] = field(default_factory=list)  # of tickets
    _known: dict[str, Any] = field(default_factory=dict)  # what was read of what hardly ever changes

    def read(self, reading: Reading[R]) -> R:
        """The result of the reading. Raises NotReadError when it was not made yet, or the FAQ was edited since."""
        return self.readings.of(reading, self.context.knowledge.answerer.result())

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Roll back what the block has written when it raises."""
        rows, events = len(self.new_rows), len(self.new_events)
        try:
            with self.session.begin_nested():
                yield
        except BaseException:
            del self.new_rows[rows:], self.new_events[events:]
            raise

    @cached_property
    def calendar(self) -> Calendar:
        """The configured calendar with the announced closures."""
        announced = [Closure(one.starts_at, one.ends_at) for one in self._closures]
        return self.context.calendar.with_closures(announced) if announced else self.context.calendar

    @property
    def closure_now(self) -> StoredClosure | None:
        """The announced closure in force now, if any."""
        return next((one for one in self._closures if one.starts_at <= self.now), None)

    @property
    def _closures(self) -> list[StoredClosure]:
        """Announced closures that have not ended. Don't change the rows: they may be cached."""
        known = self.remembered("closures", lambda: list(closures(self.session, self.now)))
        return [one for one in known if one.ends_at is None or one.ends_at > self.now]

    def remembered(self, name: str, read: Callable[[], T]) -> T:
        """The result of `read`, cached under `name` until `forget(name)` is called, or this unit of work ends."""
        known = self._known if self.context.known is None else self.context.known
        if name not in known:
            known[name] = read()
        return cast(T, known[name])

    def forget(self, name: str) -> None:
        """Drop the cached value because this transaction changes it; drop it again at the transaction's end."""
        self._known.pop(name, None)
        known = self.context.known
        if known is not None:
            known.pop(name, None)
            after_commit(self.session, lambda: known.pop(name, None))
            after_rollback(self.session, lambda: known.pop(name, None))

    @property
    def today(self) -> date:
        """The current date in the company's time zone."""
        return self.context.today(self.now)

    @cached_property
    def is_open(self) -> bool:
        return self.calendar.is_open(self.now)

    @property
    def staff_language(self) -> str:
        return self.context.settings.company.language

    def promise(self, since: datetime | None = None, within: timedelta | None = None) -> datetime | None:
        """The time (aware) by which a person replies; None when no opening is known.

        `within` is business time, by default that of the configuration, since that moment or now. The result is what
        is said and kept: rounded up to five minutes.
        """
        span = self.context.settings.promise.reply_within if within is None else within
        exact = self.calendar.add_business_time(since or self.now, span)
        return promised_time(self.calendar, exact) if exact else None

    def language_of(self, customer: Customer) -> str:
        """The chosen language, else the one they write in, else their app's, else the company's."""
        candidates = (customer.language, customer.spoken, customer.app_language, self.staff_language)
        return next(language for language in candidates if language in LANGUAGES)

    def say(self, language: str, name: str, /, **values: object) -> Rich:
        """Render the template `name` ("customer.accepted") as a message text with entities."""
        return self.context.wording.say(language, name, self.now, **values)

    def label(self, language: str, name: str, /, **values: object) -> str:
        """Render the template `name` as plain text, for buttons and names."""
        return self.context.wording.label(language, name, self.now, **values)
