"""A file of the FAQ folder, opened for a change: its exact text, its lines, and its entries."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from faq.decoding import line_ends_of, lines_of
from faq.entry import Entry
from faq.folder import Source, read_folder
from faq.language import language_of
from faq.parsing import ParsedEntry, ParsedFile, parse_file
from faq.parsing.contents import is_definition
from faq.parsing.structure import BodyLine
from faq.parsing.targets import definitions, with_targets
from faq.publishing.change import FileChange, edited, opened
from faq.publishing.errors import NotEditableError, SeveralEntriesError, UnknownEntryError

_INDENT = re.compile(r"\s*")
IsRight = Callable[[ParsedFile], bool]


@dataclass(frozen=True)
class Page:
    """`file` is not changed yet. The numbers of lines count from 1."""

    file: FileChange
    language: str

    @property
    def text(self) -> str:
        return self.file.before or ""

    @cached_property
    def parsed(self) -> ParsedFile:
        return parse_file(Source(self.file.path, self.language, self.text))

    @cached_property
    def lines(self) -> list[str]:
        return lines_of(self.text)

    @property
    def words_language(self) -> str:
        """That of the questions, in which keys are written."""
        return language_of(" ".join(one.entry.question for one in self.parsed.entries), self.language)

    def line(self, number: int) -> str:
        return self.lines[number - 1]

    def is_blank(self, number: int) -> bool:
        """Whether the line is blank; what is beyond the last line is not."""
        return number <= len(self.lines) and not self.line(number).strip()

    def last_line_of(self, parsed: ParsedEntry) -> int:
        """The last line of an entry, without comments at its end: these may be about what follows."""
        last = max((parsed.entry.line, *parsed.phrasing_lines, *parsed.key_lines.values(), *parsed.answer_lines))
        while (first := self._comment_above(last)) and first > parsed.entry.line:
            last = first - 1
            while self.is_blank(last):
                last -= 1
        return last

    def _comment_above(self, last: int) -> int:
        """The first line of the comment that ends in the line `last`, if there is nothing else in its lines; else 0."""
        if not self.line(last).rstrip().endswith("-->"):
            return 0
        first = last
        while first > 1 and "<!--" not in self.line(first):
            first -= 1
        return first if self.line(first).lstrip().startswith("<!--") and self.is_blank(first - 1) else 0

    def with_lines(self, first: int, last: int, new: Sequence[str]) -> str:
        """The text with `new` in place of the lines from `first` to `last`; with last = first - 1, before `first`.

        All other lines keep their ends, and new ones end as most others do.
        """
        ends = line_ends_of(self.text)
        usual = (Counter(end for end in ends if end).most_common(1) or [("\n", 0)])[0][0]
        kept = list(zip(self.lines, ends, strict=True))
        result = [*kept[: first - 1], *((line, usual) for line in new), *kept[last:]]
        return "".join([line + (end or usual) for line, end in result[:-1]] + [line for line, _ in result[-1:]])

    def first_right(self, texts: Iterable[str], is_right: IsRight, at: ParsedEntry) -> FileChange:
        """The file with the first of these texts that is read as it should be. Raises NotEditableError for none."""
        for text in texts:
            if is_right(parse_file(Source(self.file.path, self.language, text))):
                return edited(self.file, text)
        raise NotEditableError(self.file.path, at.entry.line, at.entry.question)


def indent_of(line: str) -> str:
    found = _INDENT.match(line)
    return found[0] if found else ""


def open_page(root: Path, path: str, language: str) -> Page:
    """The file, which may not exist. Raises OSError when it can't be read."""
    place = root / path
    return Page(opened(path, place.read_bytes() if place.is_file() else None), language)


def pages_in(root: Path, language: str, default_language: str) -> list[Page]:
    """All files with entries in that language that can be read."""
    sources = read_folder(root, default_language).sources
    return [open_page(root, source.file, language) for source in sources if source.language == language]


def find_entry(root: Path, entry_id: str, language: str, default_language: str) -> tuple[Page, ParsedEntry]:
    """The entry with its file. Raises UnknownEntryError, SeveralEntriesError."""
    found = [
        (page, parsed)
        for page in pages_in(root, language, default_language)
        for parsed in page.parsed.entries
        if parsed.entry.id == entry_id
    ]
    if not found:
        raise UnknownEntryError(entry_id)
    if len(found) > 1:
        raise SeveralEntriesError(entry_id, (f"{page.file.path}:{parsed.entry.line}" for page, parsed in found))
    return found[0]


def meaning(entry: Entry) -> Entry:
    """The entry without what nobody is told: its line, comments, and definitions of links that its answer lacks."""
    return replace(entry, line=0, answer=_told(without_comments(entry.answer)))


def _told(answer: str) -> str:
    lines = [BodyLine(number, text) for number, text in enumerate(answer.split("\n"), 1)]
    known = definitions(lines)
    words = "\n".join(line.text for line in lines if not is_definition(line.text)).strip() if known else answer
    return with_targets(words, known)


def without_comments(answer: str) -> str:
    """Takes linear time."""
    kept, at = [], 0
    while (start := answer.find("<!--", at)) >= 0 and (end := answer.find("-->", start)) >= 0:
        kept.append(answer[at:start].rstrip())
        at = end + len("-->")
    return "".join([*kept, answer[at:]]).strip()


def others_are_same(before: ParsedFile, after: ParsedFile, but: ParsedEntry) -> ParsedEntry | None:
    """What has become of the entry `but`; None if any other entry has become something else."""
    if len(before.entries) != len(after.entries):
        return None
    became = None
    for old, new in zip(before.entries, after.entries, strict=True):
        if old is but:
            became = new
        elif meaning(old.entry) != meaning(new.entry):
            return None
    return became
