"""What comes of authors' tasks: each outcome is written down and told in one transaction, if the task still waits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.desk.authoring.file_list import show_files
from bot.desk.authoring.listing import settled_texts
from bot.desk.authoring.people import is_author
from bot.desk.authoring.preparing import Prepared, Wanted
from bot.desk.authoring.pressing import DRAFTS
from bot.desk.authoring.publications import (
    change_object,
    note_publication,
    publication_to_undo,
    published_change,
    show_history,
)
from bot.desk.authoring.showing import publish_buttons, show_choice, show_draft, show_entry
from bot.desk.authoring.tasks import button, drop_change, say
from bot.desk.authoring.unanswered import Unanswered, unanswered
from bot.desk.learning.noting import MATCHED
from bot.desk.unit_of_work import UnitOfWork
from faq import Entry, FaqError, language_of, normalise
from faq.importing import SourceError
from faq.importing.report import refusal_text
from faq.problems import Problem
from faq.publishing import Author, Change, NothingChangedError, Published, PublishingError
from faq.publishing.effects import Asked
from storage.authoring_models import FaqTask, TaskKind, TaskState
from storage.customers import latest_questions
from storage.faq_tasks import WAITING, move
from storage.models import Json

REPLAYED = timedelta(weeks=3)
MOST_REPLAYED = 200  # questions; each takes some milliseconds, twice

SURE = 0.5  # the probability from which the entry that an author asks for is shown at once
_LEAST_LIKE = 0.1  # the probability from which another one is offered
_MOST_OTHERS = 3


@dataclass(frozen=True)
class TaskRead:
    """A task, outside of transactions."""

    id: int
    wanted: Wanted
    state: TaskState
    author: Author


def read_task(task_id: int, uow: UnitOfWork) -> TaskRead | None:
    """The task as it waits; None when it was done meanwhile, or its author is none any more and is told so."""
    task = uow.session.get_one(FaqTask, task_id)
    if task.state not in WAITING:
        return None
    if not is_author(uow, task.author_id):
        move(uow.session, task, task.state, TaskState.FAILED, uow.now)
        say(uow, task, "authoring.not_yours")
        return None
    publication = publication_to_undo(uow, task) if task.kind is TaskKind.UNDO else None
    if publication:
        task.content = {**task.content, "publication_id": publication.id}
    published = published_change(publication) if publication else None
    asked = tuple(_asked_lately(uow)) if task.state is TaskState.WANTED and task.kind in DRAFTS else ()
    wanted = Wanted(task.kind, dict(task.content), task.language, published=published, asked=asked)
    return TaskRead(task.id, wanted, task.state, Author(task.author_name, task.author_id))


def _asked_lately(uow: UnitOfWork) -> Iterator[Asked]:
    """Customers' questions of the last weeks, the newest."""
    for question in reversed(latest_questions(uow.session, uow.now - REPLAYED, MATCHED, MOST_REPLAYED)):
        language = language_of(question.text, question.language)
        yield Asked(question.text, uow.context.knowledge.library.served(language), uow.context.today(question.asked_at))


def taken(uow: UnitOfWork, task_id: int, before: TaskState, after: TaskState) -> FaqTask | None:
    """The task in its next state; None when another replica has done it."""
    task = uow.session.get_one(FaqTask, task_id)
    return task if move(uow.session, task, before, after, uow.now) else None


def asked_in_vain(uow: UnitOfWork) -> tuple[dict[str, list[Unanswered]], list[str]]:
    """Unanswered questions by language, and those that authors have dealt with."""
    languages = uow.context.knowledge.library.languages
    return {language: unanswered(uow, language) for language in languages}, settled_texts(uow)


def show(uow: UnitOfWork, task_id: int) -> None:
    """Show the entry, the history or the files that were asked for."""
    task = taken(uow, task_id, TaskState.WANTED, TaskState.SHOWN)
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


