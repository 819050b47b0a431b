"""Parses one markdown file into its entries, with the faults inside it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, dropwhile
from typing import Any

from faq.entry import ALSO, Entry
from faq.folder import Source
from faq.keys import Key
from faq.normalising import has_words, normalise
from faq.parsing.contents import first_contents_line, is_contents, own_text
from faq.parsing.head import Head, Value, read_head
from faq.parsing.heading_id import heading_and_id
from faq.parsing.late_keys import LateKeys, take_late_keys
from faq.parsing.markdown_text import plain_text
from faq.parsing.marked_answers import without_answer_label
from faq.parsing.mending import mended, without_anchor
from faq.parsing.promotion import promoted
from faq.parsing.question_marks import hidden_questions
from faq.parsing.separator import is_separator
from faq.parsing.structure import BodyLine, Page, Section, read_page
from faq.parsing.targets import definitions, with_targets
from faq.parsing.words_of_heading import is_labelled, words_of_heading
from faq.problems import Fault
from faq.slug import MOST_LETTERS, is_valid_id, numbered, slug


@dataclass(frozen=True)
class ParsedEntry:
    """An entry and where its parts stand in the file. `heading` is the question as it was written, with markdown.

    `also` has the other phrasings likewise; the entry has those and the questions within its answer. `written` is the
    answer without the definitions from elsewhere in the file. `phrasing_lines` has the line of each phrasing, the
    question first; `answer_line` is where the answer begins, and `key_lines` where each key stands, by its field.
    `answer_lines` are all lines of the answer, without keys that stand among them.
    """

    entry: Entry
    heading: str
    also: tuple[str, ...]
    written: str
    has_id: bool
    phrasing_lines: tuple[int, ...]
    answer_line: int
    key_lines: Mapping[str, int]
    answer_lines: tuple[int, ...] = ()


@dataclass(frozen=True)
class Category:
    """A heading of the first level; `text` is what stands below it, before the first question."""

    heading: str
    text: str


@dataclass(frozen=True)
class Aside:
    """What is for readers of the file only, such as a table of contents."""

    text: str


Item = Category | ParsedEntry | Aside


@dataclass(frozen=True)
class ParsedFile:
    """`items` has all parts in file order; the first category holds what stands above all headings."""

    source: Source
    items: tuple[Item, ...]
    faults: tuple[Fault, ...]

    @property
    def entries(self) -> tuple[ParsedEntry, ...]:
        return tuple(item for item in self.items if isinstance(item, ParsedEntry))


def parse_file(source: Source) -> ParsedFile:
    """Raises nothing: what can't be read becomes a fault, and the rest is parsed."""
    page = read_page(source.text)
    category = plain_text(source.stem.replace("_", " ").replace("-", " ")).capitalize()
    found = promoted(page.sections, source.file, category)
    reader = _FileReader(source, definitions([line for section in page.sections for line in section.body]), category)
    for section in found.sections:
        reader.read(section)
    return ParsedFile(source, tuple(reader.items), (*_page_faults(page, source.file), *found.faults, *reader.faults))


def _page_faults(page: Page, file: str) -> Iterator[Fault]:
    if page.front_matter:
        yield Fault(file, 1, "front-matter", {"lines": str(page.front_matter)})
    if page.unclosed and (page.unclosed.hides_heading or page.unclosed.kind == "comment"):
        yield Fault(file, page.unclosed.line, f"unclosed-{page.unclosed.kind}")


class _FileReader:
    """Reads a file's sections in order; `known` has the definitions of the whole file by label."""

    def __init__(self, source: Source, known: Mapping[str, str], category: str) -> None:
        self.source = source
        self.known = known
        self.category = category
        self.items: list[Item] = []
        self.questions: dict[str, str] = {}  # by the id of their entry
        self.faults: list[Fault] = []

    def read(self, section: Section) -> None:
        if is_contents(section) and section.level == 2:
            self._read_contents(section)
            self.items.append(Aside(f"## {section.heading}\n\n{_trimmed(section.body)}"))
        elif section.level == 2 and not section.heading.strip() and not any(line.text.strip() for line in section.body):
            self.items.append(Aside("##"))
            self.faults.append(Fault(self.source.file, section.line, "heading-alone"))
        elif section.level == 2:
            parsed, found = _entry(section, self.source, self.category, self.known)
            self.items.append(self._with_own_id(parsed))
            self.faults += found
        else:
            self.category = words_of_heading(section.heading) or self.category
            self.items.append(Category(section.heading, _trimmed(section.body)))
            self._read_contents(section)
            if stray := own_text(section.body):
                self.faults.append(Fault(self.source.file, stray.number, "text-before-question"))

    def _with_own_id(self, parsed: ParsedEntry) -> ParsedEntry:
        """With a number after an id that was made of the question, if another question above has the same one."""
        entry = parsed.entry
        question = self.questions.setdefault(entry.id, entry.question)
        if parsed.has_id or normalise(question) == normalise(entry.question):
            return parsed
        name = next(name for number in count(2) if (name := numbered(entry.id, number)) not in self.questions)
        self.questions[name] = entry.question
        return replace(parsed, entry=replace(entry, id=name))

    def _read_contents(self, section: Section) -> None:
        """A remark, unless the contents have none of the lines that show it."""
        if line := first_contents_line(section.body) or (own_text(section.body) if is_contents(section) else None):
            self.faults.append(Fault(self.source.file, line.number, "table-of-contents"))


