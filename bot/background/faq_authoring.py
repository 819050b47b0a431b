"""Does what authors ask of the FAQ in the chat. It takes seconds and writes files, so no handler does it.

A task is done once: its state is changed by a conditional update in the transaction that has what comes of it. After a
crash it is done again; publishing the same change twice writes it once (see faq.publishing.publish).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from sqlalchemy.exc import OperationalError
from sqlmodel import col

from bot.desk.authoring.file_list import show_files
from bot.desk.authoring.files import LARGEST_FILE
from bot.desk.authoring.listing import ShownGroup, groups_of, settled_texts, show_groups
from bot.desk.authoring.preparing import Prepared, Wanted, prepare
from bot.desk.authoring.pressing import DRAFTS
from bot.desk.authoring.publications import (
    change_object,
    change_of,
    change_of_object,
    note_publication,
    publication_to_undo,
    show_history,
)
from bot.desk.authoring.showing import publish_buttons, show_choice, show_draft, show_entry
from bot.desk.authoring.tasks import button, say
from bot.desk.authoring.unanswered import Unanswered, unanswered
from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import UnitOfWork
from bot.runtime.wakeup import Wakeup
from bot.telegram.downloads import Download, DownloadError
from faq import Entry, FaqError, language_of, normalise
from faq.importing import SourceError
from faq.importing.report import refusal_text
from faq.problems import Problem
from faq.publishing import (
    Author,
    BusyError,
    Change,
    ConflictError,
    FileChoiceError,
    NothingChangedError,
    Published,
    PublishingError,
    UnwritableError,
    publish,
    recover_folder,
)
from faq.publishing.effects import Asked
from storage.authoring_models import FaqTask, TaskKind, TaskState
from storage.customers import questions_between
from storage.errors import FencedError
from storage.faq_tasks import WAITING, move, waiting
from storage.models import Json

log = logging.getLogger(__name__)

LOOK_SECONDS = 30.0  # between looks, where no commit wakes it
SHARED_SECONDS = 2.0  # with several replicas: commits of the others wake nobody here
ADDED = (FaqTask,)
CHANGED = (col(FaqTask.changed_at),)
"""Commits that add or change these wake it."""

REPLAYED = timedelta(weeks=3)
MOST_REPLAYED = 200  # questions; each takes some milliseconds, twice
MATCHED = ("answer", "preview", "suggest", "hand_off")  # decisions on what was matched with the FAQ

_REFUSED = (PublishingError, FaqError, SourceError, OSError, DownloadError)
SURE = 0.5  # the probability from which the entry that an author asks for is shown at once
_LEAST_LIKE = 0.1  # the probability from which another one is offered
_MOST_OTHERS = 3


@dataclass(frozen=True)
class _Task:
    """A task, outside of transactions."""

    id: int
    wanted: Wanted
    state: TaskState
    author: Author


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
        for task_id in await self._transactions.run(lambda uow: waiting(uow.session)):
            task = await self._transactions.run(partial(_read, task_id))
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

    async def _do(self, task: _Task) -> None:
        if task.state is TaskState.APPROVED:
            await self._publish(task)
            return
        match task.wanted.kind:
            case TaskKind.LIST:
                await self._list(task)
            case TaskKind.SHOW | TaskKind.HISTORY | TaskKind.FILES:
                await self._transactions.run(lambda uow: _show(uow, task.id))
            case _:
                await self._draft(task)

    async def _list(self, task: _Task) -> None:
        answerer = self._context.knowledge.answerer.result()
        asked, settled = await self._transactions.run(_asked)

        def grouped() -> list[tuple[str, ShownGroup]]:
            found = [(one, group) for one in asked for group in groups_of(asked[one], answerer, one, settled)]
            return sorted(found, key=lambda pair: -pair[1].count)

        groups = await asyncio.to_thread(grouped)

        def show(uow: UnitOfWork) -> None:
            if known := _taken(uow, task.id, TaskState.WANTED, TaskState.DONE):
                show_groups(uow, known, groups)

        await self._transactions.run(show)

    async def _draft(self, task: _Task) -> None:
        """Make the change and show it."""
        wanted = task.wanted
        if wanted.kind is TaskKind.ENTRY and not _has_answer(wanted.content):
            await self._transactions.run(lambda uow: _ask_for_answer(uow, task.id))
            return
        if wanted.kind is TaskKind.FILE:
            data = await self._download(str(wanted.content["file_id"]), LARGEST_FILE)
            wanted = replace(wanted, data=data)
        if pictures := wanted.content.get("pictures"):
            wanted = replace(wanted, pictures={one["path"]: await self._picture(one) for one in pictures})
        answerer = self._context.knowledge.answerer.result()
        today = self._context.today(self._transactions.clock.now())
        try:
            prepared = await asyncio.to_thread(prepare, wanted, self._folder, answerer, today)
        except FileChoiceError as error:
            choices = error.choices
            await self._transactions.run(lambda uow: _ask_which_file(uow, task.id, choices))
            return
        await self._transactions.run(lambda uow: _show_draft(uow, task.id, prepared))

    async def _picture(self, picture: Json) -> bytes:
        return await self._download(str(picture["attachment"]["file_id"]), LARGEST_FILE)

    async def _publish(self, task: _Task) -> None:
        if not self._may_publish:
            await self._transactions.run(lambda uow: _say_not_here(uow, task.id))
            return
        change = change_of_object(task.wanted.content["change"])
        now, language = self._transactions.clock.now(), self._context.settings.company.language
        try:
            published = await asyncio.to_thread(publish, change, self._folder, task.author, now, language=language)
        except ConflictError as error:
            text = error.text(language)
            await self._transactions.run(lambda uow: _prepare_again(uow, task.id, text))
            return
        await self._use_published()
        await self._transactions.run(lambda uow: _note_published(uow, task.id, change, published))

    async def _fail(self, task: _Task, error: Exception) -> None:
        def fail(uow: UnitOfWork) -> None:
            may_pass = task.state is TaskState.APPROVED and isinstance(error, UnwritableError)
            after = TaskState.SHOWN if may_pass else TaskState.FAILED
            if known := _taken(uow, task.id, task.state, after):
                again = publish_buttons(uow, known) if may_pass else []
                if isinstance(error, NothingChangedError):
                    reason = error.text(uow.staff_language)
                    say(uow, known, "authoring.nothing_to_do", reason=reason, is_undo=known.kind is TaskKind.UNDO)
                    return
                say(uow, known, "authoring.refused", again, reasons=_reasons(error, uow.staff_language))

        await self._transactions.run(fail)


def finish_publication(folder: Path) -> None:
    """Finish what a crash left half written in the FAQ's folder, before it is read."""
    try:
        written = recover_folder(folder)
    except (OSError, PublishingError) as error:
        log.warning("What was being published may be half written: %s", error)
        return
    if written:
        log.warning("A publication that was cut short is finished: %s", ", ".join(written))


