"""Makes the change that a task asks for, from the files as they are now.

Reads files and writes none; needs no database.
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from bot.desk.authoring.changing import file_change, new_entries_of, with_edits
from faq import Answerer, Entry
from faq.publishing import (
    PICTURE_FOLDER,
    Change,
    Checked,
    Difference,
    EntryDifference,
    NothingChangedError,
    added_file,
    check,
    difference,
    remove_entry,
    remove_files,
    undo,
)
from faq.publishing.effects import Asked, Confusion, Effects, confusions, effects
from storage.authoring_models import TaskKind
from storage.models import Json

_MOST_COMPARED = 30
"""Entries of a change that are compared with all others: each takes 45 ms in an FAQ of 200."""


@dataclass(frozen=True)
class Wanted:
    """A task as far as its change depends on it.

    `data`: of the file that the author sent; `pictures`: of those for the answer, by their paths in the folder.
    """

    kind: TaskKind
    content: Json
    language: str
    data: bytes = b""
    published: Change | None = None  # what is to be taken back
    asked: tuple[Asked, ...] = ()  # customers' questions of the last weeks
    pictures: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Prepared:
    """`effects`: which of the last weeks' questions would be met otherwise. `mistaken`: phrasings like others', of the
    first entries."""

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
    change = _change(wanted, folder, answerer)
    with _with_its_pictures(change, folder) as place:
        checked = check(change, place, default_language, on=on)
    differs = difference(change, default_language)
    if checked.library is None:
        return Prepared(change, checked, differs, Effects((), 0), ())
    after = answerer.updated(checked.library)
    mistaken = [found for one in differs.entries[:_MOST_COMPARED] for found in _mistaken(after, one)]
    return Prepared(change, checked, differs, effects(answerer, after, wanted.asked), tuple(mistaken))


def _change(wanted: Wanted, folder: Path, answerer: Answerer) -> Change:
    content, default = wanted.content, answerer.library.default_language
    match wanted.kind:
        case TaskKind.PHRASINGS | TaskKind.ANSWER:
            change = with_edits(folder, content, wanted.language, default)
        case TaskKind.ENTRY:
            change = new_entries_of(folder, content, wanted.language, answerer)
        case TaskKind.REMOVAL:
            change = remove_entry(folder, content["entry_id"], default_language=default)
        case TaskKind.FILE:
            change = file_change(folder, content["name"], wanted.data, default, content.get("path", ""))
        case TaskKind.FILES_REMOVAL:
            change = remove_files(folder, content["paths"])
        case TaskKind.UNDO if wanted.published is not None:
            change = undo(wanted.published, folder)
        case _:
            raise NothingChangedError
    added = (added_file(folder, path, data) for path, data in wanted.pictures.items())
    return replace(change, files=(*change.files, *(file for file in added if file)))


@contextmanager
def _with_its_pictures(change: Change, folder: Path) -> Iterator[Path]:
    """A folder for checking the change: pictures are looked for on disk, where new ones are not yet."""
    pictures = {path: data for path, data in change.edits.items() if data and path.startswith(f"{PICTURE_FOLDER}/")}
    if not pictures:
        yield folder
        return
    with tempfile.TemporaryDirectory() as place:
        hidden = shutil.ignore_patterns(".*")
        copy = Path(shutil.copytree(folder, Path(place) / "faq", ignore=hidden, ignore_dangling_symlinks=True))
        (copy / PICTURE_FOLDER).mkdir(exist_ok=True)
        for path, data in pictures.items():
            (copy / path).write_bytes(data)
        yield copy


def _mistaken(after: Answerer, one: EntryDifference) -> tuple[Confusion, ...]:
    """New phrasings that are like another entry's."""
    if one.after is None or not (one.before is None or one.new_phrasings or one.question):
        return ()
    language = after.library.served(one.after.language or after.library.default_language)
    return confusions(after, one.after, language, one.new_phrasings)
