"""The shipped word lists: colloquialisms, synonyms, situations, and messages that no FAQ answers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain
from typing import Literal

Language = Literal["ru", "en"]


@dataclass(frozen=True)
class Lists:
    """What one language's lists of words say."""

    colloquial: tuple[str, ...]  # lines «said, said => meant»
    synonyms: tuple[str, ...]  # lines of words that mean the same to a support desk
    function_words: tuple[str, ...]  # lines of words that carry little of what is asked


@cache
def lists(language: Language) -> Lists:
    """The shipped lists of a language's words."""
    folder = _folder(language)
    return Lists(
        colloquial=tuple(_lines(folder / "colloquial.txt")),
        synonyms=tuple(_lines(folder / "synonyms.txt")),
        function_words=tuple(_lines(folder / "function.txt")),
    )


def situation_lists(language: Language) -> tuple[tuple[str, ...], ...]:
    """The shipped situations, each a plain question, then how people put it.

    Read anew each time: they are long, and what comes of them is shipped.
    """
    return _situations(sorted((_folder(language) / "situations").iterdir(), key=lambda file: file.name))


def background_list(language: Language) -> tuple[str, ...]:
    """What anybody is asked and no FAQ answers; read anew each time."""
    return tuple(_lines(_folder(language) / "background.txt"))


def _folder(language: Language) -> Traversable:
    return files("faq") / "words" / language


def _lines(file: Traversable) -> Iterator[str]:
    return (line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip() and line[0] != "#")


def _situations(folder: Iterable[Traversable]) -> tuple[tuple[str, ...], ...]:
    """The paragraphs of all files; those that begin with the same question are one."""
    found: dict[str, list[str]] = {}
    for paragraph in chain.from_iterable(_paragraphs(file) for file in folder if file.name.endswith(".txt")):
        found.setdefault(paragraph[0], []).extend(paragraph[1:])
    return tuple((question, *dict.fromkeys(others)) for question, others in found.items())


def _paragraphs(file: Traversable) -> Iterator[list[str]]:
    kept = "\n".join(line.strip() for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    for block in kept.split("\n\n"):
        if block.strip():
            yield block.strip().split("\n")
