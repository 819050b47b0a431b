"""What is wrong with an FAQ, told to the person who wrote it.

The texts are in words/LANGUAGE/problems.toml: a reason and a remedy for every kind of problem.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from faq.entry import KEYS

Severity = Literal["error", "warning"]

WARNINGS = frozenset(
    {
        "few-phrasings",
        "missing-translation",
        "dead-link",
        "late-key",
        "out-of-date",
        "words-alone",
        "words-too-long",
        "empty-key",
        "not-tidied",
    }
)
"""The kinds that are worth saying but keep nothing from working."""

_SIMILAR = 0.6


@dataclass(frozen=True, order=True)
class Fault:
    """A problem before it is put into words. `line` counts from 1; 0 is the file or the folder as a whole."""

    file: str
    line: int
    kind: str
    values: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Problem:
    """A problem in plain words: where it is, why it is one, and what to do about it."""

    file: str
    line: int
    reason: str
    remedy: str
    severity: Severity = "error"
    kind: str = ""

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part)
        return f"{place}: {self.reason} {self.remedy}" if place else f"{self.reason} {self.remedy}"


class FaqError(Exception):
    """The FAQ can't be used as it is. `problems` has all that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def described(faults: Iterable[Fault], language: str) -> tuple[Problem, ...]:
    """The problems in the order of files and lines, told in that language."""
    return tuple(_described(fault, language) for fault in sorted(faults))


def problem_texts(language: str) -> dict[str, dict[str, str]]:
    """The reason and the remedy of every kind of problem."""
    return {kind: text for kind, text in _file(language).items() if kind != "hint"}


def similar(name: str, known: Iterable[str]) -> str:
    """The known name that was probably meant, or an empty string."""
    found = process.extractOne(name, sorted(known), scorer=OSA.normalized_similarity, score_cutoff=_SIMILAR)
    return found[0] if found else ""


def _described(fault: Fault, language: str) -> Problem:
    texts = _file(language)
    text, hint = texts[fault.kind], texts["hint"]["reason"] if fault.values.get("similar") else ""
    values = {**_key_values(fault, language), **fault.values, "hint": hint.format_map(fault.values)}
    return Problem(
        fault.file,
        fault.line,
        text["reason"].format_map(values),
        text["remedy"].format_map(values),
        "warning" if fault.kind in WARNINGS else "error",
        fault.kind,
    )


def _key_values(fault: Fault, language: str) -> dict[str, str]:
    """The name of each key, by its field, and an example of the key that the fault is about."""
    names = {key.field: key.names[language] for key in KEYS}
    example = next((key.example(language) for key in KEYS if key.field == fault.values.get("field")), "")
    return {**names, "example": example}


@cache
def _file(language: str) -> dict[str, dict[str, str]]:
    return tomllib.loads(files("faq").joinpath("words", language, "problems.toml").read_text(encoding="utf-8"))
