"""The changes that authors ask for in words, pictures and files, made from the content of their tasks.

Reads files and writes none.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath

from faq import Answerer
from faq.publishing import (
    IMPORTED,
    Change,
    Kind,
    NewEntry,
    PublishingError,
    Step,
    add_phrasing,
    import_file,
    in_turn,
    new_entry,
    replace_answer,
    replace_file,
    replace_question,
    with_pictures,
)
from faq.publishing.page import find_entry
from storage.models import Json

_PLAIN_TEXT = ".txt"


def with_edits(folder: Path, content: Json, language: str, default_language: str) -> Change:
    """An entry with another question, another answer or pictures in it, and further phrasings: what the task has.

    Raises PublishingError; OSError when a file can't be read.
    """
    change = in_turn(folder, _edits(content, language, default_language))
    if change.kind is not Kind.PHRASING:
        return change
    return replace(change, detail="\n".join(" ".join(text.split()) for text in content["texts"]))


def new_entries_of(folder: Path, content: Json, language: str, answerer: Answerer) -> Change:
    """One new entry, or all of a list. Raises PublishingError; OSError when a file can't be read."""
    entries = content.get("entries") or [content]
    if len(entries) == 1:
        return _with_entry(folder, entries[0], language, answerer)
    if lacking := next((one["question"] for one in entries if not one.get("answer")), ""):
        raise PublishingError("no-answer-to", question=lacking)
    change = in_turn(
        folder, (partial(_with_entry, content=one, language=language, answerer=answerer) for one in entries)
    )
    return replace(change, kind=Kind.ENTRIES, about="; ".join(one["question"] for one in entries))


def file_change(folder: Path, name: str, data: bytes, default_language: str, path: str) -> Change:
    """The author's own file as it is; a text as one; of a table or a document, the questions in it.

    Raises PublishingError, FaqError, SourceError; OSError when a file can't be read.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in IMPORTED:
        return import_file(folder, name, data, default_language=default_language)
    if suffix == _PLAIN_TEXT:
        name = f"{name[: -len(suffix)]}.md"
    return replace_file(folder, name, data, default_language=default_language, path=path)


def _edits(content: Json, language: str, default_language: str) -> Iterator[Step]:
    entry_id = content["entry_id"]
    if question := content.get("question"):
        yield partial(
            replace_question,
            entry_id=entry_id,
            language=language,
            question=question,
            default_language=default_language,
        )
    pictures = [one["path"] for one in content.get("pictures", ())]
    if content.get("text") or pictures:

        def answered(folder: Path) -> Change:
            text = content.get("text") or find_entry(folder, entry_id, language, default_language)[1].written
            answer = with_pictures(text, pictures)
            return replace_answer(folder, entry_id, language, answer, default_language=default_language)

        yield answered
    for words in content.get("texts", ()):
        yield partial(
            add_phrasing, entry_id=entry_id, language=language, phrasing=words, default_language=default_language
        )


def _with_entry(folder: Path, content: Json, language: str, answerer: Answerer) -> Change:
    question = content.get("question") or ""
    answer = with_pictures(content.get("answer") or "", [one["path"] for one in content.get("pictures") or ()])
    entry = NewEntry(question, answer, tuple(content.get("also") or ()))
    alike = answerer.match(question, language)
    default = answerer.library.default_language
    return new_entry(folder, language, entry, default_language=default, alike=alike).change
