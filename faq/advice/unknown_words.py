"""Words of customers that neither the FAQ nor everyday language explains: «микротик», «сбп».

Every word of a question that is not stated is looked up in the FAQ's phrasings and answers, what its customers taught
it, the author's words.md and the shipped lists of everyday words. That a shipped synonym tells the matcher what it may
mean is not enough, since no answer speaks of it. What is a typing error of a known word is no unknown word; the
matcher's own repair is too generous for this, since it would rather read «микротик» as «микрофон» than give up.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from faq.advice.questions import AskedQuestion, are_of_several
from faq.advice.values import UnknownWord
from faq.entry import Entry
from faq.matching.listed_words import listed_words, stem
from faq.matching.meanings import own_meanings
from faq.matching.normalise import words
from faq.matching.prepared import language_of
from faq.matching.reading import read
from faq.matching.vocabulary import Vocabulary
from faq.matching.wordlists import Language
from faq.normalising import normalise
from faq.wordlists import words as listed

_EVERYDAY_LISTS = (
    "common", "around", "around_thanks", "around_feedback", "greetings", "thanks", "call", "human", "function",
    "helped", "not_helped", "everyday", "first_names",
)  # fmt: skip
_EVERYDAY_LINES = 3  # shipped situations that have a word from which it is everyday language
_LEAST_LETTERS, _MOST_LETTERS = 3, 24
# Typing errors by the least letters of a word: towards the FAQ's own words, and towards those of everyday language.
_OWN_ERRORS, _EVERYDAY_ERRORS = ((8, 2), (5, 1)), ((9, 2), (6, 1))
_DIGIT = re.compile(r"\d")


def unknown_words(
    questions: Iterable[AskedQuestion], entries: Sequence[Entry], own_words: str, most: int
) -> tuple[UnknownWord, ...]:
    """At most so many, those in most questions first.

    questions: of the entries' language; own_words: the text of the author's words.md.
    """
    known = _KnownWords(entries, own_words)
    typed: dict[str, Counter[str]] = defaultdict(Counter)
    having: dict[str, list[AskedQuestion]] = defaultdict(list)
    for question in questions:
        for a_stem, word in dict(known.unknown(question.text)).items():
            typed[a_stem][word] += question.times
            having[a_stem].append(question)
    often = {a_stem: found for a_stem, found in having.items() if are_of_several(found)}
    unknown = [a_stem for a_stem in often if not all(map(known.is_misspelt, typed[a_stem]))]
    found = [_word(typed[a_stem], often[a_stem]) for a_stem in unknown]
    return tuple(sorted(found, key=lambda one: (-one.count, one.word))[:most])


def _word(typed: Counter[str], questions: Sequence[AskedQuestion]) -> UnknownWord:
    most_typed = min(typed, key=lambda word: (-typed[word], word))
    count = sum(question.times for question in questions)
    shortest = min((one.text for one in questions), key=lambda text: (most_typed not in words(text), len(text), text))
    return UnknownWord(most_typed, count, shortest)


class _KnownWords:
    """What words an FAQ and its language know."""

    def __init__(self, entries: Sequence[Entry], own_words: str) -> None:
        self._language: Language = language_of(entries)
        own = sorted({*normalise(own_words).split(), *(word for entry in entries for word in _words_of(entry))})
        self._own = own
        self._vocabulary = Vocabulary(self._language, own, own_meanings(self._language, own_words))
        self._own_stems = frozenset(self._vocabulary.number)
        self._listed = listed_words(self._language).stems

    def unknown(self, text: str) -> Iterator[tuple[str, str]]:
        """The unknown words of a question, as they were read, each with its stem."""
        reading = read(text, self._vocabulary)
        for word in words(text) if reading.keyboard == "typed" else reading.words:
            if _LEAST_LETTERS <= len(word) <= _MOST_LETTERS and not _DIGIT.search(word):
                a_stem = stem(word, self._language)
                if not self._is_known(a_stem) and not self._is_colloquial(word):
                    yield a_stem, word

    def is_misspelt(self, word: str) -> bool:
        """Whether it is a typing error of a known word."""
        return _is_near(word, self._own, _OWN_ERRORS) or (
            word not in self._listed and _is_near(word, list(self._listed), _EVERYDAY_ERRORS)
        )

    def _is_known(self, a_stem: str) -> bool:
        return a_stem in self._own_stems or a_stem in _everyday_stems(self._language)

    def _is_colloquial(self, word: str) -> bool:
        """Whether it stands for words that are known: «щас» for «сейчас», but not «сбп» for «быстрый платёж»."""
        meant = [stem(one, self._language) for one in self._vocabulary.meanings.plain.get((word,), ())]
        known = self._own_stems | _stems_of_lists(self._language)
        return bool(meant) and known.issuperset(meant)


def _is_near(word: str, known: Sequence[str], allowed: Sequence[tuple[int, int]]) -> bool:
    errors = next((errors for least, errors in allowed if len(word) >= least), 0)
    if not errors:
        return False
    near = process.extract(word, known, scorer=OSA.distance, score_cutoff=errors, limit=None)
    return any(other[:1] == word[:1] for other, _, _ in near)


def _words_of(entry: Entry) -> Iterator[str]:
    texts = (*entry.phrasings, *entry.learnt, entry.category, *entry.tags, *entry.answer.splitlines())
    for text in texts:
        yield from normalise(text).split()


@cache
def _everyday_stems(language: Language) -> frozenset[str]:
    often = {one for one, lines in listed_words(language).lines_with.items() if lines >= _EVERYDAY_LINES}
    return _stems_of_lists(language) | often


@cache
def _stems_of_lists(language: Language) -> frozenset[str]:
    lines = (line for name in _EVERYDAY_LISTS for line in listed(language, name))
    return frozenset(stem(word, language) for line in lines for word in words(line))
