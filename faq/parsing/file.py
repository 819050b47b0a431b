"""Parses one markdown file into its entries, with the faults inside it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import dropwhile
from typing import Any

from faq.entry import ALSO, Entry
from faq.folder import Source
from faq.parsing.head import RULE, Head, read_head
from faq.parsing.key_lines import key_line
from faq.parsing.structure import BodyLine, Section, plain_text, sections
from faq.problems import Fault
from faq.slug import MOST_LETTERS, is_valid_id, slug

_NUMBERING = re.compile(r"^\d{1,3}[.)]\s+(?=\S)")


@dataclass(frozen=True)
class ParsedEntry:
    """An entry and where its parts stand in the file. `heading` is the question as it was written, with markdown.

    `also` has the other phrasings likewise; `phrasing_lines` has the line of each phrasing, the question first;
    `answer_line` is where the answer begins, and `key_lines` where each key stands, by its field in Entry.
    """

    entry: Entry
    heading: str
    also: tuple[str, ...]
    has_id: bool
    phrasing_lines: tuple[int, ...]
    answer_line: int
    key_lines: Mapping[str, int]


@dataclass(frozen=True)
class Category:
    """A heading of the first level; `text` is what stands below it, before the first question."""

    heading: str
    text: str


@dataclass(frozen=True)
class ParsedFile:
    """`items` has categories and entries in file order; the first category holds what stands above all headings."""

    source: Source
    items: tuple[Category | ParsedEntry, ...]
    faults: tuple[Fault, ...]

    @property
    def entries(self) -> tuple[ParsedEntry, ...]:
        return tuple(item for item in self.items if isinstance(item, ParsedEntry))


def parse_file(source: Source) -> ParsedFile:
    """Raises nothing: what can't be read becomes a fault, and the rest is parsed."""
    items: list[Category | ParsedEntry] = []
    faults: list[Fault] = []
    category = plain_text(source.stem.replace("_", " ").replace("-", " ")).capitalize()
    for section in sections(source.text):
        if section.level == 2:
            parsed, found = _entry(section, source, category)
            items.append(parsed)
        else:
            category = plain_text(section.heading) or category
            items.append(Category(section.heading, _trimmed(section.body)))
            found = list(_stray_text(section, source))
        faults += found
    return ParsedFile(source, tuple(items), tuple(faults))


def _stray_text(section: Section, source: Source) -> Iterator[Fault]:
    """A fault for text that belongs to no question; comments may stand anywhere."""
    text = (line for line in section.body if line.text.strip() and not line.is_code)
    stray = next((line for line in text if not RULE.match(line.text)), None)
    if stray:
        yield Fault(source.file, stray.number, "text-before-question")


def _entry(section: Section, source: Source, category: str) -> tuple[ParsedEntry, list[Fault]]:
    head = read_head(section.body)
    heading, name = _heading_and_id(section.heading)
    question = _NUMBERING.sub("", plain_text(heading))
    answer = section.body[head.answer_at :]
    entry = Entry(
        id=name if is_valid_id(name) else slug(question),
        question=question,
        also=tuple(plain_text(phrasing.text) for phrasing in head.also),
        answer=_trimmed(answer),
        language=source.language,
        category=category,
        file=source.file,
        line=section.line,
        **_fields(head),
    )
    parsed = ParsedEntry(
        entry,
        heading,
        tuple(phrasing.text for phrasing in head.also),
        is_valid_id(name),
        (section.line, *(phrasing.line for phrasing in head.also)),
        next((line.number for line in answer if line.text.strip()), section.line),
        {key.field: value.line for key, value in head.values.items()},
    )
    return parsed, [*_entry_faults(parsed, name), *_head_faults(head, source.file), *_late_keys(answer, source.file)]


def _entry_faults(parsed: ParsedEntry, name: str) -> Iterator[Fault]:
    entry = parsed.entry
    if not entry.question:
        yield Fault(entry.file, entry.line, "empty-question")
    if name and not parsed.has_id:
        yield Fault(entry.file, entry.line, "bad-id", {"id": name, "most": str(MOST_LETTERS)})
    if not entry.answer:
        yield Fault(entry.file, entry.line, "empty-answer", {"question": entry.question})
    if entry.valid_from and entry.valid_until and entry.valid_until < entry.valid_from:
        dates = {"since": str(entry.valid_from), "until": str(entry.valid_until)}
        yield Fault(entry.file, parsed.key_lines["valid_until"], "until-before-from", dates)


def _head_faults(head: Head, file: str) -> Iterator[Fault]:
    for key, value in head.values.items():
        if not head.also if key is ALSO else key.kind.read(value.text) is None:
            values = {"key": value.name, "value": value.text, "field": key.field}
            yield Fault(file, value.line, key.kind.unreadable, values)
    for value in head.misspelled:
        yield Fault(file, value.line, "unknown-key", {"key": value.name, "near": value.text})
    for value in head.repeated:
        yield Fault(file, value.line, "repeated-key", {"key": value.name})


def _late_keys(answer: Iterable[BodyLine], file: str) -> Iterator[Fault]:
    for line in answer:
        found = None if line.is_code else key_line(line.text)
        if found and found.key:
            kind = "late-also" if found.key is ALSO else "late-key"
            yield Fault(file, line.number, kind, {"key": found.name})


def _heading_and_id(heading: str) -> tuple[str, str]:
    """«Вопрос? {#name}» as its text and its id; the id is empty when there is none. Takes linear time."""
    text = heading.strip()
    before, brace, inside = text.removesuffix("}").rpartition("{")
    name = inside.strip()
    if not brace or not text.endswith("}") or "}" in name or not name.startswith("#"):
        return text, ""
    return before.strip(), name[1:].strip()


def _fields(head: Head) -> dict[str, Any]:
    """The values of the keys, by field, each of the field's own type; what can't be read is left out."""
    read = {key.field: key.kind.read(value.text) for key, value in head.values.items() if key is not ALSO}
    return {field: value for field, value in read.items() if value is not None}


def _trimmed(body: Iterable[BodyLine]) -> str:
    """The lines without blank ones and separators at either end."""
    lines = [line.text.rstrip("\n") for line in body]
    while lines and (not lines[-1].strip() or RULE.match(lines[-1])):
        lines.pop()
    return "\n".join(dropwhile(lambda line: not line.strip(), lines))
