"""Edits of the FAQ take effect at once; a broken one is reported to the staff, and the last good FAQ stays in use."""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from bot.background.folder_watch import FolderWatch
from bot.desk.answer_reports import forget_unused_files
from bot.desk.empty_answers import warn_of_empty_answers
from bot.desk.notifications import Notification
from bot.desk.outbox import Post, to_staff_room
from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import UnitOfWork
from bot.runtime.background_task import background_task
from faq import FaqError
from faq.attachments import sha256_of
from storage.models import Memo

log = logging.getLogger(__name__)

SETTLE_SECONDS = 0.5  # an edit may come in several saves
_REPORTED = "faq_spoken_of"  # the Memo with the fingerprint of the FAQ that the staff were last told of
Files: TypeAlias = frozenset[tuple[str, int, int]]


class FaqReloader:
    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self._knowledge = transactions.context.knowledge
        self._loaded = self._list()  # the files in use …
        self._fingerprint = self._take_fingerprint()  # … and what they say
        self._may_have_changed = asyncio.Event()

    async def run(self) -> None:
        """Reload the FAQ after each change of its files, until cancelled.

        Raises OperationalError when the database can't be used.
        """
        await self._note_start()
        async with background_task(FolderWatch(self._knowledge.path, self._may_have_changed.set).run()):
            while True:
                await self._may_have_changed.wait()
                self._may_have_changed.clear()
                files = await self._settled_files()
                if files != self._loaded:
                    self._loaded = files
                    await self._reload(self._say_changed)

    async def reload_published(self) -> None:
        """Use what was just published from the chat, whose author is told otherwise."""
        self._loaded = await asyncio.to_thread(self._list)
        await self._reload(lambda uow: forget_unused_files(uow, self._knowledge.library))

    async def _note_start(self) -> None:
        """The FAQ that serves from the start on is no news, but a broken one that doesn't serve is."""
        if self._knowledge.error is None:
            await self._transactions.run(self._begin)
        else:
            await self._tell_broken(self._knowledge.error)

    async def _settled_files(self) -> Files:
        """The folder's files; when they have changed, as they are once nobody writes any more."""
        files = await asyncio.to_thread(self._list)
        before = self._loaded
        while files not in (before, self._loaded):
            await asyncio.sleep(SETTLE_SECONDS)
            before, files = files, await asyncio.to_thread(self._list)
        return files

    async def _reload(self, say: Callable[[UnitOfWork], None]) -> None:
        """Read the files again; `say` tells the staff of what is used now."""
        # Taken before the reading: an edit in between is news afterwards
        self._fingerprint = await asyncio.to_thread(self._take_fingerprint)
        try:
            await asyncio.to_thread(self._knowledge.reload)
        except FaqError as error:
            await self._tell_broken(error)
        except Exception:  # whatever an edit holds, it must not end the desk
            log.exception("The edited FAQ is not used")
        else:
            library = self._knowledge.library
            counts = ", ".join(f"{language} {len(library.entries(language))}" for language in library.languages)
            log.info("The FAQ was reloaded: entries %s", counts)
            warn_of_empty_answers(self._transactions.context.settings, library)
            await self._tell(say)

    def _begin(self, uow: UnitOfWork) -> None:
        _is_news(self._fingerprint, uow)
        forget_unused_files(uow, self._knowledge.library)

    def _say_changed(self, uow: UnitOfWork) -> None:
        _say(uow, Notification.FAQ_CHANGED, knowledge=self._knowledge)
        forget_unused_files(uow, self._knowledge.library)

    def _list(self) -> Files:
        return list_files(self._knowledge.path, self._knowledge.library.files)

    def _take_fingerprint(self) -> str:
        """That of the texts, and of the pictures and other files that are sent by the FAQ in use."""
        folder = self._knowledge.path
        return fingerprint(folder) + fingerprint_of_files(folder, self._knowledge.library.files)

    async def _tell_broken(self, error: FaqError) -> None:
        log.warning("The edited FAQ is not used, the last good one serves: %s", error)
        await self._tell(lambda uow: _say(uow, Notification.FAQ_BROKEN, problems=error.problems))

    async def _tell(self, say: Callable[[UnitOfWork], None]) -> None:
        """Tell the staff what came of the edit; once, however many replicas have noticed it."""

        def tell(uow: UnitOfWork) -> None:
            if _is_news(self._fingerprint, uow):
                say(uow)

        await self._transactions.run_with_retry(tell)


def _say(uow: UnitOfWork, kind: Notification, **values: object) -> None:
    to_staff_room(uow, Post(uow.say(uow.staff_language, kind.template, **values)), kind)


def list_files(folder: Path, sent: Collection[str] = ()) -> Files:
    """Names, modification times (ns) and sizes (bytes) of the markdown files, and of those that answers send.

    `sent` are relative to the folder. Files that vanish meanwhile are left out.
    """
    files = [_described(path) for path in [*folder.rglob("*.md"), *map(folder.joinpath, sent)]]
    return frozenset(one for one in files if one)


def _described(path: Path) -> tuple[str, int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return str(path), stat.st_mtime_ns, stat.st_size


def fingerprint(folder: Path) -> str:
    """A SHA-256 of the texts and their names: the same on each replica, wherever its folder is."""
    return fingerprint_of_files(folder, [path.relative_to(folder).as_posix() for path in folder.rglob("*.md")])


def fingerprint_of_files(folder: Path, names: Collection[str]) -> str:
    """A SHA-256 of the files' contents and names, which are relative to the folder."""
    digest = hashlib.sha256()
    for name in sorted(names):
        with suppress(OSError):
            digest.update(f"{name}\0{sha256_of(folder / name)}\0".encode())
    return digest.hexdigest()


def _is_news(fingerprint: str, uow: UnitOfWork) -> bool:
    """Whether the staff were last told of another FAQ; notes that they are told of this one."""
    known = uow.session.get(Memo, _REPORTED)
    is_news = known is None or known.value != fingerprint
    uow.session.merge(Memo(key=_REPORTED, value=fingerprint))
    return is_news
