"""What every use case needs: the office that is always there, and the desk for one transaction."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.calendar import Calendar, Closure
from bot.config import Settings
from bot.desk.door import DoorLimits
from bot.desk.knowledge import Knowledge
from bot.wording import LANGUAGES, Rich, Wording
from storage.models import Closure as StoredClosure
from storage.models import Customer
from storage.tickets import closures


@dataclass(frozen=True)
class DeskContext:
    """What stays the same from update to update."""

    settings: Settings
    calendar: Calendar
    wording: Wording
    knowledge: Knowledge
    limits: DoorLimits

    @classmethod
    def of(cls, settings: Settings, knowledge: Knowledge, limits: DoorLimits) -> "DeskContext":
        company = settings.company.model_dump()
        zone = ZoneInfo(settings.hours.timezone)
        return cls(settings, settings.calendar(), Wording(company, zone), knowledge, limits)


@dataclass(frozen=True)
class UnitOfWork:
    """One transaction at one moment. `now` is aware, in UTC."""

    context: DeskContext
    session: Session
    now: datetime

    @cached_property
    def calendar(self) -> Calendar:
        """The calendar with the closures that were announced."""
        announced = [Closure(one.starts_at, one.ends_at) for one in closures(self.session, self.now)]
        return self.context.calendar.with_closures(announced) if announced else self.context.calendar

    @cached_property
    def closure_now(self) -> StoredClosure | None:
        """The announced closure that holds now."""
        announced = closures(self.session, self.now)
        return next((one for one in announced if one.starts_at <= self.now), None)

    @property
    def today(self) -> date:
        """The day on the company's calendar."""
        return self.now.astimezone(ZoneInfo(self.context.settings.hours.timezone)).date()

    @property
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
