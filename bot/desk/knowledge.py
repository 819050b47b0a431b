"""The FAQ that serves now: a broken edit leaves the last good one serving."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import faq
from faq import Answerer, Entry, HandOff, Library, Match, Suggest
from faq.loading import load


@dataclass(frozen=True)
class Read:
    """A question as it was read: its language, what is answered, and what is left open.

    `left` is what the answers leave open, as it was typed, and `decision` is about that; None when nothing is left.
    """

    language: str
    answers: tuple[Match, ...]
    left: str
    decision: Suggest | HandOff | None

    @property
    def matches(self) -> tuple[Match, ...]:
        """What came closest to what is left open, best first; where nothing is, what is answered."""
        return self.decision.matches if self.decision else self.answers


class Knowledge:
    """The FAQ of one folder. Making one and `reload` read it; everything else is pure."""

    def __init__(self, path: Path, language: str, max_wrong: float) -> None:
        self.path = path
        self._language = language
        self._answerer = Answerer.of(self._read(), max_wrong=max_wrong)

    @property
    def library(self) -> Library:
        return self._answerer.library

    def reload(self) -> None:
        """Read the folder again; raises FaqError, and keeps the last good FAQ, when it is broken."""
        self._answerer = self._answerer.updated(self._read())

    def read(self, text: str, language: str, on: date) -> Read:
        """What the FAQ says to `text`, in its own language or, when that can't be told, in `language`."""
        spoken = faq.language_of(text, language)
        found = self._answerer.understand(text, spoken, on)
        return Read(spoken, found.answers, found.left, found.decision)

    def read_on(self, text: str, before: str, said: str | None, language: str, on: date) -> Read:
        """What it says to `text` as it goes on from `before`, which got the answer of the entry `said`."""
        spoken = faq.language_of(f"{before} {text}", language)
        found = self._answerer.follow(text, before, said, spoken, on)
        return Read(spoken, found.answers, found.left, found.decision)

    def small_talk(self, text: str, language: str) -> Entry | None:
        return self._answerer.small_talk(text, faq.language_of(text, language))

    def _read(self) -> Library:
        return load(self.path, default_language=self._language)
