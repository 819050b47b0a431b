"""Messages that an FAQ with a third of its entries left out does not answer, for grouping them.

A stream's messages come as they came, those that nothing answers too. Of a set each topic's questions are drawn
Zipf-like, so that a few topics are asked often, as at a desk.
"""

import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from bench.sets import shop
from faq.entry import Entry
from faq.matching import Band, Matcher
from faq.matching.wordlists import Language

Message = tuple[str, str | None]

_MAX_WRONG = 0.05
_PHRASINGS = 3  # an entry has of its author
_MOST_ENTRIES = 36  # of a set with more only so many are the company's
_OFTEN = 5  # messages from which a topic has to be found
_MOST_OF_A_TOPIC = 30
_DECAY = 0.35


@dataclass(frozen=True)
class Unanswered:
    """`topics[i]` is the entry that would answer message i, left out or kept; None where none would."""

    name: str
    language: Language
    kept: tuple[Entry, ...]
    left_out: frozenset[str]
    messages: tuple[str, ...]
    topics: tuple[str | None, ...]

    @property
    def company(self) -> str:
        return shop(self.name)

    @property
    def often(self) -> Mapping[str, int]:
        """The topics left out that were asked often, with how often."""
        counts = Counter(topic for topic in self.topics if topic in self.left_out)
        return {topic: count for topic, count in counts.items() if topic and count >= _OFTEN}


def unanswered(path: Path, seed: int, semantic: bool | None) -> Unanswered:
    """What the matcher neither answers nor previews once a third of the entries, drawn by the seed, is left out."""
    data = json.loads(path.read_text(encoding="utf-8"))
    rng = random.Random(f"{path.stem} {seed}")
    language: Language = "ru" if path.stem.startswith("ru") else "en"
    entries, messages = _company(data, language, rng)
    ids = sorted(entry.id for entry in entries)
    left_out = frozenset(rng.sample(ids, round(len(ids) / 3)))
    kept = tuple(entry for entry in entries if entry.id not in left_out)
    matcher = Matcher(kept, semantic=semantic)
    bands = matcher.bands(_MAX_WRONG)
    found: list[Message] = []
    for text, topic in messages:
        matches = matcher.match(text, limit=1)
        if not matches or bands.of(matches[0].probability) in (Band.OFFER, Band.NOTHING):
            found.append((text, topic))
    texts, topics = zip(*found, strict=True)
    return Unanswered(path.stem, language, kept, left_out, texts, topics)


def _company(data: Mapping[str, Any], language: Language, rng: random.Random) -> tuple[list[Entry], list[Message]]:
    phrasings: dict[str, list[str]] = {}
    for text, entry in data["train"]:
        phrasings.setdefault(entry, []).append(text)
    if "stream" in data:
        ids, messages = sorted(phrasings), [(one["text"], one["entry"]) for one in data["stream"]]
    else:
        ids = sorted(rng.sample(sorted(phrasings), min(_MOST_ENTRIES, len(phrasings))))
        messages = _drawn(data, ids, rng)
    answers = data.get("answers", {})
    return [_entry(one, phrasings[one], answers.get(one, ""), language) for one in ids], messages


def _entry(name: str, texts: Sequence[str], answer: str, language: Language) -> Entry:
    question, *also = list(dict.fromkeys(texts))[:_PHRASINGS]
    return Entry(name, question, tuple(also), answer, language)


def _drawn(data: Mapping[str, Any], ids: Sequence[str], rng: random.Random) -> list[Message]:
    """Questions of a set, few of most topics, and a third as many that nothing answers."""
    order = rng.sample(ids, len(ids))
    inside: list[Message] = []
    for place, topic in enumerate(order):
        asked = [(text, one) for text, one in data["test"] if one == topic]
        inside += rng.sample(asked, min(len(asked), max(2, round(_MOST_OF_A_TOPIC / (1 + _DECAY * place)))))
    known = frozenset(ids)
    outside = cast("list[str]", data["oos"]) or [text for text, one in data["test"] if one not in known]
    nothing: list[Message] = [(text, None) for text in rng.sample(outside, min(len(outside), len(inside) // 3))]
    return rng.sample(inside + nothing, len(inside) + len(nothing))