def _entry(
    section: Section, source: Source, category: str, known: Mapping[str, str]
) -> tuple[ParsedEntry, list[Fault]]:
    head = read_head(section.body)
    heading, name = heading_and_id(section.heading)
    question = words_of_heading(heading)
    late = take_late_keys(section.body[head.answer_at :], head.values.keys())
    answer = [_mended(line) for line in without_answer_label(late.answer, short=is_labelled(heading))]
    written = _trimmed(answer)
    also, values = [*head.also, *late.also], {**late.values, **head.values}
    answer_line = next((line.number for line in answer if not _is_blank(line)), section.line)
    hidden = _hidden(answer, [question, *(plain_text(phrasing.text) for phrasing in also)])
    entry = Entry(
        id=name if is_valid_id(name) else slug(question),
        question=question,
        also=(*(plain_text(phrasing.text) for phrasing in also), *(found.text for found in hidden)),
        answer=with_targets(_trimmed(map(_without_anchor, answer)), known),
        language=source.language,
        category=category,
        file=source.file,
        line=section.line,
        answer_line=answer_line,
        **_fields(values),
    )
    parsed = ParsedEntry(
        entry,
        heading,
        tuple(phrasing.text for phrasing in also),
        written,
        is_valid_id(name),
        (section.line, *(phrasing.line for phrasing in (*also, *hidden))),
        answer_line,
        {key.field: value.line for key, value in values.items()},
        _answer_lines(answer, section),
    )
    faults = [*_entry_faults(parsed, name), *_head_faults(head, source.file), *_late_faults(late, source.file)]
    return parsed, [*faults, *_hidden_faults(hidden, entry)]


def _answer_lines(answer: Sequence[BodyLine], section: Section) -> tuple[int, ...]:
    """The numbers of the lines from the first to the last that says something; a key that was taken out is blank."""
    shown = [line.number for line in answer if not _is_blank(line)]
    if not shown:
        return ()
    keys = {line.number for line in section.body if line.text.strip()}
    return tuple(
        line.number
        for line in answer
        if shown[0] <= line.number <= shown[-1] and (line.text.strip() or line.number not in keys)
    )


def _mended(line: BodyLine) -> BodyLine:
    return line if line.kind == "code" else replace(line, text=mended(line.text))


def _without_anchor(line: BodyLine) -> BodyLine:
    return line if line.kind == "code" else replace(line, text=without_anchor(line.text))


def _hidden(answer: Sequence[BodyLine], phrasings: Sequence[str]) -> list[Value]:
    """The questions that the answer answers besides, each once, with their lines."""
    known = {normalise(phrasing) for phrasing in phrasings}
    found: list[Value] = []
    for mark in hidden_questions(answer):
        words = normalise(mark.words)
        if words and words not in known:
            known.add(words)
            found.append(Value(mark.words, answer[mark.at].number))
    return found


def _entry_faults(parsed: ParsedEntry, name: str) -> Iterator[Fault]:
    entry = parsed.entry
    if not entry.question:
        yield Fault(entry.file, entry.line, "empty-question")
    elif not has_words(entry.question):
        yield Fault(entry.file, entry.line, "no-words", {"question": entry.question})
    if name and not parsed.has_id:
        yield Fault(entry.file, entry.line, "bad-id", {"id": name, "most": str(MOST_LETTERS)})
    if not entry.answer and entry.question:
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


def _late_faults(late: LateKeys, file: str) -> Iterator[Fault]:
    for key, value in late.values.items():
        yield Fault(file, value.line, "late-also" if key is ALSO else "late-key", {"key": value.name})
    for value in late.left:
        yield Fault(file, value.line, "key-in-answer", {"key": value.name})


def _hidden_faults(hidden: Iterable[Value], entry: Entry) -> Iterator[Fault]:
    for value in hidden:
        yield Fault(entry.file, value.line, "question-in-answer", {"question": value.text, "within": entry.question})


def _fields(values: Mapping[Key, Value]) -> dict[str, Any]:
    """The values of the keys, by field, each of the field's own type; what can't be read is left out."""
    read = {key.field: key.kind.read(value.text) for key, value in values.items() if key is not ALSO}
    return {field: value for field, value in read.items() if value is not None}


def _trimmed(body: Iterable[BodyLine]) -> str:
    """The lines without blank ones and separators at either end."""
    lines = list(dropwhile(_is_blank, body))
    while lines and _is_blank(lines[-1]):
        lines.pop()
    return "\n".join(line.text for line in lines)


def _is_blank(line: BodyLine) -> bool:
    return not line.text.strip() or (line.kind != "code" and is_separator(line.text))
