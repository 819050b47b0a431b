"""The words of the shipped lists: their stems, which are cut once and shipped, and how often each is said."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np

from faq.matching.normalise import words
from faq.matching.shipping import Arrays, packed, shipped, unpacked
from faq.matching.stems import cut
from faq.matching.wordlists import Language, background_list, lists, situation_lists

FILE = "words"
_SHORTEST_COMMON = 3  # letters


@dataclass(frozen=True)
class ListedWords:
    """The words of one language's lists."""

    stems: Mapping[str, str]  # of every word, sorted by the word
    common: tuple[str, ...]  # what a misspelt word may have been, sorted
    lines_with: Mapping[str, int]  # stem → in how many situations' and background lines it is, if any
    lines: int


@cache
def listed_words(language: Language) -> ListedWords:
    """From the shipped file where it fits the lists, else counted now."""
    arrays = shipped(language, FILE)
    if arrays is None:
        return counted(language)
    listed, stems = unpacked(arrays["words"]), unpacked(arrays["stems"])
    stem_of, common, lines_with = (arrays[name].tolist() for name in ("stem_of", "common", "lines_with"))
    return ListedWords(
        {word: stems[number] for word, number in zip(listed, stem_of, strict=True)},
        tuple(word for word, is_common in zip(listed, common, strict=True) if is_common),
        {stem: lines for stem, lines in zip(stems, lines_with, strict=True) if lines},
        int(arrays["lines"]),
    )


def stem(word: str, language: Language) -> str:
    """The stem of a normalised word."""
    return listed_words(language).stems.get(word) or cut(word)


def words_to_ship(language: Language) -> Arrays:
    """What `listed_words` reads: words, stems, each word's stem and whether it is common, each stem's lines."""
    listed = counted(language)
    stems = sorted(set(listed.stems.values()))
    number = {stem: i for i, stem in enumerate(stems)}
    common = set(listed.common)
    return {
        "words": packed(list(listed.stems)),
        "stems": packed(stems),
        "stem_of": np.array([number[stem] for stem in listed.stems.values()], np.int32),
        "common": np.array([word in common for word in listed.stems]),
        "lines_with": np.array([listed.lines_with.get(stem, 0) for stem in stems], np.int32),
        "lines": np.array(listed.lines),
    }


def counted(language: Language) -> ListedWords:
    known = lists(language)
    said = [set(words(line)) for line in (*chain.from_iterable(situation_lists(language)), *background_list(language))]
    usual = _words(known.function_words).union(*said)
    stems = {word: cut(word) for word in sorted(usual | _words((*known.colloquial, *known.synonyms)))}
    return ListedWords(
        stems,
        tuple(word for word in stems if word in usual and len(word) >= _SHORTEST_COMMON),
        Counter(chain.from_iterable({stems[word] for word in line} for line in said)),
        len(said),
    )


def _words(lines: Iterable[str]) -> set[str]:
    return {word for line in lines for word in words(line)}
