"""The commands of `nightdesk faq`: each returns the text to print and the exit status.

Status 0: done; 1: something is wrong with the FAQ. `language` is that of the printed texts.
"""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from faq.examples import Outcome, run_tests
from faq.folder import Source, read_tests
from faq.formatting import format_folder
from faq.library import Library
from faq.loading import check, load
from faq.matching import BandStarts
from faq.problems import FaqError, Problem, to_problems

Printed = tuple[str, int]


def refusal(problems: Sequence[Problem], language: str) -> Printed:
    """Why a command did nothing: the FAQ's errors, wherever in it they are."""
    return "\n".join([command_texts(language)["refusal"]["heading"], *map(str, problems)]), 1


def check_command(
    path: Path,
    *,
    default_language: str,
    language: str,
    on: date,
    company: Mapping[str, str] | None = None,
    as_json: bool = False,
) -> Printed:
    """All problems, errors and advice; status 1 if there are errors. As JSON: a list of objects."""
    problems = check(path, default_language=default_language, language=language, on=on, company=company)
    errors = sum(problem.severity == "error" for problem in problems)
    if as_json:
        return json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=2), int(errors > 0)
    texts = command_texts(language)["check"]
    lines = [f"{texts[problem.severity]}: {problem}" for problem in problems]
    lines += [texts["summary"].format(errors=errors, warnings=len(problems) - errors)] if problems else []
    if not errors:
        lines.append(_no_errors_text(load(path, default_language=default_language), language))
    return "\n".join(lines), int(errors > 0)


def test_command(
    path: Path, *, default_language: str, language: str, max_wrong: float, on: date, starts: BandStarts
) -> Printed:
    """Tries the author's examples, tests.md; status 1 if the outcome of any is not as expected."""
    texts = command_texts(language)["test"]
    tests = read_tests(path)
    if tests is None:
        return texts["none"], 0
    if not isinstance(tests, Source):
        return refusal(to_problems([tests], language), language)
    try:
        library = load(path, default_language=default_language, language=language)
        report = run_tests(library, tests.text, on=on, max_wrong=max_wrong, language=language, starts=starts)
    except FaqError as error:
        return refusal(error.problems, language)
    lines = [_failure_text(outcome, language) for outcome in report.failures]
    good = len(report.outcomes) - len(report.failures)
    return "\n".join([*lines, texts["good"].format(good=good, all=len(report.outcomes))]), int(bool(lines))


def fmt_command(path: Path, *, default_language: str, language: str) -> Printed:
    """Rewrites the files that are not in canonical form; if any file has errors, none is touched.

    Status 1 if a file can't be brought into that form; the text says why.
    """
    try:
        formatted = format_folder(path, default_language=default_language, language=language)
    except FaqError as error:
        return refusal(error.problems, language)
    formatted.write()
    texts = command_texts(language)["fmt"]
    lines = [texts["changed"].format(file=file) for file in formatted.changed_files]
    lines += [texts["mended"].format(place=problem.place, reason=problem.reason) for problem in formatted.mended]
    lines += map(str, formatted.problems)
    return "\n".join(lines) or texts["unchanged"], int(bool(formatted.problems))


def _no_errors_text(library: Library, language: str) -> str:
    entries = library.entries(library.default_language)
    return command_texts(language)["check"]["good"].format(
        entries=len(entries),
        phrasings=sum(len(entry.phrasings) for entry in entries),
        languages=", ".join(library.languages),
    )


def _failure_text(outcome: Outcome, language: str) -> str:
    texts, example = command_texts(language)["test"], outcome.example
    trial = outcome.trial
    return texts["expected"].format(
        line=example.line,
        question=example.question,
        expected=example.entry_id or texts["nobody"],
        got=texts[trial.outcome].format(shown=", ".join(entry.id for entry in trial.answered or trial.suggested)),
    )


@cache
def command_texts(language: str) -> dict[str, dict[str, str]]:
    """The printed sentences of each command by name."""
    return tomllib.loads(files("faq").joinpath("words", language, "commands.toml").read_text(encoding="utf-8"))
