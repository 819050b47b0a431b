"""The author's examples, tests.md beside the FAQ: questions, and the entry that should answer each.

    ## delivery-price
    - почём доставка до дачи

    ## —
    - сколько звёзд на небе

Each question must be answered by that entry, or have it previewed or among the suggestions. Questions below a dash must
not be answered.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from faq.answerer import Answerer
from faq.folder import Source, read_tests
from faq.library import Library
from faq.matching import MEASURED, BandStarts
from faq.parsing import bullets, sections
from faq.problems import FaqError, Fault, similar, to_problems
from faq.trying import Trial, try_question

NOBODY = frozenset({"—", "–", "-", "--", "---"})


@dataclass(frozen=True)
class Example:
    """A question with the id of the entry that should answer it; None if no entry should. `line` is in tests.md."""

    question: str
    entry_id: str | None
    line: int


@dataclass(frozen=True)
class Outcome:
    example: Example
    trial: Trial

    @property
    def is_as_expected(self) -> bool:
        """The expected entry was stated or suggested; where none was expected, none was stated."""
        if self.example.entry_id is None:
            return not self.trial.answered
        return self.example.entry_id in [entry.id for entry in (*self.trial.answered, *self.trial.suggested)]


@dataclass(frozen=True)
class Report:
    outcomes: tuple[Outcome, ...]

    @property
    def failures(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if not outcome.is_as_expected)


def run_tests(
    library: Library,
    text: str,
    *,
    on: date,
    max_wrong: float = 0.05,
    language: str = "",
    starts: BandStarts = MEASURED,
) -> Report:
    """The outcomes of all examples on that day of the company's calendar.

    Raises `FaqError`, in `language` or the FAQ's default language, for examples of an entry that does not exist.
    """
    found = list(examples(text))
    if faults := example_faults(library, text):
        raise FaqError(to_problems(faults, language or library.default_language))
    answerer = Answerer.of(library, max_wrong=max_wrong, starts=starts)
    return Report(tuple(Outcome(example, try_question(answerer, example.question, on=on)) for example in found))


def example_faults(library: Library, text: str) -> list[Fault]:
    """What is wrong with the text of a tests.md: examples without an entry, or of one that the library lacks."""
    known = {entry.id for one in library.languages for entry in library.entries(one)}
    unknown = (_unknown(example, known) for example in examples(text) if example.entry_id not in (None, *known))
    return [*(Fault("tests.md", line, "test-without-id") for line in _stray_lines(text)), *unknown]


def examples(text: str) -> Iterator[Example]:
    """The examples in the text of a tests.md, in the order of its lines."""
    for section in sections(text):
        name = section.heading.strip().removeprefix("{#").removesuffix("}")
        if section.level == 2:
            for line, question in bullets(section.body):
                yield Example(question, None if name in NOBODY else name, line)


def examples_of(root: Path) -> list[Example]:
    """The examples of the FAQ in that folder; none where it has no tests.md, or one that can't be read."""
    found = read_tests(root)
    return list(examples(found.text)) if isinstance(found, Source) else []


def _stray_lines(text: str) -> Iterator[int]:
    for section in sections(text):
        if section.level != 2:
            yield from (line for line, _ in bullets(section.body))


def _unknown(example: Example, known: set[str]) -> Fault:
    name = str(example.entry_id)
    return Fault("tests.md", example.line, "test-of-nothing", {"id": name, "similar": similar(name, known)})
