"""The FAQ that serves now: a broken edit leaves the last good one serving."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Thread

import faq
from bot.runtime.free_memory import free_memory
from faq import Answerer, ArrayCache, Entry, HandOff, Library, Match, Suggest
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
    """The FAQ of one folder. Making one and `reload` read it and write the cache; everything else is pure.

    The library is there at once; what is asked waits for `answerer`, which is made in a thread of its own.
    """

    def __init__(self, path: Path, language: str, max_wrong: float, cache: Path | None = None) -> None:
        """language: the company's. max_wrong: the share of answers that may be wrong, 0 to 1.

        cache: a folder that makes the next start faster; None for no cache. It need not exist or be writable.

        Raises FaqError when the FAQ is broken.
        """
        self.path = path
        self._language = language
        self._max_wrong = max_wrong
        self._cache = None if cache is None else ArrayCache(cache)
        self.library: Library = self._read()
        self.answerer = _in_thread(self._prepare)

    def reload(self) -> None:
        """Read the folder again; raises FaqError, and keeps the last good FAQ, when it is broken."""
        library = self._read()
        answerer = self.answerer.result().updated(library)
        changed: Future[Answerer] = Future()
        changed.set_result(answerer)
        self.library, self.answerer = library, changed
        self._save(answerer)

    def read(self, text: str, language: str, on: date) -> Read:
        """What the FAQ says to `text`, in its own language or, when that can't be told, in `language`."""
        spoken = faq.language_of(text, language)
        found = self.answerer.result().understand(text, spoken, on)
        return Read(spoken, found.answers, found.left, found.decision)

    def read_on(self, text: str, before: str, said: str | None, language: str, on: date) -> Read:
        """What it says to `text` as it goes on from `before`, which got the answer of the entry `said`."""
        spoken = faq.language_of(f"{before} {text}", language)
        found = self.answerer.result().follow(text, before, said, spoken, on)
        return Read(spoken, found.answers, found.left, found.decision)

    def small_talk(self, text: str, language: str) -> Entry | None:
        return self.answerer.result().small_talk(text, faq.language_of(text, language))

    def _prepare(self) -> Answerer:
        answerer = Answerer.of(self.library, max_wrong=self._max_wrong, cache=self._cache)
        self._save(answerer)
        return answerer

    def _save(self, answerer: Answerer) -> None:
        if self._cache is not None:
            answerer.save(self._cache)
        free_memory()

    def _read(self) -> Library:
        return load(self.path, default_language=self._language)


def _in_thread(make: Callable[[], Answerer]) -> "Future[Answerer]":
    """The result of `make` in a thread of its own, which never keeps the process from ending."""
    made: Future[Answerer] = Future()
    made.set_running_or_notify_cancel()  # whoever stops waiting leaves it to the others

    def work() -> None:
        try:
            made.set_result(make())
        except Exception as error:
            made.set_exception(error)

    Thread(target=work, daemon=True).start()
    return made
