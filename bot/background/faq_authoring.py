"""Does what authors ask of the FAQ in the chat. It takes seconds and writes files, so no handler does it.

A task is done once: its state is changed by a conditional update in the transaction that has what comes of it. After a
crash it is done again; publishing the same change twice writes it once (see faq.publishing.publish).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from sqlalchemy.exc import OperationalError
from sqlmodel import col

from bot.desk.authoring import outcomes
from bot.desk.authoring.files import LARGEST_FILE
from bot.desk.authoring.listing import ShownGroup, groups_of, show_groups
from bot.desk.authoring.outcomes import TaskRead
from bot.desk.authoring.preparing import prepare
from bot.desk.authoring.publications import change_of_object
from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import UnitOfWork
from bot.runtime.wakeup import Wakeup
from bot.telegram.downloads import Download, DownloadError, TooLargeError
from faq import FaqError
from faq.importing import SourceError
from faq.publishing import (
    BusyError,
    ConflictError,
    FileChoiceError,
    PublishingError,
    UnwritableError,
    publish,
    recover_folder,
)
from storage.authoring_models import FaqTask, TaskKind, TaskState
from storage.errors import FencedError
from storage.faq_tasks import waiting
from storage.models import Json

log = logging.getLogger(__name__)

LOOK_SECONDS = 30.0  # between looks, where no commit wakes it
SHARED_SECONDS = 2.0  # with several replicas: commits of the others wake nobody here
ADDED = (FaqTask,)
CHANGED = (col(FaqTask.changed_at),)
"""Commits that add or change these wake it."""

_REFUSED = (PublishingError, FaqError, SourceError, OSError)


class FaqAuthoring:
    def __init__(
        self,
        transactions: Transactions,
        download: Download,
        use_published: Callable[[], Awaitable[None]],
        may_publish: bool = True,
    ) -> None:
        """use_published: has the FAQ read again. may_publish: whether its files may be changed at all."""
        self._transactions = transactions
        self._context = transactions.context
        self._folder = transactions.context.settings.faq.path
        self._download = download
        self._use_published = use_published
        self._may_publish = may_publish
        self._doing = asyncio.Lock()
        self.wakeup = Wakeup()

    async def run(self) -> None:
        """Do tasks as they come, until cancelled. Raises OperationalError when the database can't be used."""
        seconds = SHARED_SECONDS if self._transactions.database.is_shared else LOOK_SECONDS
        while True:
            await self.look()
            await self.wakeup.sleep(seconds)

    async def look(self) -> None:
        """Do what waits, oldest first."""
        async with self._doing:
            await self._look()

    async def _look(self) -> None:
        tasks = await self._transactions.run(lambda uow: waiting(uow.session))
        if tasks:  # after a start the FAQ may be prepared for long: neither the loop nor the writer may wait for it
            await asyncio.shield(asyncio.wrap_future(self._context.knowledge.answerer))
        for task_id in tasks:
            task = await self._transactions.run(partial(outcomes.read_task, task_id))
            if task is None:  # done meanwhile
                continue
            try:
                await self._do(task)
            except (FencedError, OperationalError):
                raise
            except BusyError:  # another replica is publishing: this stays for the next look
                log.info("Somebody else is publishing; task %s is tried again", task.id)
            except _REFUSED as error:
                await self._fail(task, error)
            except Exception as error:  # one broken task must not stop the others
                log.exception("What an author asked for can't be done")
                await self._fail(task, error)

    async def _do(self, task: TaskRead) -> None:
        if task.state is TaskState.APPROVED:
            await self._publish(task)
            return
        match task.wanted.kind:
            case TaskKind.LIST:
                await self._list(task)
            case TaskKind.SHOW | TaskKind.HISTORY | TaskKind.FILES:
                await self._transactions.run(lambda uow: outcomes.show(uow, task.id))
            case _:
                await self._draft(task)

    async def _list(self, task: TaskRead) -> None:
        answerer = self._context.knowledge.answerer.result()
        asked, settled = await self._transactions.run(outcomes.asked_in_vain)

        def grouped() -> list[tuple[str, ShownGroup]]:
            found = [(one, group) for one in asked for group in groups_of(asked[one], answerer, one, settled)]
            return sorted(found, key=lambda pair: -pair[1].count)

        groups = await asyncio.to_thread(grouped)

        def show(uow: UnitOfWork) -> None:
            if known := outcomes.taken(uow, task.id, TaskState.WANTED, TaskState.DONE):
                show_groups(uow, known, groups)

        await self._transactions.run(show)

    async def _draft(self, task: TaskRead) -> None:
        """Make the change and show it."""
        wanted = task.wanted
        if wanted.kind is TaskKind.ENTRY and not _has_answer(wanted.content):
            await self._transactions.run(lambda uow: outcomes.ask_for_answer(uow, task.id))
            return
        if wanted.kind is TaskKind.FILE:
            wanted = replace(wanted, data=await self._sent(wanted.content["file_id"], wanted.content["name"]))
        if pictures := wanted.content.get("pictures"):
            data = {one["path"]: await self._sent(one["attachment"]["file_id"], one["path"]) for one in pictures}
            wanted = replace(wanted, pictures=data)
        answerer = self._context.knowledge.answerer.result()
        today = self._context.today(self._transactions.clock.now())
        try:
            prepared = await asyncio.to_thread(prepare, wanted, self._folder, answerer, today)
        except FileChoiceError as error:
            choices = error.choices
            await self._transactions.run(lambda uow: outcomes.ask_which_file(uow, task.id, choices))
            return
        await self._transactions.run(lambda uow: outcomes.show_prepared(uow, task.id, prepared))

    async def _sent(self, file_id: str, name: str) -> bytes:
        """What the author sent. Raises PublishingError."""
        try:
            return await self._download(file_id, LARGEST_FILE)
        except TooLargeError:
            raise PublishingError("file-too-large", name=name) from None
        except DownloadError as error:
            raise PublishingError("file-not-given", name=name, why=str(error)) from error

    async def _publish(self, task: TaskRead) -> None:
        if not self._may_publish:
            await self._transactions.run(lambda uow: outcomes.say_not_here(uow, task.id))
            return
        change = change_of_object(task.wanted.content["change"])
        now, language = self._transactions.clock.now(), self._context.settings.company.language
        try:
            published = await asyncio.to_thread(publish, change, self._folder, task.author, now, language=language)
        except ConflictError as error:
            files = [conflict.path for conflict in error.conflicts]
            await self._transactions.run(lambda uow: outcomes.prepare_again(uow, task.id, files))
            return
        await self._use_published()
        await self._transactions.run(lambda uow: outcomes.note_published(uow, task.id, change, published))

    async def _fail(self, task: TaskRead, error: Exception) -> None:
        language = self._context.settings.company.language
        why = outcomes.reasons(error, language)
        may_pass = task.state is TaskState.APPROVED and isinstance(error, UnwritableError)
        await self._transactions.run(lambda uow: outcomes.note_failed(uow, task, error, why, may_pass))


def finish_publication(folder: Path) -> None:
    """Finish what a crash left half written in the FAQ's folder, before it is read."""
    try:
        written = recover_folder(folder)
    except FileNotFoundError:  # who reads the folder says so
        return
    except (OSError, PublishingError) as error:
        log.warning("What was being published may be half written: %s", error)
        return
    if written:
        log.warning("A publication that was cut short is finished: %s", ", ".join(written))


def _has_answer(content: Json) -> bool:
    """Whether a draft of an entry says anything; a list of several is checked as a whole."""
    return bool(content.get("answer") or content.get("pictures") or content.get("entries"))
