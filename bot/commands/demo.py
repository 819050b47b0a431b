"""`nightdesk demo`: the sandbox, the real bot connected to it, and a web page to act as every user."""

import asyncio
import shutil
import tempfile
import webbrowser
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path

from bot.app import running
from bot.calendar import Calendar
from bot.commands.console import Console
from bot.commands.demo_settings import Place, own_settings, sample_settings
from bot.commands.errors import CommandError
from bot.commands.ports import port, require_free
from bot.commands.stopping import run_until_stopped
from bot.commands.words import words
from bot.config import LogSettings, Settings, load_for_authors
from bot.delivery.rate_limiter import Rate, RateLimits
from bot.desk.knowledge import Knowledge
from bot.runtime.cache_folder import cache_folder
from bot.runtime.logs import start_logging
from bot.sandbox import Manager, Sandbox
from faq import FaqError
from faq.last_good import LastGoodFaq

UNLIMITED = RateLimits(person=Rate(1000, 0.0), group=Rate(1000, 0.0))  # no waiting while trying things out
MOST_TRIES = 3  # questions that the page proposes


def add(subcommands: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subcommands.add_parser("demo", help="try everything in the browser, without a token")
    parser.add_argument("--port", type=port, default=8080, help="default: 8080; 0 takes any free one")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="your own FAQ, hours and texts instead of an example shop's"
    )
    parser.set_defaults(act=act)


def act(arguments: Namespace) -> int:
    own = load_for_authors(arguments.config) if arguments.config else None
    require_free("127.0.0.1", arguments.port, "choose another with --port, or any free one with --port 0")
    start_logging(LogSettings(level="warning"))
    with tempfile.TemporaryDirectory(prefix="nightdesk-") as folder, as_file(files("faq") / "sample") as sample:
        cast = _cast_of(own) if own else _sample_cast()
        asyncio.run(run_until_stopped(_show(arguments, own, cast, Path(folder), sample)))
    return 0


@dataclass(frozen=True)
class _Cast:
    """A sandbox with its people. `on_call`: colleagues who stand for those who are rung."""

    sandbox: Sandbox
    on_call: Sequence[Manager] = ()


def _sample_cast() -> _Cast:
    sandbox = Sandbox()
    for name in ("Анна", "Борис"):
        sandbox.manager(name)
    for name in ("Мария", "Олег"):
        sandbox.customer(name)
    sandbox.customer("James", language_code="en")
    return _Cast(sandbox)


def _cast_of(own: Settings) -> _Cast:
    """Everybody speaks the company's language."""
    language = own.company.language
    people = words(language, "demo")["people"]
    sandbox = Sandbox(timezone=own.hours.timezone, language=language, forum=own.staff.topics, title=people["group"])
    managers = [sandbox.manager(name, language_code=language) for name in people["managers"].split(", ")]
    for name in people["customers"].split(", "):
        sandbox.customer(name, language_code=language)
    on_call = managers[: len(own.on_call.people)]
    for manager in on_call:
        manager.in_private.writes("/start")  # the bot can't write to them first
    return _Cast(sandbox, on_call)


async def _show(arguments: Namespace, own: Settings | None, cast: _Cast, folder: Path, sample: Path) -> None:
    sandbox = cast.sandbox
    async with sandbox.serve(arguments.port) as address:
        place = Place(address, sandbox.token, sandbox.staff_group.id, folder)
        if own:
            settings = own_settings(own, place, [manager.id for manager in cast.on_call])
            _copy_last_good(own, settings)
        else:
            faq = Path(shutil.copytree(sample, folder / "faq"))  # it may be changed from the chat
            settings = sample_settings(place, faq)
        sandbox.next_opening = partial(_day_begins, settings.calendar())
        with _explained(settings, is_own=own is not None):
            async with running(settings, sandbox.clock, UNLIMITED, may_publish=own is None) as parts:
                print(f"Nightdesk demo: {address}   (Ctrl+C ends it)", flush=True)
                if own:
                    knowledge = parts.transactions.context.knowledge
                    sandbox.tries = _tries(knowledge)
                    _explain(arguments.config, cast, knowledge, settings.company.language)
                if not arguments.no_browser:
                    webbrowser.open(address)
                await asyncio.Event().wait()


def _copy_last_good(own: Settings, settings: Settings) -> None:
    """Let the demo serve what the real desk would serve while the FAQ has errors."""
    theirs, ours = cache_folder(own.storage.url), cache_folder(settings.storage.url)
    if theirs and ours:
        LastGoodFaq(theirs, own.faq.path, own.company.language).copy_to(ours)


@contextmanager
def _explained(settings: Settings, is_own: bool) -> Iterator[None]:
    """Say what to do when the author's FAQ has errors and no version without them is known."""
    try:
        yield
    except FaqError as error:
        if not is_own:
            raise
        raise CommandError(f"{Console(settings.company.language, 'demo').text('broken')}\n{error}") from None


def _explain(config: Path, cast: _Cast, knowledge: Knowledge, language: str) -> None:
    """Say what of the page is the author's and what stands for something real."""
    console = Console(language, "demo")
    names = ", ".join(manager.name for manager in cast.on_call)
    console.say("yours", file=config, faq=knowledge.path)
    console.say("instead", on_call=console.text("on_call", names=names) if names else "")
    if knowledge.error:
        console.say("older")
        print(knowledge.error, flush=True)


def _tries(knowledge: Knowledge) -> tuple[str, ...]:
    """The first questions of the FAQ, to be asked by a tap."""
    library = knowledge.library
    asked = [entry.question for entry in library.entries(library.default_language) if not entry.is_small_talk]
    return tuple(asked[:MOST_TRIES])


def _day_begins(calendar: Calendar, now: datetime) -> datetime | None:
    """The next opening that is not the end of a break; None when none is known."""
    opening = calendar.next_opening(now)
    while opening and any(shift.start < opening for shift in calendar.plan(opening.date()).shifts):
        opening = calendar.next_opening(opening)
    return opening
