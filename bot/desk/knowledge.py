"""The FAQ that serves now: a broken edit leaves the last good one serving."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import faq
from faq import Decision, Entry, Library, Match, Matcher


@dataclass(frozen=True)
class Read:
    """A question as it was read: its language, what was decided, and what came close."""

    language: str
    decision: Decision
    matches: tuple[Match, ...]


class Knowledge:
    """The FAQ of one folder. `load` and `reload` read it; everything else is pure."""

    def __init__(self, path: Path, language: str, max_wrong: float) -> None:
        self.path = path
        self._language = language
        self._max_wrong = max_wrong
        self.library: Library = self._read()
        self._matchers = self._build(self.library)

    def reload(self) -> None:
        """Read the folder again; raises FaqError, and keeps the last good FAQ, when it is broken."""
        library = self._read()
        self._matchers, self.library = self._build(library), library

    def read(self, text: str, language: str, on: date) -> Read:
        """What the FAQ says to `text`, in its own language or, when that can't be told, in `language`."""
        spoken = faq.language_of(text, language)
        serving = spoken if spoken in self._matchers else self.library.default_language
        matcher = self._matchers[serving]
        matches = tuple(matcher.match(text))
        decision = faq.decide(text, matches, answer_from=matcher.threshold(self._max_wrong), on=on)
        return Read(spoken, decision, matches)

    def small_talk(self, text: str, language: str) -> Entry | None:
        spoken = faq.language_of(text, language)
        for choice in (spoken, self.library.default_language):
            if choice in self.library.languages and (found := faq.small_talk(text, self.library.entries(choice))):
                return found
        return None

    def _read(self) -> Library:
        return faq.load(self.path, default_language=self._language)

    def _build(self, library: Library) -> Mapping[str, Matcher]:
        return {language: Matcher(_askable(library.entries(language))) for language in library.languages}


def _askable(entries: Sequence[Entry]) -> list[Entry]:
    return [entry for entry in entries if not entry.is_small_talk]
