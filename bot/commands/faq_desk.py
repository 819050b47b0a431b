"""The desk that `nightdesk faq try | preview` rehearse: its settings, its FAQ, and the moment."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from logging import Logger
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.commands.database import database_exists, reading
from bot.commands.errors import CommandError
from bot.commands.words import words
from bot.config import CompanySettings, FaqSettings, HoursSettings, Settings, StaffSettings
from bot.desk import knowledge
from bot.desk.knowledge import Knowledge
from bot.desk.learning.studying import learnt
from bot.runtime.cache_folder import user_cache_folder
from bot.runtime.clock import SystemClock
from bot.wording import LANGUAGES
from faq import BandStarts, Learnt
from faq.loading import load

_EXAMPLE_WEEK = "Mo-Fr 09:00-18:00"
_CACHE = "faq-try"  # prepared phrasings: with them a trial takes a second instead of several


@dataclass(frozen=True)
class Names:
    """What people are called in a rehearsal: the customer, and those on call one after the other."""

    customer: str
    colleagues: Sequence[str]


def settings_without_config(folder: Path, language: str) -> Settings:
    """Those of nobody, for a folder without a configuration: what an answer takes from there stands in brackets."""
    company = {name: f"[company.{name}]" for name in ("name", "phone", "address")}
    return Settings(
        company=CompanySettings.model_validate(company | {"language": language}),
        staff=StaffSettings(chat_id=0),
        hours=HoursSettings(week=_EXAMPLE_WEEK),
        faq=FaqSettings(path=folder, learn="off"),  # there is no desk that could have learnt
    )


def add_moment(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--at",
        type=_wall_time,
        metavar="TIME",
        help='when it is asked, on the company\'s clock: "2026-12-31 23:40" or "23:40"; default: now',
    )


def add_language(parser: ArgumentParser) -> None:
    parser.add_argument("--language", choices=LANGUAGES, help="the customer's; default: the entry's own")


def moment_of(arguments: Namespace, settings: Settings) -> datetime:
    """The moment that `--at` names, aware, in the company's time zone; now without it."""
    zone = ZoneInfo(settings.hours.timezone)
    now = SystemClock().now().astimezone(zone)
    given: datetime | time | None = arguments.at
    if given is None:
        return now
    return datetime.combine(now.date(), given, zone) if isinstance(given, time) else given.replace(tzinfo=zone)


def knowledge_of(settings: Settings, language: str) -> Knowledge:
    """The FAQ as the desk has it, with what it has learnt, as far as its database can be read here.

    Raises FaqError, whose texts are in `language`, when the FAQ has errors.
    """
    faq, spoken = settings.faq, settings.company.language
    load(faq.path, default_language=spoken, language=language)
    starts = BandStarts(faq.preview_from, faq.offer_from)
    with _unlogged(knowledge.log), ExitStack() as stack:
        session = None if faq.learn == "off" else _database(settings.storage.url, language, stack)
        read = partial(learnt, session, mode=faq.learn) if session else _nothing_learnt
        return Knowledge(faq.path, spoken, faq.max_wrong, user_cache_folder(_CACHE), starts, read)


def _database(url: str, language: str, stack: ExitStack) -> Session | None:
    """The desk's database, to be read; None where there is none, or, which is said, where it can't be read."""
    try:
        return stack.enter_context(reading(url)) if database_exists(url) else None
    except CommandError as error:
        print(words(language, "faq")["chat"]["not_learnt"].format(why=error), file=sys.stderr)
        return None


def _nothing_learnt(_: Sequence[str]) -> Mapping[str, Learnt]:
    return {}


@contextmanager
def _unlogged(log: Logger) -> Iterator[None]:
    """Log nothing: what is wrong with files of answers is told with each of them."""
    log.disabled = True
    try:
        yield
    finally:
        log.disabled = False


def names_in(language: str) -> Names:
    texts = words(language, "faq")["chat"]
    return Names(texts["customer"], texts["colleagues_names"].split(", "))


def remark_on_settings(arguments: Namespace, language: str) -> list[str]:
    """A line that says where values come from when there is no configuration."""
    has_config = arguments.config or not arguments.folder
    return [] if has_config else ["", words(language, "faq")["chat"]["no_config"]]


def _wall_time(text: str) -> datetime | time:
    """Raises ArgumentTypeError."""
    for form in ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M"):
        try:
            return datetime.strptime(text.strip(), form)  # noqa: DTZ007 - the zone is the company's
        except ValueError:
            continue
    try:
        return datetime.strptime(text.strip(), "%H:%M").time()  # noqa: DTZ007
    except ValueError:
        raise ArgumentTypeError(f'"{text}" is no moment: write it as "2026-12-31 23:40" or "23:40"') from None