def show_prepared(uow: UnitOfWork, task_id: int, prepared: Prepared) -> None:
    """Show what the change does, and ask whether to publish it."""
    can_be_used = prepared.checked.library is not None
    task = taken(uow, task_id, TaskState.WANTED, TaskState.SHOWN if can_be_used else TaskState.FAILED)
    if task is None:
        return
    entries = prepared.entries
    more: Json = {"made_id": entries[0].id} if task.kind is TaskKind.ENTRY and len(entries) == 1 else {}
    task.content = {**task.content, **more, "change": change_object(prepared.change)}
    if not can_be_used:
        drop_change(task)
    task.language = task.language or prepared.change.language
    show_draft(uow, task, prepared)


def ask_for_answer(uow: UnitOfWork, task_id: int) -> None:
    """A new entry has no answer yet: ask its author."""
    if task := taken(uow, task_id, TaskState.WANTED, TaskState.SHOWN):
        say(uow, task, "authoring.needs_answer", question=task.content["question"])


def ask_which_file(uow: UnitOfWork, task_id: int, choices: Sequence[str]) -> None:
    """Several files may be meant by the sent one: ask its author."""
    task = taken(uow, task_id, TaskState.WANTED, TaskState.SHOWN)
    if task is None:
        return
    task.content = {**task.content, "choices": list(choices)}
    buttons = [[button(task, path, f"file:{place}")] for place, path in enumerate(choices)]
    say(uow, task, "authoring.which_file", buttons, name=task.content["name"])


def prepare_again(uow: UnitOfWork, task_id: int, files: Sequence[str]) -> None:
    """These files were changed meanwhile: say so, and show the change anew as it would be now."""
    if task := taken(uow, task_id, TaskState.APPROVED, TaskState.WANTED):
        say(uow, task, "authoring.conflict", files=files)


def say_not_here(uow: UnitOfWork, task_id: int) -> None:
    """Say that nothing can be published where the FAQ is only tried out."""
    if task := taken(uow, task_id, TaskState.APPROVED, TaskState.FAILED):
        say(uow, task, "authoring.only_tried_out")


def note_published(uow: UnitOfWork, task_id: int, change: Change, published: Published) -> None:
    """Record the publication, and offer to take it back."""
    task = taken(uow, task_id, TaskState.APPROVED, TaskState.DONE)
    if task is None:
        return
    publication = note_publication(uow, task, change, published)
    drop_change(task)
    task.content = {**task.content, "publication_id": publication}
    undo = button(task, uow.label(uow.staff_language, "buttons.faq_undo"), "undo")
    buttons = [] if task.kind is TaskKind.UNDO else [[undo]]
    summary, remark = change.summary(uow.staff_language), published.remark(uow.staff_language)
    say(uow, task, "authoring.published", buttons, summary=summary, remark=remark)


def note_failed(uow: UnitOfWork, task: TaskRead, error: Exception, why: Sequence[str], may_pass: bool) -> None:
    """Say why it did not work. may_pass: what is in the way may pass, so that the draft stays."""
    known = taken(uow, task.id, task.state, TaskState.SHOWN if may_pass else TaskState.FAILED)
    if known is None:
        return
    if isinstance(error, NothingChangedError):
        reason = error.text(uow.staff_language)
        say(uow, known, "authoring.nothing_to_do", reason=reason, is_undo=known.kind is TaskKind.UNDO)
        return
    say(uow, known, "authoring.refused", publish_buttons(uow, known) if may_pass else [], reasons=why)


def reasons(error: Exception, language: str) -> list[str]:
    """Why, and what to do, for the author."""
    if isinstance(error, PublishingError):
        return [error.text(language)]
    if isinstance(error, SourceError):
        return [refusal_text(error, language)]
    if isinstance(error, FaqError):
        return [_line(problem) for problem in error.problems]
    if isinstance(error, OSError):
        why = error.strerror or str(error)
        return [PublishingError("unreadable", name=str(error.filename or "FAQ"), why=why).text(language)]
    return []


def _line(problem: Problem) -> str:
    place = f"{problem.file}:{problem.line}: " if problem.line else ""
    return f"{place}{problem.reason} {problem.remedy}".strip()
