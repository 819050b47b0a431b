"""What a change adds, removes and changes, entry by entry."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import PurePosixPath
from typing import Literal

from faq.decoding import lines_of
from faq.entry import ALSO, KEYS, Entry
from faq.folder import Source, is_ignored
from faq.parsing import parse_file
from faq.publishing.change import Change, FileChange
from faq.publishing.word_difference import Piece, word_difference
from faq.wordlists import LANGUAGES

_MOST_LINES = 400
"""Of a unified diff."""


@dataclass(frozen=True)
class FieldDifference:
    """Another value of a key, or of the category or the file where the entry stands: `field` is that of `Entry`."""

    field: str
    before: object
    after: object


@dataclass(frozen=True)
class EntryDifference:
    """An entry that is not what it was; `before` is None for a new one, `after` for a removed one.

    `question` and `answer` have the words of both versions, () where they are the same. Two entries without ids whose
    answers or phrasings are the same are one that was given another question.
    """

    before: Entry | None
    after: Entry | None
    question: tuple[Piece, ...] = ()
    answer: tuple[Piece, ...] = ()
    new_phrasings: tuple[str, ...] = ()
    lost_phrasings: tuple[str, ...] = ()
    fields: tuple[FieldDifference, ...] = ()

    @property
    def kind(self) -> Literal["added", "removed", "changed"]:
        return "added" if self.before is None else "removed" if self.after is None else "changed"

    @property
    def entry(self) -> Entry:
        """The entry as it is afterwards; a removed one as it was."""
        entry = self.after or self.before
        assert entry is not None
        return entry


@dataclass(frozen=True)
class FileDifference:
    """A file that is written. `says_the_same`: no entry of it changes, only how it is written."""

    path: str
    kind: Literal["added", "removed", "changed"]
    says_the_same: bool
    is_converted: bool


@dataclass(frozen=True)
class Difference:
    """`unified` is the difference as lines, for files that are no entries, and for whoever wants to see all."""

    entries: tuple[EntryDifference, ...]
    files: tuple[FileDifference, ...]
    unified: str


def difference(change: Change, default_language: str) -> Difference:
    """New, removed and changed entries, in the order of the files and of their entries. Pure."""
    before = _entries(((file.path, file.before) for file in change.files), default_language)
    after = _entries(((file.path, file.after) for file in change.files), default_language)
    entries = tuple(_differences(before, after))
    touched = {one.file for found in entries for one in (found.before, found.after) if one}
    files = tuple(_file_difference(file, touched) for file in change.files)
    return Difference(entries, files, unified_difference(change.files))


def unified_difference(files: Iterable[FileChange]) -> str:
    """The lines that are removed and added, with three around them; of long ones the first 400."""
    lines = [line for file in files for line in diff_lines(file.path, file.before, file.after)]
    return "\n".join(lines if len(lines) <= _MOST_LINES else [*lines[:_MOST_LINES], "…"])


def diff_lines(path: str, before: str | None, after: str | None) -> list[str]:
    """A unified diff of one file."""
    old, new = lines_of(before or ""), lines_of(after or "")
    return list(unified_diff(old, new, path, path, lineterm=""))


Key = tuple[str, str, int]
"""Language, id, and how many entries of this id come before."""


def _entries(texts: Iterable[tuple[str, str | None]], default_language: str) -> dict[Key, Entry]:
    found: dict[Key, Entry] = {}
    for path, text in texts:
        for entry in _entries_of(path, text or "", default_language):
            number = 0
            while (key := (entry.language or "", entry.id, number)) in found:
                number += 1
            found[key] = entry
    return found


def _entries_of(path: str, text: str, default_language: str) -> list[Entry]:
    file = PurePosixPath(path)
    folder = str(file.parent)
    if is_ignored(file) or folder not in (".", *LANGUAGES):
        return []
    language = default_language if folder == "." else folder
    return [one.entry for one in parse_file(Source(path, language, text)).entries]


def _differences(before: Mapping[Key, Entry], after: Mapping[Key, Entry]) -> Iterator[EntryDifference]:
    renamed = dict(_renamed(before, after))
    for key, entry in after.items():
        old = before.get(renamed.get(key, key))
        if old is None:
            yield EntryDifference(None, entry)
        elif (found := _changed(old, entry)) is not None:
            yield found
    gone = before.keys() - after.keys() - set(renamed.values())
    yield from (EntryDifference(entry, None) for key, entry in before.items() if key in gone)


def _renamed(before: Mapping[Key, Entry], after: Mapping[Key, Entry]) -> Iterator[tuple[Key, Key]]:
    """New keys, each with the old one of the same entry: its question changed, and with it the id made of it."""
    gone = [key for key in before if key not in after]
    for key in after:
        same = next((old for old in gone if key not in before and _is_same_entry(before[old], after[key])), None)
        if same:
            gone.remove(same)
            yield key, same


def _is_same_entry(old: Entry, new: Entry) -> bool:
    is_same = (old.answer and old.answer == new.answer) or (old.also and old.also == new.also)
    return old.language == new.language and bool(is_same)


def _changed(old: Entry, new: Entry) -> EntryDifference | None:
    fields = tuple(
        FieldDifference(name, getattr(old, name), getattr(new, name))
        for name in ("id", "file", "category", *(key.field for key in KEYS if key is not ALSO))
        if getattr(old, name) != getattr(new, name)
    )
    found = EntryDifference(
        old,
        new,
        word_difference(old.question, new.question) if old.question != new.question else (),
        word_difference(old.answer, new.answer) if old.answer != new.answer else (),
        tuple(one for one in new.also if one not in old.also),
        tuple(one for one in old.also if one not in new.also),
        fields,
    )
    is_changed = found.question or found.answer or found.new_phrasings or found.lost_phrasings or fields
    return found if is_changed else None


def _file_difference(file: FileChange, touched: set[str]) -> FileDifference:
    kind: Literal["added", "removed", "changed"] = (
        "added" if file.before is None else "removed" if file.after is None else "changed"
    )
    is_of_entries = not is_ignored(PurePosixPath(file.path))
    return FileDifference(file.path, kind, is_of_entries and file.path not in touched, file.is_converted)
