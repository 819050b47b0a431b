"""The desk that `nightdesk demo` shows: an example shop's, or the author's own, connected to the sandbox."""

import asyncio
import os
import tempfile
import webbrowser
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path

from bot.app import running
from bot.commands.console import Console
from bot.commands.demo_hours import day_begins
from bot.commands.demo_people import add_own_people, group_title
from bot.commands.demo_settings import UNLIMITED, Place, own_settings
from bot.commands.demo_shop import show_shop
from bot.commands.errors import CommandError
from bot.commands.ports import require_free
from bot.commands.stopping import run_until_stopped
from bot.config import LogSettings, Settings, load_for_authors
from bot.config.language import spoken
from bot.desk.knowledge import Knowledge
from bot.runtime.cache_folder import cache_folder
from bot.runtime.logs import start_logging
from bot.sandbox import Manager, Sandbox
from faq import FaqError
from faq.last_good import LastGoodFaq

MOST_TRIES = 3  # questions that the page proposes


def show(arguments: Namespace) -> None:
    """Serve the page until SIGINT or SIGTERM. Raises ConfigError, CommandError."""
    own = load_for_authors(arguments.config) if arguments.config else None
    require_free("127.0.0.1", arguments.port, "choose another with --port, or any free one with --port 0")
    start_logging(LogSettings(level="warning"))
    with tempfile.TemporaryDirectory(prefix="nightdesk-") as folder, as_file(files("faq") / "sample") as sample:
        work = _show_own(arguments, own, Path(folder)) if own else _show_shop(arguments, Path(folder), sample)
        asyncio.run(run_until_stopped(work))


async def _show_own(arguments: Namespace, own: Settings, folder: Path) -> None:
    language = own.company.language
    sandbox = Sandbox(
        timezone=own.hours.timezone, language=language, forum=own.staff.topics, title=group_title(language)
    )
    on_call = add_own_people(sandbox, own)
    async with sandbox.serve(arguments.port) as address:
        place = Place(address, sandbox.token, sandbox.staff_group.id, folder)
        settings = own_settings(own, place, [manager.id for manager in on_call])
        _copy_last_good(own, settings)
        sandbox.next_opening = partial(day_begins, settings.calendar())
        with _explained(settings):
            async with running(settings, sandbox.clock, UNLIMITED, may_publish=False) as parts:
                _announce(address)
                knowledge = parts.transactions.context.knowledge
                sandbox.tries = _tries(knowledge)
                _explain(arguments.config, on_call, knowledge, language)
                _open(address, arguments)
                await asyncio.Event().wait()


async def _show_shop(arguments: Namespace, folder: Path, faq: Path) -> None:
    def announce(address: str) -> None:
        _announce(address)
        _open(address, arguments)

    await show_shop(arguments.language or spoken(os.environ), arguments.port, folder, faq, announce)


def _announce(address: str) -> None:
    print(f"Nightdesk demo: {address}   (Ctrl+C ends it)", flush=True)


def _open(address: str, arguments: Namespace) -> None:
    if not arguments.no_browser:
        webbrowser.open(address)


def _copy_last_good(own: Settings, settings: Settings) -> None:
    """Let the demo serve what the real desk would serve while the FAQ has errors."""
    theirs, ours = cache_folder(own.storage.url), cache_folder(settings.storage.url)
    if theirs and ours:
        LastGoodFaq(theirs, own.faq.path, own.company.language).copy_to(ours)


@contextmanager
def _explained(settings: Settings) -> Iterator[None]:
    """Say what to do when the author's FAQ has errors and no version without them is known."""
    try:
        yield
    except FaqError as error:
        raise CommandError(f"{Console(settings.company.language, 'demo').text('broken')}\n{error}") from None


def _explain(config: Path, on_call: Sequence[Manager], knowledge: Knowledge, language: str) -> None:
    """Say what of the page is the author's and what stands for something real."""
    console = Console(language, "demo")
    names = ", ".join(manager.name for manager in on_call)
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
