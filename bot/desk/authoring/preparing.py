"""Makes the change that a task asks for, from the files as they are now.

Reads files and writes none; needs no database.
"""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from faq import Answerer, Entry
from faq.publishing import (
    Change,
    Checked,
    Difference,
    EntryDifference,
    FileChange,
    NewEntry,
    NothingChangedError,
    PublishingError,
    add_phrasing,
    check,
    difference,
    new_entry,
    replace_answer,
    replace_file,
    undo,
)
from faq.publishing.effects import Asked, Confusion, Effects, confusions, effects
from storage.authoring_models import TaskKind
from storage.models import Json


@dataclass(frozen=True)
class Wanted:
    """A task as far as its change depends on it. `data`: of the file that the author sent."""

    kind: TaskKind
    content: Json
    language: str
    data: bytes = b""
    published: Change | None = None  # what is to be taken back
    asked: tuple[Asked, ...] = ()  # customers' questions of the last weeks


@dataclass(frozen=True)
class Prepared:
    """`effects`: which of the last weeks' questions would be met otherwise. `mistaken`: phrasings like others'."""

    change: Change
    checked: Checked
    difference: Difference
    effects: Effects
    mistaken: tuple[Confusion, ...]

    @property
    def entries(self) -> list[Entry]:
        """The entries that customers will get otherwise, as they will be."""
        return [one.entry for one in self.difference.entries if one.kind != "removed"]


def prepare(wanted: Wanted, folder: Path, answerer: Answerer, on: date) -> Prepared:
    """on: today on the company's calendar.

    Raises PublishingError, FaqError for a file or an entry that can't be read, OSError when the folder can't be.
    """
    default_language = answerer.library.default_language
    change = change_of(wanted, folder, answerer)
    checked, differs = check(change, folder, default_language, on=on), difference(change, default_language)
    if checked.library is None:
        return Prepared(change, checked, differs, Effects((), 0), ())
    after = answerer.updated(checked.library)
    mistaken = [found for one in differs.entries for found in _mistaken(after, one)]
    return Prepared(change, checked, differs, effects(answerer, after, wanted.asked), tuple(mistaken))


def change_of(wanted: Wanted, folder: Path, answerer: Answerer) -> Change:
    """The same without looking at what it does."""
    content, default = wanted.content, answerer.library.default_language
    match wanted.kind:
        case TaskKind.PHRASINGS:
            return _with_phrasings(folder, content["entry_id"], wanted.language, content["texts"], default)
        case TaskKind.ENTRY:
            return _with_entry(folder, wanted, answerer)
        case TaskKind.ANSWER:
            return replace_answer(
                folder, content["entry_id"], wanted.language, content["text"], default_language=default
            )
        case TaskKind.FILE:
            return replace_file(
                folder, content["name"], wanted.data, default_language=default, path=content.get("path", "")
            )
        case TaskKind.UNDO if wanted.published is not None:
            return undo(wanted.published, folder)
    raise NothingChangedError


def _mistaken(after: Answerer, one: EntryDifference) -> tuple[Confusion, ...]:
    """New phrasings that are like another entry's."""
    if one.after is None or not (one.before is None or one.new_phrasings or one.question):
        return ()
    language = after.library.served(one.after.language or after.library.default_language)
    return confusions(after, one.after, language, one.new_phrasings)


def _with_entry(folder: Path, wanted: Wanted, answerer: Answerer) -> Change:
    content, language = wanted.content, wanted.language
    if markdown := content.get("markdown"):
        entry: NewEntry | str = markdown
        question = markdown.partition("\n")[0].lstrip("# ")
    else:
        question = content.get("question") or ""
        entry = NewEntry(question, content.get("answer") or "", tuple(content.get("also") or ()))
    added = new_entry(
        folder,
        language,
        entry,
        default_language=answerer.library.default_language,
        alike=answerer.match(question, language),
    )
    return added.change


def _with_phrasings(folder: Path, entry_id: str, language: str, texts: Sequence[str], default_language: str) -> Change:
    """Each phrasing that the entry lacks, one after the other in a copy of the folder's texts."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "faq"
        shutil.copytree(folder, copy, ignore=_all_but_texts)
        added, refused = list[Change](), list[PublishingError]()
        for text in texts:
            try:
                change = add_phrasing(copy, entry_id, language, text, default_language=default_language)
            except PublishingError as error:
                refused.append(error)
                continue
            for file in change.files:
                (copy / file.path).write_bytes(file.after_bytes or b"")
            added.append(change)
    if not added:
        raise refused[0] if refused else NothingChangedError
    first, last = added[0], added[-1]
    files = tuple(_joined(before, after) for before, after in zip(first.files, last.files, strict=True))
    return Change(files, first.kind, first.about, language, "; ".join(one.detail for one in added))


def _joined(before: FileChange, after: FileChange) -> FileChange:
    return FileChange(before.path, before.before, after.after, before.before_encoding, after.after_encoding)


def _all_but_texts(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not (Path(folder, name).is_dir() or name.casefold().endswith(".md"))]
