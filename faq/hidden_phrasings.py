"""Questions within an answer, which are ways to ask for it: not if another entry has the same question as its own."""

from collections.abc import Sequence
from dataclasses import replace

from faq.normalising import normalise
from faq.parsing import ParsedEntry, ParsedFile

_KIND = "question-in-answer"


def without_those_of_others(files: Sequence[ParsedFile]) -> list[ParsedFile]:
    """The files with entries that have only those hidden phrasings which no entry of their language has as its own."""
    if not any(_hidden(parsed) for file in files for parsed in file.entries):
        return list(files)
    own = {
        (file.source.language, normalise(phrasing))
        for file in files
        for parsed in file.entries
        for phrasing in parsed.entry.phrasings[: 1 + len(parsed.also)]
    }
    return [_cleared(file, own) for file in files]


def _hidden(parsed: ParsedEntry) -> tuple[str, ...]:
    return parsed.entry.also[len(parsed.also) :]


def _cleared(file: ParsedFile, own: set[tuple[str, str]]) -> ParsedFile:
    language = file.source.language
    taken = {one for parsed in file.entries for one in _hidden(parsed) if (language, normalise(one)) in own}
    if not taken:
        return file
    items = tuple(_without(item, taken) if isinstance(item, ParsedEntry) else item for item in file.items)
    faults = tuple(one for one in file.faults if one.kind != _KIND or one.values.get("question") not in taken)
    return replace(file, items=items, faults=faults)


def _without(parsed: ParsedEntry, taken: set[str]) -> ParsedEntry:
    count = len(parsed.also)
    lines = parsed.phrasing_lines[: 1 + count]
    kept = [
        (phrasing, line)
        for phrasing, line in zip(_hidden(parsed), parsed.phrasing_lines[1 + count :], strict=True)
        if phrasing not in taken
    ]
    also = (*parsed.entry.also[:count], *(phrasing for phrasing, _ in kept))
    entry = replace(parsed.entry, also=also)
    return replace(parsed, entry=entry, phrasing_lines=(*lines, *(line for _, line in kept)))
