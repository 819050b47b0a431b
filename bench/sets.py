"""FAQs with questions whose answers are known, read from JSON, for learning and for measuring.

A set is {"meta": …, "train": [[phrasing, entry]], "test": [[question, entry]], "oos": [question that nothing answers]}.
Where meta says "canonical_first", an entry's first phrasing is its question; else any of them may be. A stream has
"stream": [{"text": …, "entry": …}] instead of "test" and "oos": a desk's messages, whose entry is null where nothing
answers. Of streams no weights are learnt, only where the bands begin.
"""

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faq.entry import Entry

_LARGE = 2_000  # phrasings; of a larger set 25 an entry are "all"
_PHRASINGS = (1, 2, 3, 5, None)  # an entry has at most; None for all
_PHRASINGS_OF_STREAMS = (1, None)  # they have three
_MOST_ASKED = 600
_MOST_OUTSIDE = 400
_HELD_OUT = 20  # entries of a set without questions from outside, whose questions become such


@dataclass(frozen=True)
class Asked:
    """An FAQ with some phrasings an entry, and questions to it."""

    name: str
    phrasings: int | None  # an entry at most; None for all
    entries: tuple[Entry, ...]
    questions: tuple[tuple[str, str | None], ...]  # with the entry that answers, if any
    is_stream: bool = False
    is_outside_near: bool = False  # questions that nothing answers are those of entries left out


def read_sets(paths: list[Path]) -> Iterator[Asked]:
    """Every set with one, with a few and with all phrasings an entry."""
    for path in sorted(paths):
        data = json.loads(path.read_text(encoding="utf-8"))
        for phrasings in _PHRASINGS_OF_STREAMS if "stream" in data else _PHRASINGS:
            yield _read(path.stem, data, phrasings)


def shop(name: str) -> str:
    """What sets of one company in two languages have in common: they are left out together."""
    return name.rsplit("_", 1)[-1]


def _read(name: str, data: Mapping[str, Any], phrasings: int | None) -> Asked:
    rng = random.Random(7)
    inside, outside = _asked(data)
    is_near = not outside
    held: set[str] = set()
    if not outside:
        held = set(rng.sample(sorted({entry for _, entry in data["train"]}), _HELD_OUT))
        outside = [question for question, entry in inside if entry in held]
    inside = [pair for pair in inside if pair[1] not in held]
    rng.shuffle(inside)
    rng.shuffle(outside)
    by_entry: dict[str, list[str]] = {}
    for phrasing, entry in data["train"]:
        if entry not in held:
            by_entry.setdefault(entry, []).append(phrasing)
    most = phrasings or (25 if len(data["train"]) > _LARGE else None)
    first = bool(data["meta"].get("canonical_first"))
    entries = tuple(_entry(one, texts, most, first, rng) for one, texts in by_entry.items())
    questions = [*inside[:_MOST_ASKED], *((question, None) for question in outside[:_MOST_OUTSIDE])]
    return Asked(name, phrasings, entries, tuple(questions), "stream" in data, is_near)


def _asked(data: Mapping[str, Any]) -> tuple[list[tuple[str, str]], list[str]]:
    """The questions with the entry that answers, and those that nothing answers."""
    if "stream" not in data:
        return [(question, entry) for question, entry in data["test"]], list(data["oos"])
    said = [(one["text"], one["entry"]) for one in data["stream"]]
    return [(text, entry) for text, entry in said if entry], [text for text, entry in said if not entry]


def _entry(name: str, texts: list[str], most: int | None, first: bool, rng: random.Random) -> Entry:
    """The entry with up to `most` of its phrasings, drawn; the first is kept where it is the question."""
    different = list(dict.fromkeys(texts))
    if not first:
        rng.shuffle(different)
    others = different[1:]
    kept = others if most is None else rng.sample(others, min(most - 1, len(others)))
    return Entry(name, different[0], tuple(kept))