def _read(task_id: int, uow: UnitOfWork) -> _Task | None:
    task = uow.session.get_one(FaqTask, task_id)
    if task.state not in WAITING:
        return None
    publication = publication_to_undo(uow, task) if task.kind is TaskKind.UNDO else None
    if publication:
        task.content = {**task.content, "publication_id": publication.id}
    published = change_of(publication) if publication else None
    asked = tuple(_asked_lately(uow)) if task.state is TaskState.WANTED and task.kind in DRAFTS else ()
    wanted = Wanted(task.kind, dict(task.content), task.language, published=published, asked=asked)
    return _Task(task.id, wanted, task.state, Author(task.author_name, task.author_id))


def _asked_lately(uow: UnitOfWork) -> Iterator[Asked]:
    """Customers' questions of the last weeks, the newest."""
    found = questions_between(uow.session, uow.now - REPLAYED, uow.now)
    for question in [one for one in found if one.decision in MATCHED and one.text][-MOST_REPLAYED:]:
        language = language_of(question.text, question.language)
        yield Asked(question.text, uow.context.knowledge.library.served(language), uow.context.today(question.asked_at))


def _taken(uow: UnitOfWork, task_id: int, before: TaskState, after: TaskState) -> FaqTask | None:
    """The task in its next state; None when another replica has done it."""
    task = uow.session.get_one(FaqTask, task_id)
    return task if move(uow.session, task, before, after, uow.now) else None


def _asked(uow: UnitOfWork) -> tuple[dict[str, list[Unanswered]], list[str]]:
    languages = uow.context.knowledge.library.languages
    return {language: unanswered(uow, language) for language in languages}, settled_texts(uow)


def _show(uow: UnitOfWork, task_id: int) -> None:
    task = _taken(uow, task_id, TaskState.WANTED, TaskState.SHOWN)
    if task is None:
        return
    if task.kind is TaskKind.HISTORY:
        show_history(uow, task)
        return
    if task.kind is TaskKind.FILES:
        show_files(uow, task)
        return
    words = str(task.content["words"])
    meant, others, language = _entries_meant(uow, words, task.language)
    task.language, task.content = language, {**task.content, "others": [one.id for one in others]}
    if meant is None:
        show_choice(uow, task, others)
        return
    task.content = {**task.content, "entry_id": meant.id}
    show_entry(uow, task, meant, language, others)


