"""A month of one desk that learns every night, as figures of each day and as a picture.

    python -m bench.month STREAM.json [--png FILE] [--language ru] [--no-semantic] [--lives 1]

The stream has the FAQ (`train`, `answers`) and the month's messages in order (`stream`: at, who, text, entry; entry is
null where nothing answers). Customers and colleagues label what they are shown as they do in life: 3 in 10 confirm a
right answer, 7 in 10 pick the right one of what is offered, colleagues label half of what reaches them, one label in
twenty is wrong. Every night the desk learns, and its lines follow. People act by chance, so
the month may be lived several times and the days' counts added up. Prints the figures as JSON: counts only, no words.
"""

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from bot.commands.quality_chart import DayFigures, draw
from faq import Answer, Entry, HandOff, Label, Match, Matcher, Preview, decide, learn
from faq.label import By

MAX_WRONG = 0.05
_CONFIRMS, _REJECTS, _CALLS = 0.3, 0.3, 0.3  # shares of customers, of a right answer and of a wrong one
_PICKS, _LABELS, _WRONG_LABELS, _GIVES_UP = 0.7, 0.5, 0.05, 0.5


@dataclass(frozen=True)
class Message:
    """A customer's message and the entry that answers it, if one does."""

    at: datetime
    who: str
    text: str
    entry: str | None


@dataclass(frozen=True)
class Stream:
    """An FAQ and a month of messages to it, in order."""

    entries: tuple[Entry, ...]
    messages: tuple[Message, ...]
    language: str

    @staticmethod
    def read(path: Path) -> "Stream":
        data = json.loads(path.read_text(encoding="utf-8"))
        language, phrasings = data["meta"]["lang"], defaultdict(list)
        for text, entry in data["train"]:
            phrasings[entry].append(text)
        entries = tuple(
            Entry(name, first, tuple(others), data["answers"].get(name, ""), language)
            for name, (first, *others) in phrasings.items()
        )
        messages = [
            Message(datetime.fromisoformat(one["at"]), str(one["who"]), one["text"], one["entry"])
            for one in data["stream"]
        ]
        return Stream(entries, tuple(sorted(messages, key=lambda one: one.at)), language)

    def days(self) -> Iterator[tuple[date, list[Message]]]:
        by_day = defaultdict(list)
        for message in self.messages:
            by_day[message.at.date()].append(message)
        yield from sorted(by_day.items())


class Life:
    """What customers and colleagues do about what they are shown."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)

    def labels(self, message: Message, matches: Sequence[Match], shown: object) -> Iterator[Label]:
        """The labels that come of one message."""
        close = [match.entry.id for match in matches]
        to_person = isinstance(shown, HandOff)
        if isinstance(shown, Answer):
            to_person = False
            chance, stated = self._rng.random(), shown.match.entry.id
            if stated == message.entry and chance < _CONFIRMS:
                yield self._label(message, stated, "customer", close)
            elif stated != message.entry and chance < _REJECTS + _CALLS:
                yield self._label(message, stated, "customer", close, holds=False)
                to_person = chance < _CALLS
        elif not isinstance(shown, HandOff):
            offered = [match.entry.id for match in getattr(shown, "matches", ())]
            if message.entry in offered and self._rng.random() < _PICKS:
                yield self._label(message, message.entry, "customer", close)
            else:
                to_person = message.entry not in offered or self._rng.random() < _GIVES_UP
        if to_person and self._rng.random() < _LABELS:
            yield self._label(message, message.entry, "colleague", close)

    def _label(self, message: Message, entry: str | None, by: By, close: Sequence[str], *, holds: bool = True) -> Label:
        if self._rng.random() < _WRONG_LABELS:
            entry = self._rng.choice([one for one in close if one != entry] or [entry])
        return Label(message.text, entry, holds or entry is None, by, message.who, message.at)


def lived(stream: Stream, seed: int, semantic: bool | None) -> list[DayFigures]:
    """The figures of each day; the desk learns every night from the labels of all days before."""
    life, labels, figures = Life(seed), list[Label](), list[DayFigures]()
    matcher = Matcher(stream.entries, semantic=semantic)
    for day, messages in stream.days():
        line = matcher.bands(MAX_WRONG, labels)
        kinds: Counter[str] = Counter()
        for message in messages:
            matches = matcher.match(message.text, limit=5)
            shown = decide(message.text, matches, bands=line, on=day)
            kinds[_KINDS.get(type(shown), "offered")] += 1
            labels += life.labels(message, matches, shown)
        figures.append(_figures(day, kinds))
        matcher = matcher.updated(learn(stream.entries, labels))
    return figures


_KINDS: Mapping[type, str] = {Answer: "answered", Preview: "previewed", HandOff: "to_person"}


def _figures(day: date, kinds: Counter[str]) -> DayFigures:
    answered, previewed, offered = (kinds[kind] for kind in ("answered", "previewed", "offered"))
    return DayFigures(day, kinds.total(), answered, previewed, offered, kinds["to_person"])


def added_up(lives: Sequence[Sequence[DayFigures]]) -> list[DayFigures]:
    """Day by day the counts of all of them; each has the same days."""
    counts = ("answered", "previewed", "offered", "to_person")
    return [
        _figures(days[0].date, Counter({kind: sum(getattr(day, kind) for day in days) for kind in counts}))
        for days in zip(*lives, strict=True)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description="A month of one desk that learns every night.")
    parser.add_argument("stream", type=Path)
    parser.add_argument("--png", type=Path, help="where the picture goes")
    parser.add_argument("--language", choices=("ru", "en"), help="of the picture; default: the stream's")
    parser.add_argument("--no-semantic", action="store_true", help="without the sentence encoder")
    parser.add_argument("--lives", type=int, default=1, help="how often it is lived, with other chances each time")
    arguments = parser.parse_args()
    stream = Stream.read(arguments.stream)
    semantic = False if arguments.no_semantic else None
    figures = added_up([lived(stream, seed, semantic) for seed in range(arguments.lives)])
    if arguments.png:
        draw(figures, arguments.language or stream.language, arguments.png)
    print(json.dumps([asdict(day) | {"date": day.date.isoformat()} for day in figures]))


if __name__ == "__main__":
    main()
