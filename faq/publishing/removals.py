"""Removes an entry or whole files."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from faq.folder import Source
from faq.parsing import ParsedEntry, ParsedFile, parse_file
from faq.parsing.contents import is_definition
from faq.publishing.change import Change, FileChange, Kind, edited, opened
from faq.publishing.errors import NotEditableError, NothingChangedError, UnknownEntryError
from faq.publishing.page import Page, find_entry, meaning
from faq.wordlists import LANGUAGES


def remove_entry(folder: Path, entry_id: str, language: str = "", *, default_language: str = "ru") -> Change:
    """Without a language the entry is removed in all of them: a translation alone is an error.

    Link definitions that other answers of the file use stay. Raises UnknownEntryError, SeveralEntriesError,
    NotEditableError; OSError when a file can't be read.
    """
    found: list[tuple[Page, ParsedEntry]] = []
    for one in (language,) if language else (default_language, *(x for x in LANGUAGES if x != default_language)):
        try:
            found.append(find_entry(folder, entry_id, one, default_language))
        except UnknownEntryError:
            continue
    if not found:
        raise UnknownEntryError(entry_id)
    files = tuple(_without(page, parsed) for page, parsed in found)
    return Change(files, Kind.REMOVAL, found[0][1].entry.question, language)


def remove_files(folder: Path, paths: Sequence[str]) -> Change:
    """Whole files of the folder. Raises NothingChangedError where none is there, OSError when one can't be read."""
    there = [path for path in paths if (folder / path).is_file()]
    if not there:
        raise NothingChangedError
    files = (opened(path, (folder / path).read_bytes()) for path in there)
    return Change(tuple(replace(file, after=None) for file in files), Kind.FILES_REMOVAL, ", ".join(there))


def _without(page: Page, parsed: ParsedEntry) -> FileChange:
    for text in _texts(page, parsed):
        if _is_removed(page.parsed, parse_file(Source(page.file.path, page.language, text)), parsed):
            return edited(page.file, text)
    raise NotEditableError(page.file.path, parsed.entry.line, parsed.entry.question)


def _texts(page: Page, parsed: ParsedEntry) -> Iterator[str]:
    first = parsed.entry.line
    last = page.last_line_of(parsed)
    end = last
    while page.is_blank(end + 1) and end + 1 < len(page.lines):
        end += 1
    yield page.with_lines(first, end, [])
    definitions = [page.line(number) for number in parsed.answer_lines if is_definition(page.line(number))]
    if definitions:
        yield page.with_lines(first, last, definitions)


def _is_removed(before: ParsedFile, after: ParsedFile, gone: ParsedEntry) -> bool:
    kept = [meaning(one.entry) for one in before.entries if one is not gone]
    return kept == [meaning(one.entry) for one in after.entries]
