"""How far a set-up has come: what was answered, and what is asked next."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

from bot.setup.validation import Group, Hours

MOST_ENTRIES = 3


class Step(StrEnum):
    """What is asked."""

    NAME = "name"
    HOURS = "hours"
    CITY = "city"
    GROUP = "group"
    QUESTION = "question"
    ANSWER = "answer"
    TRIAL = "trial"
    DONE = "done"


class AtShell(StrEnum):
    """What is asked at the shell only, before the question of a step."""

    PHONE = "phone"
    ADDRESS = "address"
    HOLIDAYS = "holidays"
    FAQ = "faq"


@dataclass(frozen=True)
class FirstEntry:
    """A question in plain words, and its answer in markdown. `also`: other phrasings."""

    question: str
    answer: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Setup:
    """`week` is in OpenStreetMap's notation, `timezone` an IANA name, `country` the code of a country or region, as
    `hours.holidays` is written, or "" if none is known.

    `has_own_faq`: there is a FAQ already, so that no entries are asked for. `asked`: the question that waits for its
    answer. `phone` and `address` may stand below the name; at the shell they are asked for. `group`: None also when it
    was left for later. `lacks_group_alone`: all the rest is answered, so the desk opens with the group.
    `answered_at_shell`: perhaps by nothing.
    """

    language: Literal["ru", "en"]
    step: Step = Step.NAME
    name: str = ""
    week: str = ""
    timezone: str = ""
    country: str = ""
    keeps_holidays: bool = True
    group: Group | None = None
    has_own_faq: bool = False
    entries: tuple[FirstEntry, ...] = ()
    asked: str = ""
    phone: str = ""
    address: str = ""
    answered_at_shell: frozenset[AtShell] = frozenset()
    lacks_group_alone: bool = False

    @property
    def zone(self) -> ZoneInfo:
        """In which its times are told. Until a city is named, hours are read and told in UTC."""
        return ZoneInfo(self.timezone or "UTC")

    @property
    def hours(self) -> Hours:
        return Hours(self.timezone, self.week, self.country if self.country and self.keeps_holidays else None)
