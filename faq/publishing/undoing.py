"""Takes a published change back; what others changed since, in other places, stays."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path

from faq.decoding import line_ends_of, lines_of
from faq.entry import Entry
from faq.folder import Source
from faq.parsing import parse_file
from faq.publishing.change import Change, FileChange, Kind, edited, opened
from faq.publishing.comparing import diff_lines
from faq.publishing.errors import Conflict, ConflictError, NothingChangedError
from faq.publishing.page import meaning
from faq.publishing.word_difference import matched
from faq.publishing.writing import current_bytes


def undo(published: Change, folder: Path) -> Change:
    """The change that takes `published` back, made from the folder as it is now; it is published like any other.

    Files that hold what they held before are left out. In files that were edited since, only the published lines are
    taken back, if these and the lines beside them are as they were published, and if each entry becomes what it was
    before or stays what it is now. Raises ConflictError otherwise, with what was published and what is there now;
    NothingChangedError when all of it is taken back already; OSError.
    """
    files: list[FileChange] = []
    conflicts: list[Conflict] = []
    for file in published.files:
        now = opened(file.path, current_bytes(folder, file.path))
        if now.before_bytes == file.before_bytes:
            continue
        if now.before_bytes == file.after_bytes:
            files.append(file.reversed)
        elif (text := _without(file, now, published.language)) is not None:
            files.append(edited(now, text))
        else:
            lines = diff_lines(file.path, file.after, now.before)
            conflicts.append(Conflict(file.path, file.after, now.before, "\n".join(lines)))
    if conflicts:
        raise ConflictError(conflicts)
    files = [file for file in files if file.before_bytes != file.after_bytes]
    if not files:
        raise NothingChangedError
    return Change(tuple(files), Kind.UNDO, published.about, published.language, published.detail)


def _without(file: FileChange, now: FileChange, language: str) -> str | None:
    """The text of now without what was published; None when it can't be told apart from what was edited since."""
    if file.before is None or file.after is None or now.before is None:
        return None
    merged = _merged(_lines(file.after), _lines(file.before), _lines(now.before))
    if merged is None:
        return None
    text = "".join(merged)
    read = [_entries(file.path, one, language) for one in (file.after, file.before, now.before, text)]
    return text if _is_taken_back(*read) else None


def _lines(text: str) -> list[str]:
    """With their ends."""
    return [line + end for line, end in zip(lines_of(text), line_ends_of(text), strict=True)]


def _merged(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[str] | None:
    """The lines of `theirs` with what `mine` changes in `base`; None where both change the same or adjacent lines."""
    places = dict(_unchanged(base, theirs))
    places |= {-1: -1, len(base): len(theirs)}
    result: list[str] = []
    taken = 0
    for (first, last), (start, end), _, _ in matched(base, mine):
        if (first, start) == (last, end):
            continue
        around = range(first - 1, last + 1)
        if any(at not in places for at in around) or places[last] - places[first - 1] != last - first + 1:
            return None
        result += [*theirs[taken : places[first - 1] + 1], *mine[start:end]]
        taken = places[last]
    return [*result, *theirs[taken:]]


def _unchanged(base: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where each unchanged line of `base` stands in `theirs`."""
    for _, (_, end), same_from, same_to in matched(base, theirs):
        yield from zip(range(same_from, same_to), range(end, end + same_to - same_from), strict=True)


def _entries(path: str, text: str, language: str) -> dict[str, Entry]:
    return {one.entry.id: meaning(one.entry) for one in parse_file(Source(path, language, text)).entries}


def _is_taken_back(
    published: Mapping[str, Entry], before: Mapping[str, Entry], now: Mapping[str, Entry], merged: Mapping[str, Entry]
) -> bool:
    """Whether what was published is as before in each entry, and everything else as it is now."""
    return all(
        merged.get(name) == _expected(published.get(name), before.get(name), now.get(name))
        for name in merged.keys() | published.keys() | before.keys() | now.keys()
    )


def _expected(published: Entry | None, before: Entry | None, now: Entry | None) -> Entry | None:
    if published == before:
        return now
    if published is None or before is None or now is None:
        return before
    taken_back = (field.name for field in fields(Entry) if _differs(field.name, published, before))
    return replace(now, **{name: getattr(before, name) for name in taken_back})


def _differs(field: str, one: Entry, other: Entry) -> bool:
    return bool(getattr(one, field) != getattr(other, field))
