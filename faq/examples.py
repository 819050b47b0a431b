"""The author's examples, tests.md beside the FAQ: questions, and the entry that should meet them.

    ## delivery-price
    - почём доставка до дачи

    ## —
    - сколько звёзд на небе

Each question must be answered by that entry, or have it among the suggestions; those below a dash must not be
answered.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from faq.answerer import Answerer
from faq.library import Library
from faq.parsing import bullets, sections
from faq.problems import FaqError, Fault, described, similar
from faq.trying import Tried, tried

NOBODY = frozenset({"—", "–", "-", "--", "---"})


@dataclass(frozen=True)
class Example:
    """A question that `entry_id` should meet, or none if that is None. `line` is its line in tests.md."""

    question: str
    entry_id: str | None
    line: int


@dataclass(frozen=True)
class Outcome:
    example: Example
    tried: Tried

    @property
    def is_good(self) -> bool:
        """An entry that should meet it is answered or offered; where none should, none is answered."""
        if self.example.entry_id is None:
            return not self.tried.answered
        return self.example.entry_id in [entry.id for entry in (*self.tried.answered, *self.tried.suggested)]


@dataclass(frozen=True)
class Report:
    outcomes: tuple[Outcome, ...]

    @property
    def failures(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if not outcome.is_good)


def run_tests(library: Library, text: str, *, on: date, max_wrong: float = 0.05, language: str = "") -> Report:
    """All examples, tried on that day of the company's calendar.

    Raises `FaqError`, in `language` or the FAQ's own, for examples of an entry that does not exist.
    """
    found = list(examples(text))
    known = {entry.id for one in library.languages for entry in library.entries(one)}
    faults = [
        *(Fault("tests.md", line, "test-without-id") for line in _stray_lines(text)),
        *(_unknown(example, known) for example in found if example.entry_id not in (None, *known)),
    ]
    if faults:
        raise FaqError(described(faults, language or library.default_language))
    answerer = Answerer.of(library, max_wrong=max_wrong)
    return Report(tuple(Outcome(example, tried(answerer, example.question, on=on)) for example in found))


def examples(text: str) -> Iterator[Example]:
    """The questions of a tests.md with the entries that should meet them, in the order of its lines."""
    for section in sections(text):
        name = section.heading.strip().removeprefix("{#").removesuffix("}")
        if section.level == 2:
            for line, question in bullets(section.body):
                yield Example(question, None if name in NOBODY else name, line)


def _stray_lines(text: str) -> Iterator[int]:
    for section in sections(text):
        if section.level != 2:
            yield from (line for line, _ in bullets(section.body))


def _unknown(example: Example, known: set[str]) -> Fault:
    name = str(example.entry_id)
    return Fault("tests.md", example.line, "test-of-nothing", {"id": name, "similar": similar(name, known)})
