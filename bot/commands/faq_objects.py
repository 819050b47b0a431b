"""The objects that `nightdesk faq … --json` prints; the texts for people are in faq.commands."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path

from faq import BandStarts, Entry, HandOff
from faq.entry import keys_set
from faq.examples import Outcome, Report, run_tests
from faq.folder import Source, read_tests
from faq.formatting import FormattedFolder
from faq.importing import Imported
from faq.importing.report import reason
from faq.library import Library
from faq.problems import FaqError, to_problems
from faq.trying import Outcome as TrialOutcome
from faq.trying import Trial

Json = dict[str, object]

_DECISIONS: Mapping[TrialOutcome, str] = {
    "answered": "answer",
    "previewed": "preview",
    "suggested": "suggest",
    "handed_off": "hand_off",
}


def trial_object(trial: Trial) -> Json:
    """The decision, and the likeliest entries under `close`, likeliest first."""
    return {
        "question": trial.question,
        "language": trial.language,
        **_decision_object(trial),
        "bands": asdict(trial.bands),
        "close": [
            {"id": one.match.entry.id, "probability": one.match.probability, "phrasing": one.phrasing}
            for one in trial.explanation.considered
        ],
    }


def tests_report(path: Path, library: Library, *, max_wrong: float, on: date, starts: BandStarts) -> Report | None:
    """The outcomes of the author's examples; None when there are none. Raises `FaqError` when they can't be read."""
    found = read_tests(path)
    if found is None:
        return None
    if not isinstance(found, Source):
        raise FaqError(to_problems([found], library.default_language))
    return run_tests(library, found.text, on=on, max_wrong=max_wrong, starts=starts)


def report_object(report: Report | None) -> Json:
    if report is None:
        return {"good": 0, "all": 0, "failures": []}
    failures = [_failure_object(outcome) for outcome in report.failures]
    return {"good": len(report.outcomes) - len(failures), "all": len(report.outcomes), "failures": failures}


def formatted_object(formatted: FormattedFolder) -> Json:
    """The files that `fmt` rewrites, and why others can't be brought into canonical form."""
    return {"files": formatted.changed_files, "problems": [asdict(problem) for problem in formatted.problems]}


def imported_object(imported: Imported, language: str) -> Json:
    """The new file, what is in it, and what was left with its reason."""
    entries = [
        {"id": name, "question": draft.question, "where": draft.where}
        for name, draft in zip(imported.ids, imported.drafts, strict=True)
    ]
    left = [{"where": one.where, "kind": one.kind, "reason": reason(one, language)} for one in imported.left]
    return {"file": imported.file, "entries": entries, "pictures": sorted(imported.pictures), "left": left}


def _failure_object(outcome: Outcome) -> Json:
    example = outcome.example
    asked = {"line": example.line, "question": example.question, "expected": example.entry_id}
    return asked | _decision_object(outcome.trial)


def keys_object(entry: Entry) -> Json:
    """The values of the entry's keys, by field; days are written 2026-12-31."""
    return {key.field: value.isoformat() if isinstance(value, date) else value for key, value in keys_set(entry)}


def _decision_object(trial: Trial) -> Json:
    """`left` is what the answers leave open of the question; `suggested` and `reason` are about that.

    Of a preview the first of `suggested` is shown by its first lines. `keys` has those of each entry that is answered
    or suggested.
    """
    decision = trial.understood.decision
    reason: Json = {"reason": decision.reason} if isinstance(decision, HandOff) and not trial.calls_human else {}
    return {
        "decision": _DECISIONS[trial.outcome],
        "answered": [entry.id for entry in trial.answered],
        "left": trial.understood.left,
        "suggested": [entry.id for entry in trial.suggested],
        "keys": {entry.id: keys_object(entry) for entry in (*trial.answered, *trial.suggested)},
        "calls_human": trial.calls_human,
        **reason,
    }
