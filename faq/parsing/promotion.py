"""Reads what stands within a section, but is a question of its own, as one.

A section `## Доставка` that has questions below smaller headings, in bold or after `Q:` is a category with questions;
so is a heading of the first level. A heading of the first level with an answer below it is a question.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from faq.parsing.asking import asks, reads_as_question
from faq.parsing.contents import is_contents, own_text
from faq.parsing.head import read_head
from faq.parsing.heading_id import heading_and_id
from faq.parsing.marked_answers import answer_of, without_answer_label, without_details
from faq.parsing.question_marks import Mark, question_marks
from faq.parsing.structure import BodyLine, Section
from faq.parsing.words_of_heading import is_bare_label, is_labelled, without_label, words_of_heading
from faq.problems import Fault

Place = tuple[str, int]
"""A heading as it was written, and its line."""

_LEAST_PLAIN = 2
"""Lines that end with a question mark, from which a section without another text is a list of questions."""

_LEAST_ASKING = 0.5
"""The share of smaller headings that ask, from which all of them are questions."""


@dataclass(frozen=True)
class Promoted:
    """The sections as they are read, and a remark for each line that is read as a question."""

    sections: tuple[Section, ...]
    faults: tuple[Fault, ...]


def promoted(sections: Sequence[Section], file: str, default_category: str) -> Promoted:
    """`default_category` is that of questions above the first heading of the first level. Raises nothing."""
    start = (default_category, 0)
    return _Promotion(sections, file, start, start).promote()


@dataclass
class _Promotion:
    """`enclosing` is the heading of the first level that holds for the next question, with its line; `current` the one
    that the sections found so far end with: a section that became a category stands between them."""

    sections: Sequence[Section]
    file: str
    enclosing: Place
    current: Place
    found: list[Section] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def promote(self) -> Promoted:
        for at, section in enumerate(self.sections):
            if section.level == 2:
                self._add_second(section)
            elif section.level == 1 and self._is_question(at):
                self._tell("hash-for-question", section.line, words_of_heading(section.heading))
                self._add_second(replace(section, level=2))
            else:
                self._add_first(section)
        return Promoted(tuple(self.found), tuple(self.faults))

    def _is_question(self, at: int) -> bool:
        """Whether a heading of the first level has an answer below it instead of questions."""
        section = self.sections[at]
        if own_text(section.body) is None or self._questions_of_category(section):
            return False
        is_first = at == _first_heading(self.sections) and not any(one.level == 2 for one in self.found)
        is_title = is_first and at + 1 < len(self.sections)
        has_questions = at + 1 < len(self.sections) and self.sections[at + 1].level == 2
        is_asked = reads_as_question(words_of_heading(section.heading))
        return is_asked and not is_title if has_questions else is_asked or not is_title

    def _add_first(self, section: Section) -> None:
        if section.level == 1:
            self.enclosing = self.current = (section.heading or self.enclosing[0], section.line)
        marks = self._questions_of_category(section)
        self.found.append(_before(section, marks))
        self._add_marks(section, marks, self.enclosing)

    def _questions_of_category(self, section: Section) -> list[Mark]:
        """The questions below a heading of the first level, or above all headings: text there is nothing else."""
        marks = question_marks(section.body)
        headings = _of_highest_level([mark for mark in marks if mark.kind == "heading"])
        above = [mark for mark in marks if not headings or mark.at < headings[0].at]
        return [*([mark for mark in above if mark.is_strong] or above), *headings]

    def _add_second(self, section: Section) -> None:
        if is_contents(section):
            self.found.append(section)
            return
        section = self._with_question_below(section)
        is_deliberate = _is_deliberate(section)
        questions = [] if is_deliberate else _questions_instead(section)
        if questions:
            self._add_category(section, questions)
            return
        self._enter(self.enclosing)
        questions = [] if is_deliberate else _questions_besides(section)
        self.found.append(_before(section, questions))
        self._add_marks(section, questions, self.enclosing)

    def _with_question_below(self, section: Section) -> Section:
        """A section whose heading is only «Вопрос 1», with the question that its text begins with as its heading."""
        words = words_of_heading(section.heading)
        first = own_text(section.body) if is_bare_label(words) and not _is_deliberate(section) else None
        if first is None or not asks(words_of_heading(first.text)):
            return section
        at = section.body.index(first)
        self._tell("question-in-section", first.number, words_of_heading(first.text))
        body = without_answer_label(section.body[at + 1 :], short=True)
        return Section(2, first.text.strip(), first.number, body)

    def _add_category(self, section: Section, questions: Sequence[Mark]) -> None:
        self.current = (section.heading, section.line)
        self.found.append(replace(_before(section, questions), level=1))
        self._add_marks(section, questions, self.current)

    def _add_marks(self, section: Section, marks: Sequence[Mark], category: Place) -> None:
        for mark, end in _with_ends(section.body, marks):
            child = _child(section, mark, end)
            if inner := _questions_instead(child):
                self._add_category(child, inner)
            else:
                self._enter(category)
                self._tell("question-in-section", child.line, mark.words)
                self.found.append(child)

    def _enter(self, category: Place) -> None:
        if self.current != category:
            self.found.append(Section(1, *category, ()))
            self.current = category

    def _tell(self, kind: str, line: int, question: str) -> None:
        self.faults.append(Fault(self.file, line, kind, {"question": question}))


def _first_heading(sections: Sequence[Section]) -> int:
    return next((at for at, section in enumerate(sections) if section.level), -1)


def _before(section: Section, marks: Sequence[Mark]) -> Section:
    """The section with what stands before its first question; all of it when there is none."""
    if not marks:
        return section
    return replace(section, body=tuple(map(without_details, section.body[: marks[0].at])))


def _is_deliberate(section: Section) -> bool:
    """Whether the author made the section an entry: it has a name, or keys."""
    return bool(heading_and_id(section.heading)[1] or read_head(section.body).values)


def _of_highest_level(headings: Sequence[Mark]) -> list[Mark]:
    highest = min((mark.level for mark in headings), default=0)
    return [mark for mark in headings if mark.level == highest]


def _questions_instead(section: Section) -> list[Mark]:
    """The questions of a section that says nothing else, and whose heading asks nothing."""
    marks = question_marks(section.body)
    if not marks or asks(words_of_heading(section.heading)) or own_text(section.body[: marks[0].at]):
        return []
    headings = [mark for mark in marks if mark.kind == "heading"]
    if headings and headings[0] is marks[0]:
        highest = _of_highest_level(headings)
        return highest if _share_of_questions(section, highest) >= _LEAST_ASKING else []
    strong = [mark for mark in marks if mark.is_strong and mark.kind != "heading" and mark.asks]
    if strong and strong[0] is marks[0]:
        return strong
    plain = [mark for mark in marks if not mark.is_strong]
    return plain if len(plain) >= _LEAST_PLAIN and plain[0] is marks[0] else []


def _share_of_questions(section: Section, headings: Sequence[Mark]) -> float:
    """The share of smaller headings, 0 to 1, that are questions or have nothing but questions below them."""
    children = (_child(section, mark, end) for mark, end in _with_ends(section.body, headings))
    asking = [mark.asks or bool(_questions_instead(child)) for mark, child in zip(headings, children, strict=True)]
    return sum(asking) / len(asking)


def _child(section: Section, mark: Mark, end: int) -> Section:
    """What a mark begins, up to the position `end`, as a section of its own."""
    is_labelled_too = mark.kind == "label" or is_labelled(mark.text)
    body = without_answer_label(answer_of(section.body, mark, end), short=is_labelled_too)
    return Section(2, without_label(mark.text), section.body[mark.line_at].number, body)


def _questions_besides(section: Section) -> list[Mark]:
    """The smaller headings that are questions in a section with a text of its own, which asks nothing itself."""
    headings = _of_highest_level([mark for mark in question_marks(section.body) if mark.kind == "heading"])
    if not headings or asks(words_of_heading(section.heading)) or not own_text(section.body[: headings[0].at]):
        return []
    return headings if all(reads_as_question(mark.words) for mark in headings) else []


def _with_ends(body: Sequence[BodyLine], marks: Sequence[Mark]) -> Iterator[tuple[Mark, int]]:
    ends = [mark.at for mark in marks[1:]] + [len(body)]
    return zip(marks, ends, strict=True) if marks else iter(())
