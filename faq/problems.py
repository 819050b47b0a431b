"""Problems of an FAQ, with texts for its author.

words/LANGUAGE/problems.toml has a reason and a remedy for every kind of problem.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from faq.entry import KEYS
from faq.numbers import decimal
from faq.os_errors import worded

Severity = Literal["error", "warning"]

WARNINGS = frozenset(
    {
        "few-phrasings",
        "other-encoding",
        "front-matter",
        "table-of-contents",
        "text-before-question",
        "question-in-section",
        "question-in-answer",
        "hash-for-question",
        "heading-alone",
        "no-words",
        "late-also",
        "key-in-answer",
        "page-link",
        "undefined-link",
        "undefined-note",
        "unclosed-mark",
        "unshown-html",
        "unknown-emoji",
        "long-answer",
        "link-in-heading",
        "missing-translation",
        "dead-link",
        "late-key",
        "out-of-date",
        "sample-answer",
        "words-alone",
        "words-too-long",
        "emergency-heading",
        "emergency-empty",
        "emergency-vague",
        "empty-key",
        "empty-value",
        "not-tidied",
        "renamed-picture",
        "renamed-file",
        "many-pictures",
    }
)
"""The kinds of problems with which an FAQ can be used; all others are errors."""

OF_FILES = frozenset(
    {
        "missing-attachment",
        "missing-image",
        "outside-folder",
        "unreadable-file",
        "empty-file",
        "file-too-large",
        "not-a-picture",
        "unknown-picture",
        "broken-picture",
        "picture-dimensions",
    }
)
"""Errors in a file that an answer sends: the FAQ can be used, and the answer's words are sent without the file."""

GATHERED = frozenset(
    {
        "few-phrasings",
        "missing-translation",
        "translation-without-id",
        "question-in-section",
        "question-in-answer",
        "hash-for-question",
        "key-in-answer",
        "late-key",
        "page-link",
        "unknown-emoji",
        "link-in-heading",
        "sample-answer",
    }
)
"""The kinds of problems that a habit of the author brings everywhere: many in a file are told as one."""

_MOST_APART = 3

_LEAST_SIMILARITY = 0.6
"""Of two names, from 0 to 1, by the share of letters that need no edit."""


@dataclass(frozen=True, order=True)
class Fault:
    """A problem without its texts; `values` fill their gaps. `line` counts from 1; 0 is the whole file or folder.

    Numbers among the values are told with one place after the point.
    """

    file: str
    line: int
    kind: str
    values: Mapping[str, str | float] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Problem:
    """A problem with its texts: where it is, why it is one, and what to do about it."""

    file: str
    line: int
    reason: str
    remedy: str
    severity: Severity = "error"
    kind: str = ""

    @property
    def place(self) -> str:
        """The file and the line, as far as there are any."""
        return ":".join(str(part) for part in (self.file, self.line) if part)

    def __str__(self) -> str:
        place = self.place
        return f"{place}: {self.reason} {self.remedy}" if place else f"{self.reason} {self.remedy}"


class FaqError(Exception):
    """The FAQ can't be used; `problems` says why. The message has one line a problem."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def is_error(fault: Fault) -> bool:
    return fault.kind not in WARNINGS


def prevents_use(fault: Fault) -> bool:
    """Whether the FAQ can't be used with it."""
    return is_error(fault) and fault.kind not in OF_FILES


def to_problems(faults: Iterable[Fault], language: str) -> tuple[Problem, ...]:
    """The faults with their texts in that language, in the order of files and lines."""
    return tuple(_to_problem(fault, language) for fault in sorted(faults))


def gathered(faults: Iterable[Fault]) -> list[Fault]:
    """The faults with those of one habit in one file as one, whose value "more" has the lines of the others."""
    kept: list[Fault] = []
    alike: dict[tuple[str, str], list[Fault]] = {}
    for fault in sorted(faults):
        if fault.kind in GATHERED:
            alike.setdefault((fault.file, fault.kind), []).append(fault)
        else:
            kept.append(fault)
    for first, *others in alike.values():
        if len(others) < _MOST_APART:
            kept += [first, *others]
        else:
            lines = ", ".join(str(other.line) for other in others)
            kept.append(replace(first, values={**first.values, "more": lines}))
    return kept


def similar(name: str, known: Iterable[str], least: float = _LEAST_SIMILARITY) -> str:
    """The known name that is most similar to a misspelled one, or an empty string. `least`: similarity, 0 to 1."""
    found = process.extractOne(name, sorted(known), scorer=OSA.normalized_similarity, score_cutoff=least)
    return found[0] if found else ""


def _to_problem(fault: Fault, language: str) -> Problem:
    texts = problem_texts(language)
    text, hint = texts[fault.kind], texts["hint"]["reason"] if fault.values.get("similar") else ""
    values = {**_key_values(fault, language), **fault.values, "hint": hint.format_map(fault.values)}
    more = texts["more"]["reason"].format_map(fault.values) if "more" in fault.values else ""
    told = {name: decimal(value, 1, language) if isinstance(value, float) else value for name, value in values.items()}
    told = worded(told, language)
    return Problem(
        fault.file,
        fault.line,
        text["reason"].format_map(told) + more,
        text["remedy"].format_map(told),
        "error" if is_error(fault) else "warning",
        fault.kind,
    )


def _key_values(fault: Fault, language: str) -> dict[str, str]:
    """The name of each key, by its field, and an example of the key that the fault is about."""
    names = {key.field: key.names[language] for key in KEYS}
    example = next((key.example(language) for key in KEYS if key.field == fault.values.get("field")), "")
    return {**names, "example": example}


@cache
def problem_texts(language: str) -> dict[str, dict[str, str]]:
    """The reason and the remedy of every kind of problem, and the sentence `hint`."""
    return tomllib.loads(files("faq").joinpath("words", language, "problems.toml").read_text(encoding="utf-8"))
