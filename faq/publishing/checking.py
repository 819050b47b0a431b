"""Whether the FAQ could be used with a change, and what it would say then; nothing is written."""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from faq.examples import example_faults
from faq.folder import AS_IT_IS, TESTS, Edits, Source, read_tests
from faq.library import Library
from faq.loading import faults_in, load
from faq.problems import Fault, Problem, gathered, prevents_use, to_problems
from faq.publishing.change import Change

_COUNTS = frozenset({"count", "where", "lines", "more", "most"})
"""Values of a fault that an edit elsewhere changes."""


@dataclass(frozen=True)
class Checked:
    """`library` is the FAQ after the change; None when it can't be used then: `errors` say why.

    `errors` may be older than the change. `warnings` are new by it; those about pictures and other files of answers
    have the severity "error", though the FAQ can be used.
    """

    library: Library | None
    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def check(
    change: Change, folder: Path, default_language: str, *, language: str = "", on: date | None = None
) -> Checked:
    """The folder as it is now, with the change's files in place of its own; pictures are looked for in the folder.

    `language` is that of the problems' texts, the default language if empty; with `on`, today on the company's
    calendar, answers that the change makes invalid are among the warnings.
    """
    told = language or default_language
    before = faults_in(folder, default_language, on=on)
    after = faults_in(folder, default_language, on=on, edits=change.edits)
    errors = [fault for fault in after if prevents_use(fault)]
    warnings = _new([one for one in after if not prevents_use(one)], before)
    library = None
    if not errors:
        library = load(folder, default_language=default_language, language=told, edits=change.edits)
        examples = _faults_of_examples(folder, library, change.edits)
        if TESTS in change.edits:
            errors = examples
        elif not any(map(prevents_use, before)):
            known = load(folder, default_language=default_language, language=told)
            warnings += _new(examples, _faults_of_examples(folder, known, AS_IT_IS))
    return Checked(
        None if errors else library,
        to_problems(errors, told),
        tuple(_as_warning(problem) for problem in to_problems(gathered(warnings), told)),
    )


def _faults_of_examples(folder: Path, library: Library, edits: Edits) -> list[Fault]:
    """Those of the author's tests.md: a removed entry may have examples there."""
    tests = read_tests(folder, edits)
    if tests is None:
        return []
    return example_faults(library, tests.text) if isinstance(tests, Source) else [tests]


def _as_warning(problem: Problem) -> Problem:
    return replace(problem, severity="warning") if problem.file == TESTS else problem


def _new(after: Iterable[Fault], before: Iterable[Fault]) -> list[Fault]:
    """The faults that were not there before, wherever they stood."""
    known = Counter(map(_identity, before))
    found = []
    for fault in after:
        name = _identity(fault)
        if known[name] > 0:
            known[name] -= 1
        else:
            found.append(fault)
    return found


def _identity(fault: Fault) -> Hashable:
    values = ((name, value) for name, value in fault.values.items() if name not in _COUNTS)
    return fault.file, fault.kind, tuple(sorted(values, key=lambda value: value[0]))
