"""The doctor's findings as a report shows them: their names, and the values that are numbers or words of ours."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from bot.commands.doctor.finding import Finding, Size
from bot.monitoring.issues import HealthIssue

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_ISSUE = "|".join(map(re.escape, HealthIssue))
SHOWN: Mapping[str, re.Pattern[str]] = {
    **dict.fromkeys(("count", "entries", "minutes", "seconds", "milliseconds", "dimensions"), _NUMBER),
    **dict.fromkeys(("machines", "waiting", "year"), _NUMBER),
    "free": re.compile(r"\d+ bytes"),
    "since": re.compile(r"[\dT:.+-]+"),
    "at": re.compile(r"\d\d:\d\d"),
    "version": re.compile(r"\d+(\.\d+)*"),
    "country": re.compile(r"[A-Za-z]{2}(-[A-Za-z0-9]{1,3})?"),
    "languages": re.compile(r"[a-z]{2}(, [a-z]{2})*"),
    "issues": re.compile(rf"({_ISSUE})(, ({_ISSUE}))*"),
}
"""The values that are shown, by name, and the shape that each has to have. Names, paths, addresses, ids and what others
say are not among them."""


def finding_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """A line a check: its status, its outcome, and the values that may be shown."""
    for one in findings:
        values = [f"{name} {text}" for name, text in _values(one)]
        yield f"{one.check}: " + ", ".join([f"{one.status} ({one.outcome})", *values])


def _values(finding: Finding) -> Iterator[tuple[str, str]]:
    for name, value in finding.values.items():
        text = _text(value)
        if name in SHOWN and SHOWN[name].fullmatch(text):
            yield name, text


def _text(value: object) -> str:
    match value:
        case Size(count=count):
            return f"{count} bytes"
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="seconds")
    return str(value)
