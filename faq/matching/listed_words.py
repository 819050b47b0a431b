"""The words of the shipped lists: their stems, which are cut once and shipped, and how often each is said."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from faq.matching.shipped_arrays import WORDS, shipped_arrays, unpacked_strings
from faq.matching.stems import snowball_stem
from faq.matching.wordlists import Language


@dataclass(frozen=True)
class ListedWords:
    """The words of one language's lists."""

    stems: Mapping[str, str]  # of every word, sorted by the word
    common: tuple[str, ...]  # what a misspelt word may have been, sorted
    lines_with: Mapping[str, int]  # stem → in how many situations' and background lines it is, if any
    lines: int


@cache
def listed_words(language: Language) -> ListedWords:
    """As shipped."""
    arrays = shipped_arrays(language, WORDS)
    listed, stems = unpacked_strings(arrays["words"]), unpacked_strings(arrays["stems"])
    stem_of, common, lines_with = (arrays[name].tolist() for name in ("stem_of", "common", "lines_with"))
    return ListedWords(
        {word: stems[number] for word, number in zip(listed, stem_of, strict=True)},
        tuple(word for word, is_common in zip(listed, common, strict=True) if is_common),
        {stem: lines for stem, lines in zip(stems, lines_with, strict=True) if lines},
        int(arrays["lines"]),
    )


def stem(word: str, language: Language) -> str:
    """The stem of a normalised word."""
    return listed_words(language).stems.get(word) or snowball_stem(word)
