"""The metrics of the desk that runs beside, as far as they are ours."""

import re
from collections.abc import Iterator

import httpx

from bot.config import Settings
from bot.monitoring.metrics import REGISTRY
from bot.web.health import METRICS

_SECONDS = 3.0
_EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104  # the desk listens there; asked is this machine
_SAMPLE = re.compile(r"(?P<name>\w+)(?P<labels>\{[^{}]*\})? (?P<value>[-+\w.]+)")
_LABELS = re.compile(r'\{(le|outcome|state|issue|version)="[a-z0-9_.+]{1,16}"\}', re.IGNORECASE)
_SUFFIXES = ("", "_total", "_info", "_bucket", "_sum", "_count")


def metric_lines(settings: Settings) -> Iterator[str]:
    """Asks the port that is configured. Another program may answer there: only lines of known metrics are passed on."""
    if settings.web_port is None:
        yield "none: [web] port is not set"
        return
    host = _EVERY_ADDRESS.get(settings.web.host, settings.web.host)
    try:
        answer = httpx.get(
            f"http://{host}:{settings.web_port}{METRICS}",
            headers={"Host": "localhost"},
            timeout=_SECONDS,
            trust_env=False,  # no proxy
        )
    except httpx.HTTPError as error:
        yield f"no answer: {type(error).__name__}"
        return
    yield f"status {answer.status_code}"
    yield from filter(_is_ours, answer.text.splitlines())


def _is_ours(line: str) -> bool:
    found = _SAMPLE.fullmatch(line)
    if found is None or found["name"] not in _known_names():
        return False
    return (not found["labels"] or bool(_LABELS.fullmatch(found["labels"]))) and _is_number(found["value"])


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _known_names() -> frozenset[str]:
    return frozenset(f"{family.name}{suffix}" for family in REGISTRY.collect() for suffix in _SUFFIXES)
