"""The example shop of `nightdesk demo`, whose story can begin anew, also in another language."""

import asyncio
import shutil
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path

from bot.app import Parts, running
from bot.commands.demo_hours import day_begins
from bot.commands.demo_people import add_shop_people, group_title
from bot.commands.demo_settings import UNLIMITED, Place, sample_settings, shop_timezone
from bot.commands.words import LANGUAGES
from bot.config import Settings
from bot.runtime.background_task import background_task
from bot.runtime.cache_folder import cache_folder
from bot.sandbox import Sandbox


async def show_shop(language: str, port: int, folder: Path, faq: Path, announce: Callable[[str], None]) -> None:
    """Serve the shop until cancelled. `announce` is told the page's address once the bot is connected.

    folder: for the databases, and copies of the folder `faq`, which each story may change from the chat.
    """
    sandbox = Sandbox(language=language, timezone=shop_timezone(language), title=group_title(language))
    asked = asyncio.Queue[str]()
    sandbox.languages, sandbox.restart = LANGUAGES, asked.put_nowait
    async with sandbox.serve(port) as address:
        before: Settings | None = None
        for number in count():
            place = Place(address, sandbox.token, sandbox.staff_group.id, folder / str(number))
            settings = sample_settings(place, Path(shutil.copytree(faq, place.folder / "faq")), sandbox.language)
            if before:
                _copy_cache(before, settings)
            add_shop_people(sandbox)
            sandbox.next_opening = partial(day_begins, settings.calendar())
            async with running(settings, sandbox.clock, UNLIMITED) as parts, background_task(_learn(sandbox, parts)):
                if not before:
                    announce(address)
                language = await _latest(asked)
            sandbox.begin_anew(language, shop_timezone(language), group_title(language))
            before = settings


async def _latest(asked: asyncio.Queue[str]) -> str:
    language = await asked.get()
    while not asked.empty():
        language = asked.get_nowait()
    return language


def _copy_cache(before: Settings, after: Settings) -> None:
    """Spare the next story the preparation of an FAQ that has hardly changed."""
    old, new = cache_folder(before.storage.url), cache_folder(after.storage.url)
    if old and new and old.is_dir():
        shutil.copytree(old, new)


async def _learn(sandbox: Sandbox, parts: Parts) -> None:
    """Learn at once when the clock is moved over a night, not at the next look a minute later."""
    await asyncio.wrap_future(parts.transactions.context.knowledge.answerer)
    shift = sandbox.clock.shift
    while True:
        while sandbox.clock.shift == shift:
            await sandbox.changed()
        shift, now = sandbox.clock.shift, sandbox.clock.now()
        await parts.learning.look()
        await parts.learnt_reloader.look()
        sandbox.learnt_at = now
        sandbox.world.changes.happened()
