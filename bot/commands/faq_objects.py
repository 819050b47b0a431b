"""What `nightdesk faq … --json` gives: objects for programs, where faq.commands gives texts for people."""

from dataclasses import asdict
from datetime import date
from pathlib import Path

from faq import Answerer, Entry, HandOff
from faq.entry import keys_set
from faq.examples import Outcome, Report, run_tests
from faq.folder import Source, read_tests
from faq.formatting import FormattedFolder
from faq.library import Library
from faq.problems import FaqError, described
from faq.trying import Tried, tried

Json = dict[str, object]


def tried_object(library: Library, question: str, *, max_wrong: float, on: date) -> Json:
    """The decision, what the customer would see, and what came close, likeliest first."""
    found = tried(Answerer.of(library, max_wrong=max_wrong), question, on=on)
    return {
        "question": found.question,
        "language": found.language,
        **_decided(found),
        "close": [
            {"id": one.match.entry.id, "probability": one.match.probability, "phrasing": one.phrasing}
            for one in found.explanation.considered
        ],
    }


def tests_report(path: Path, library: Library, *, max_wrong: float, on: date) -> Report | None:
    """The author's examples, tried; None when there are none. FaqError when they can't be read."""
    found = read_tests(path)
    if found is None:
        return None
    if not isinstance(found, Source):
        raise FaqError(described([found], library.default_language))
    return run_tests(library, found.text, on=on, max_wrong=max_wrong)


def report_object(report: Report | None) -> Json:
    if report is None:
        return {"good": 0, "all": 0, "failures": []}
    failures = [_failure(outcome) for outcome in report.failures]
    return {"good": len(report.outcomes) - len(failures), "all": len(report.outcomes), "failures": failures}


def formatted_object(formatted: FormattedFolder) -> Json:
    """The files that `fmt` rewrites, and why others can't be brought into canonical form."""
    return {"files": formatted.changed_files, "problems": [asdict(problem) for problem in formatted.problems]}


def _failure(outcome: Outcome) -> Json:
    example = outcome.example
    asked = {"line": example.line, "question": example.question, "expected": example.entry_id}
    return asked | _decided(outcome.tried)


def keys_object(entry: Entry) -> Json:
    """The values of the entry's keys, by field; days are written 2026-12-31."""
    return {key.field: value.isoformat() if isinstance(value, date) else value for key, value in keys_set(entry)}


def _decided(found: Tried) -> Json:
    """`left` is what the answers leave open of the question; `suggested` and `reason` are about that. `keys` has those
    of each entry that is answered or suggested."""
    decision = found.understood.decision
    reason: Json = {"reason": decision.reason} if isinstance(decision, HandOff) and not found.calls_human else {}
    return {
        "decision": "answer" if found.answered else "suggest" if found.suggested else "hand_off",
        "answered": [entry.id for entry in found.answered],
        "left": found.understood.left,
        "suggested": [entry.id for entry in found.suggested],
        "keys": {entry.id: keys_object(entry) for entry in (*found.answered, *found.suggested)},
        "calls_human": found.calls_human,
        **reason,
    }
