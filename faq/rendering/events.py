"""The positions of elements in a markdown source, from the markdown library's own parser."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import pyromark
from telegramify_markdown.converter import STANDARD_OPTIONS


@dataclass(frozen=True)
class Event:
    """An event of the parser.

    `kind` is "Start", "End", "Text" …; `name` is the element that starts or ends. `start` and `end` are byte offsets in
    UTF-8; `depth` is the number of enclosing elements.
    """

    kind: str
    name: str
    target: str
    text: str
    start: int
    end: int
    depth: int


@dataclass(frozen=True)
class Edit:
    """Replaces the bytes from `start` to `end`, offsets in UTF-8, by `text`."""

    start: int
    end: int
    text: str


def events(source: str) -> list[Event]:
    return list(_events(source))


@lru_cache(maxsize=4)
def _events(source: str) -> tuple[Event, ...]:
    """Cached, since several corrections look at the same source one after the other."""
    found: list[Event] = []
    depth = 0
    for raw, place in pyromark.events_with_range(source, options=STANDARD_OPTIONS):
        kind, value = next(iter(raw.items())) if isinstance(raw, dict) else (raw, "")
        depth -= kind == "End"
        name, details = next(iter(value.items())) if isinstance(value, dict) else (value, {})
        target = str(details.get("dest_url", "")) if isinstance(details, dict) else ""
        is_text = kind not in ("Start", "End")
        found.append(
            Event(
                kind,
                "" if is_text else str(name),
                target,
                str(value) if is_text else "",
                place["start"],
                place["end"],
                depth,
            )
        )
        depth += kind == "Start"
    return tuple(found)


def apply_edits(source: str, edits: Iterable[Edit]) -> str:
    """The edited source; the edits must not overlap."""
    data = source.encode()
    parts: list[bytes] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        parts += [data[at : edit.start], edit.text.encode()]
        at = edit.end
    return b"".join([*parts, data[at:]]).decode()


def byte_slice(source: str, start: int, end: int) -> str:
    """The source between two byte offsets in UTF-8."""
    return _encoded(source)[start:end].decode()


@lru_cache(maxsize=2)
def _encoded(source: str) -> bytes:
    """Cached, so that many slices of a source take linear time."""
    return source.encode()