def _entries_meant(uow: UnitOfWork, words: str, language: str) -> tuple[Entry | None, list[Entry], str]:
    """The entry with that id, or the one that is surely asked for with these words; others; and their language."""
    library, spoken = uow.context.knowledge.library, language or language_of(words, uow.staff_language)
    if found := library.find(words, spoken):
        return found.entry, [], found.language
    served = library.served(spoken)
    matches = uow.context.knowledge.answerer.result().match(words, served)
    likely = matches[0].entry if matches and matches[0].probability >= SURE else None
    meant = _asked_like_that(library.entries(served), words) or likely
    others = [one.entry for one in matches if one.entry is not meant and one.probability >= _LEAST_LIKE]
    return meant, others[:_MOST_OTHERS], served


def _asked_like_that(entries: Sequence[Entry], words: str) -> Entry | None:
    """The entry with exactly these words among its phrasings; also a greeting, which is no match of a question."""
    wanted = normalise(words)
    return next((one for one in entries if wanted in map(normalise, one.phrasings)), None) if wanted else None


def _show_draft(uow: UnitOfWork, task_id: int, prepared: Prepared) -> None:
    can_be_used = prepared.checked.library is not None
    task = _taken(uow, task_id, TaskState.WANTED, TaskState.SHOWN if can_be_used else TaskState.FAILED)
    if task is None:
        return
    entries = prepared.entries
    more: Json = {"made_id": entries[0].id} if task.kind is TaskKind.ENTRY and len(entries) == 1 else {}
    task.content = {**task.content, **more, "change": change_object(prepared.change)}
    task.language = task.language or prepared.change.language
    show_draft(uow, task, prepared)


def _has_answer(content: Json) -> bool:
    """Whether a draft of an entry says anything; a list of several is checked as a whole."""
    return bool(content.get("answer") or content.get("pictures") or content.get("entries"))


def _ask_for_answer(uow: UnitOfWork, task_id: int) -> None:
    if task := _taken(uow, task_id, TaskState.WANTED, TaskState.SHOWN):
        say(uow, task, "authoring.needs_answer", question=task.content["question"])


def _ask_which_file(uow: UnitOfWork, task_id: int, choices: Sequence[str]) -> None:
    task = _taken(uow, task_id, TaskState.WANTED, TaskState.SHOWN)
    if task is None:
        return
    task.content = {**task.content, "choices": list(choices)}
    buttons = [[button(task, path, f"file:{place}")] for place, path in enumerate(choices)]
    say(uow, task, "authoring.which_file", buttons, name=task.content["name"])


def _prepare_again(uow: UnitOfWork, task_id: int, why: str) -> None:
    """The files were changed meanwhile: say so, and show the change anew as it would be now."""
    if task := _taken(uow, task_id, TaskState.APPROVED, TaskState.WANTED):
        say(uow, task, "authoring.conflict", reason=why)


def _say_not_here(uow: UnitOfWork, task_id: int) -> None:
    if task := _taken(uow, task_id, TaskState.APPROVED, TaskState.FAILED):
        say(uow, task, "authoring.only_tried_out")


def _note_published(uow: UnitOfWork, task_id: int, change: Change, published: Published) -> None:
    task = _taken(uow, task_id, TaskState.APPROVED, TaskState.DONE)
    if task is None:
        return
    publication = note_publication(uow, task, change, published)
    kept = {name: value for name, value in task.content.items() if name != "change"}
    task.content = {**kept, "publication_id": publication}
    undo = button(task, uow.label(uow.staff_language, "buttons.faq_undo"), "undo")
    buttons = [] if task.kind is TaskKind.UNDO else [[undo]]
    summary, remark = change.summary(uow.staff_language), published.remark(uow.staff_language)
    say(uow, task, "authoring.published", buttons, summary=summary, remark=remark)


def _reasons(error: Exception, language: str) -> list[str]:
    """Why, and what to do, for the author."""
    if isinstance(error, PublishingError):
        return [error.text(language)]
    if isinstance(error, SourceError):
        return [refusal_text(error, language)]
    if isinstance(error, FaqError):
        return [_line(problem) for problem in error.problems]
    return [str(error)] if isinstance(error, _REFUSED) else []


def _line(problem: Problem) -> str:
    place = f"{problem.file}:{problem.line}: " if problem.line else ""
    return f"{place}{problem.reason} {problem.remedy}".strip()
