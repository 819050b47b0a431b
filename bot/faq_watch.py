"""Edits of the FAQ take effect by themselves; a broken one is told to the staff, and the last good FAQ serves on."""

import asyncio
import logging
from pathlib import Path
from typing import TypeAlias

from bot.delivery.wake import Wake
from bot.desk.office import Desk
from bot.desk.outgoing import Post, to_staff_room
from bot.transactions import Transactions
from faq import FaqError

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 1.0
Look: TypeAlias = frozenset[tuple[str, int, int]]


class FaqWatch:
    def __init__(self, transactions: Transactions, done: Wake) -> None:
        self._transactions = transactions
        self._knowledge = transactions.office.knowledge
        self._done = done
        self._taken = look(self._knowledge.path)  # what serves now

    async def run(self) -> None:
        """Look every second whether a file changed, until cancelled; read the FAQ again when nobody is writing."""
        before = self._taken
        while True:
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            now = await asyncio.to_thread(look, self._knowledge.path)
            if now == before and now != self._taken:
                self._taken = now
                await self._reload()
            before = now

    async def _reload(self) -> None:
        try:
            await asyncio.to_thread(self._knowledge.reload)
        except FaqError as error:
            log.warning("The FAQ was not taken over: %s", error)
            problems = error.problems
            await self._transactions.insist(lambda desk: _tell(desk, "faq_broken", problems=problems))
        except Exception:  # whatever an edit holds, it must not take the desk down
            log.exception("The FAQ was not taken over")
        else:
            await self._transactions.insist(lambda desk: _tell(desk, "faq_changed", knowledge=self._knowledge))
        self._done.call()


def look(folder: Path) -> Look:
    """What the folder looks like: names, times and sizes of its markdown files; without those that just go."""
    files = [_look_at(path) for path in folder.rglob("*.md")]
    return frozenset(one for one in files if one)


def _look_at(path: Path) -> tuple[str, int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return str(path), stat.st_mtime_ns, stat.st_size


def _tell(desk: Desk, name: str, **values: object) -> None:
    to_staff_room(desk, Post(desk.say(desk.staff_language, f"staff.{name}", **values)), name)
