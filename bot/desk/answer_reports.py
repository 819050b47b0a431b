"""Tells the staff which entry can't be sent as its author wrote it: once for each entry and reason.

The same reason is told again when the file has changed meanwhile: then somebody has tried to mend it.
"""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from bot.desk.notifications import Notification
from bot.desk.outbox import Post, to_staff_room
from bot.desk.payloads import AnswerSource
from bot.desk.unit_of_work import UnitOfWork
from faq import Entry, Library
from faq.attachments import content_fault, sha256_of
from faq.problems import Fault, is_error, to_problems
from faq.rendering import AnswerError
from storage import memos
from storage.models import Json, Question
from storage.uploaded_files import forget_unused

_TOLD = "answer_refused:"  # the prefix of the Memos of what was told; then the language, the entry and a fingerprint


def source_of(entry: Entry, language: str, question: Question | None = None, has_words: bool = True) -> AnswerSource:
    """`language` is the entry's; `question` must have been flushed."""
    question_id = question.id if question else None
    return AnswerSource(entry.id, language, entry.file, entry.line, entry.question, question_id, has_words)


def report_fault(uow: UnitOfWork, source: AnswerSource, fault: Fault) -> None:
    """Tell the staff that the answer goes without a file, or can't go at all, and why."""
    _report(uow, source, fault, "")


def report_refused_file(uow: UnitOfWork, source: AnswerSource, attachment: Json, said: str) -> None:
    """Telegram refused a file of the answer, saying `said`; where a check of our own finds out more, that is told."""
    path, name, place = Path(attachment["path"]), attachment["file"], (source.file, source.line)
    found = content_fault(path, name, place, as_photo=attachment["kind"] == "photo")
    refused = Fault(*place, "telegram-refuses", {"path": name, "why": said})
    digest = ""
    with suppress(OSError):
        digest = sha256_of(path)
    _report(uow, source, found if found and is_error(found) else refused, digest)


def report_refused_answer(uow: UnitOfWork, source: AnswerSource, said: str) -> None:
    """Nothing of the answer, or not all of it, can be sent."""
    _report(uow, source, Fault(source.file, source.line, "answer-refused", {"why": said}), "", is_lost=True)


def report_failed_answer(uow: UnitOfWork, error: AnswerError, language: str) -> None:
    """The answer could not be rendered."""
    if error.entry is None:
        return
    source = source_of(error.entry, error.entry.language or language)
    for fault in faults_of(error):
        _report(uow, source, fault, "", is_lost=True)


def faults_of(error: AnswerError) -> Sequence[Fault]:
    """Why the answer could not be rendered; empty when there is no such entry."""
    if error.entry is None:
        return ()
    return error.faults or (Fault(error.entry.file, error.entry.line, "answer-fails", {"why": error.why}),)


def forget_unused_files(uow: UnitOfWork, library: Library) -> None:
    """Forget uploads of files that no answer sends any more, and what was told of entries that are gone."""
    forget_unused(uow.session, library.files)
    entries = {
        f"{language}:{entry.id}" for language in library.languages for entry in library.by_language.get(language, ())
    }
    told = memos.keys(uow.session, _TOLD)
    gone = [key for key in told if key.removeprefix(_TOLD).rpartition(":")[0] not in entries]
    memos.delete_keys(uow.session, gone)


def _report(uow: UnitOfWork, source: AnswerSource, fault: Fault, digest: str, is_lost: bool = False) -> None:
    reason = f"{fault.kind}\0{sorted(fault.values.items())}\0{digest}"
    fingerprint = hashlib.sha256(reason.encode()).hexdigest()[:16]
    key = f"{_TOLD}{source.language}:{source.entry_id}:{fingerprint}"
    if not memos.note_once(uow.session, key, uow.now.isoformat()):
        return
    [problem] = to_problems([fault], uow.staff_language)
    kind = Notification.ANSWER_REFUSED
    rich = uow.say(uow.staff_language, kind.template, source=source, problem=problem, is_lost=is_lost)
    to_staff_room(uow, Post(rich), kind)
