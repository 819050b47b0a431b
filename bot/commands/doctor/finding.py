"""The results of the doctor's checks, and how they are worded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Literal

from bot.commands.terminal import plain, readable_size, table
from bot.commands.words import words
from bot.wording.dates import moment

Status = Literal["ok", "warning", "failed"]


@dataclass(frozen=True)
class Size:
    """A number of bytes among a finding's values."""

    count: int


@dataclass(frozen=True)
class Finding:
    """The result of one check. `outcome` names its text in words/doctor.toml, `values` fill it in.

    Sizes and datetimes (in the zone in which they are to be read) are told as the operator's language writes them.
    """

    check: str
    status: Status
    outcome: str = "ok"
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """A finding in the operator's language; `remedy` is empty when there is nothing to do."""

    check: str
    status: Status
    message: str
    remedy: str


def ok(check: str, outcome: str = "ok", **values: object) -> Finding:
    return Finding(check, "ok", outcome, values)


def warning(check: str, outcome: str, **values: object) -> Finding:
    return Finding(check, "warning", outcome, values)


def failed(check: str, outcome: str, **values: object) -> Finding:
    return Finding(check, "failed", outcome, values)


def told(finding: Finding, language: str) -> Told:
    texts = words(language, "doctor")[f"{finding.check}.{finding.outcome}"]
    values = {name: _worded(value, language) for name, value in finding.values.items()}
    message = plain(texts["says"].format_map(values))
    return Told(finding.check, finding.status, message, texts.get("do", "").format_map(values))


def lines(findings: Iterable[Finding], language: str) -> list[str]:
    """One line for each finding: status, check, message, remedy."""
    texts = words(language, "doctor")
    rows = [
        (texts["status"][one.status], texts["title"][one.check], sentences(one))
        for one in (told(finding, language) for finding in findings)
    ]
    return table(rows)


def _worded(value: object, language: str) -> object:
    match value:
        case Size(count=count):
            return readable_size(count, language)
        case datetime():
            return moment(value, language)
    return value


def sentences(one: Told) -> str:
    """The message and, where there is something to do, the remedy."""
    return f"{one.message.rstrip('.')}. {one.remedy}".rstrip()


def as_objects(findings: Iterable[Finding], language: str) -> list[dict[str, str]]:
    return [asdict(told(finding, language)) for finding in findings]


def is_well(findings: Sequence[Finding]) -> bool:
    return all(finding.status != "failed" for finding in findings)
