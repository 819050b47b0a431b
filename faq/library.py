"""All entries of an FAQ folder, by language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from faq.entry import Entry
from faq.folder import Folder
from faq.problems import Problem


@dataclass(frozen=True)
class Found:
    """An entry and its language; `fallback` is true when that is not the requested language."""

    entry: Entry
    language: str
    fallback: bool


@dataclass(frozen=True)
class Library:
    """The entries of each language in the order of files and lines.

    `root` is the FAQ folder; `words` are the texts of the authors' words.md by language; `folder` has the files that
    all was read from, if it was read. `unsendable`: what is wrong with pictures and other files of answers. `files`:
    those that can be found, relative to the folder, with forward slashes.
    """

    root: Path
    default_language: str
    by_language: Mapping[str, tuple[Entry, ...]]
    words: Mapping[str, str] = field(default_factory=dict)
    folder: Folder | None = None
    unsendable: tuple[Problem, ...] = ()
    files: frozenset[str] = frozenset()

    def own_words(self, language: str) -> str:
        """The authors' words.md for that language; empty without one."""
        return self.words.get(language, "")

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have entries, the default one first."""
        others = sorted(language for language in self.by_language if language != self.default_language)
        return (self.default_language, *others)

    def served(self, language: str) -> str:
        """The language whose entries serve it: itself, or the default one if it has none."""
        return language if self.by_language.get(language) else self.default_language

    def entries(self, language: str) -> tuple[Entry, ...]:
        """The entries in that language; the default language's if it has none."""
        return self.by_language[self.served(language)]

    def categories(self, language: str) -> list[tuple[str, tuple[Entry, ...]]]:
        """The categories with their entries in file order, without small talk."""
        grouped: dict[str, list[Entry]] = {}
        for entry in self.entries(language):
            if not entry.is_small_talk:
                grouped.setdefault(entry.category, []).append(entry)
        return [(name, tuple(entries)) for name, entries in grouped.items()]

    def find(self, entry_id: str, language: str) -> Found | None:
        """The entry in that language, else in the default one, else None."""
        for candidate in (language, self.default_language):
            for entry in self.by_language.get(candidate, ()):
                if entry.id == entry_id:
                    return Found(entry, candidate, fallback=candidate != language)
        return None
