"""What `nightdesk faq … --json` gives: objects for programs, where faq.commands gives texts for people."""

from datetime import date
from pathlib import Path

from faq import Answerer, HandOff
from faq.examples import Outcome, Report, run_tests
from faq.folder import Source, read_folder, read_tests
from faq.formatting import fmt
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


def untidy_files(path: Path, *, default_language: str) -> list[str]:
    """The files that `fmt` would rewrite. FaqError when one of them has errors."""
    folder = read_folder(path, default_language)
    if folder.faults:
        raise FaqError(described(folder.faults, default_language))
    return [
        source.file
        for source in folder.sources
        if fmt(source.text, file=source.file, default_language=source.language) != source.text
    ]


def _failure(outcome: Outcome) -> Json:
    example = outcome.example
    asked = {"line": example.line, "question": example.question, "expected": example.entry_id}
    return asked | _decided(outcome.tried)


def _decided(found: Tried) -> Json:
    """`left` is what the answers leave open of the question; `suggested` and `reason` are about that."""
    decision = found.understood.decision
    reason: Json = {"reason": decision.reason} if isinstance(decision, HandOff) and not found.calls_human else {}
    return {
        "decision": "answer" if found.answered else "suggest" if found.suggested else "hand_off",
        "answered": [entry.id for entry in found.answered],
        "left": found.understood.left,
        "suggested": [entry.id for entry in found.suggested],
        "calls_human": found.calls_human,
        **reason,
    }
