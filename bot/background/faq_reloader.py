"""Edits of the FAQ take effect by themselves; a broken one is told to the staff, and the last good FAQ serves on."""

import asyncio
import hashlib
import logging
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeAlias

from bot.desk.outbox import Post, to_staff_room
from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import UnitOfWork
from faq import FaqError
from storage.models import Memo

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 1.0
_SPOKEN_OF = "faq_spoken_of"
Look: TypeAlias = frozenset[tuple[str, int, int]]


class FaqReloader:
    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self._knowledge = transactions.context.knowledge
        self._taken = look(self._knowledge.path)  # what serves now …
        self._texts = fingerprint(self._knowledge.path)  # … and what it says

    async def run(self) -> None:
        """Look every second whether a file changed, until cancelled; read the FAQ again when nobody is writing."""
        before = self._taken
        await self._transactions.run(partial(_is_news, self._texts))
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
            await self._tell(lambda uow: _say(uow, "faq_broken", problems=problems))
        except Exception:  # whatever an edit holds, it must not take the desk down
            log.exception("The FAQ was not taken over")
        else:
            await self._tell(lambda uow: _say(uow, "faq_changed", knowledge=self._knowledge))

    async def _tell(self, say: Callable[[UnitOfWork], None]) -> None:
        """Tell the staff what came of the edit; once, however many machines have taken note of it."""
        self._texts = await asyncio.to_thread(fingerprint, self._knowledge.path)

        def tell(uow: UnitOfWork) -> None:
            if _is_news(self._texts, uow):
                say(uow)

        await self._transactions.run_with_retry(tell)


def _say(uow: UnitOfWork, name: str, **values: object) -> None:
    to_staff_room(uow, Post(uow.say(uow.staff_language, f"staff.{name}", **values)), name)


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


def fingerprint(folder: Path) -> str:
    """The same for the same texts, wherever the folder is and whenever they were written there."""
    texts = hashlib.sha256()
    for path in sorted(folder.rglob("*.md")):
        with suppress(OSError):
            texts.update(f"{path.relative_to(folder)}\0{path.read_bytes().hex()}\0".encode())
    return texts.hexdigest()


def _is_news(texts: str, uow: UnitOfWork) -> bool:
    """Whether the FAQ was not in this state when it was last spoken of; it is from now on."""
    known = uow.session.get(Memo, _SPOKEN_OF)
    is_news = known is None or known.value != texts
    uow.session.merge(Memo(key=_SPOKEN_OF, value=texts))
    return is_news
