"""Where in a markdown source its parts are, as the markdown library's own parser sees it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import pyromark
from telegramify_markdown.converter import STANDARD_OPTIONS


@dataclass(frozen=True)
class Event:
    """A step of the parser: `kind` is "Start", "End", "Text" …; `name` what starts or ends; positions are in bytes of
    UTF-8; `depth` is 0 for blocks that are in no other."""

    kind: str
    name: str
    target: str
    text: str
    start: int
    end: int
    depth: int


@dataclass(frozen=True)
class Edit:
    """Bytes from `start` to `end` of a source that are to become `text`."""

    start: int
    end: int
    text: str


def events(source: str) -> list[Event]:
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
    return found


def edited(source: str, edits: Iterable[Edit]) -> str:
    """The source with its edits, which must not overlap."""
    data = source.encode()
    parts: list[bytes] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        parts += [data[at : edit.start], edit.text.encode()]
        at = edit.end
    return b"".join([*parts, data[at:]]).decode()


def sliced(source: str, start: int, end: int) -> str:
    return _encoded(source)[start:end].decode()


@lru_cache(maxsize=2)
def _encoded(source: str) -> bytes:
    """A source is encoded once, however many slices are taken from it."""
    return source.encode()
