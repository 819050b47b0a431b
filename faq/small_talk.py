"""Messages that need no FAQ entry matched: small talk, thanks, and requests for a person."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import islice, takewhile

from rapidfuzz import process
from rapidfuzz.distance import OSA

from faq.entry import Entry
from faq.normalising import MAX_LENGTH, normalise
from faq.readings import in_other_layout
from faq.wordlists import all_words

_FORGIVEN = ((10, 2), (5, 1))
"""Typing errors that are allowed, by the least length of a text in letters."""

_CLAUSE_END = re.compile(r"[.!?,;\n]+")
_TYPED = re.compile(r"[^\s,!.]+")
_LONGEST_ENDING = 3
"""Letters."""

_FARTHEST = 8
"""Words between a call («позовите») and the person it calls."""

_MOST_SMALL_TALK = 20
"""Words; a longer message is no small talk."""

_LONG_WORD = 10
"""Letters of a word in which two typing errors are forgiven, and one in a shorter word."""

_LEAST_MISSPELT = 5
"""Letters of a word in which a typing error is forgiven."""

_LEAST_BEGINNING = 6
"""Letters of a beginning in which a typing error is forgiven."""

_NEGATIONS = {"не", "ни", "без", "dont", "not", "no", "never", "without"}


@dataclass(frozen=True)
class SmallTalkPhrases:
    """The normalised phrasings of small talk, with their entries."""

    entries: Mapping[str, Entry]

    @cached_property
    def longest(self) -> int:
        """Words of the longest one."""
        return max((len(phrase.split()) for phrase in self.entries), default=0)

    @cached_property
    def by_length(self) -> Mapping[int, tuple[str, ...]]:
        """The phrasings by how many letters they have."""
        found: dict[int, tuple[str, ...]] = {}
        for phrase in self.entries:
            found[len(phrase)] = (*found.get(len(phrase), ()), phrase)
        return found


def small_talk_phrases(entries: Iterable[Entry]) -> SmallTalkPhrases:
    """The phrasings of the small talk among the entries."""
    phrases = {
        normalise(phrasing): entry for entry in entries if entry.is_small_talk for phrasing in reversed(entry.phrasings)
    }
    phrases.pop("", None)
    return SmallTalkPhrases(phrases)


def small_talk(text: str, phrases: SmallTalkPhrases) -> Entry | None:
    """The small-talk entry, if the whole message is one or several of the `small_talk_phrases`; of several the last.

    «Привет! Как дела?» is small talk, «привет, сколько стоит доставка» is a question.
    """
    for reading in _typed_readings(text):
        found = _phrase(reading, phrases) or _phrase_by_phrase(reading, phrases)
        if found is not None:
            return found
    return None


def is_thanks(text: str) -> bool:
    """Whether the message only thanks or agrees, «спасибо большое», «ок, понял», and needs no reply."""
    around = _word_set("around_thanks")
    return any(_is_only(words, around) for words in _words_of(text))


def wants_human(text: str) -> bool:
    """Whether the customer asks for a person: «оператор», «позовите человека», "talk to a human", misspelled or not.

    A question that only mentions people, «сколько человек влезет в лодку», is no such request.
    """
    clauses = [clause for part in _CLAUSE_END.split(text[:MAX_LENGTH]) if (clause := normalise(part).split())]
    return any(_is_only_request(clause) for clause in clauses) or any(_has_call(words) for words in _words_of(text))


def without_greeting(text: str) -> str:
    """The message as it was typed, without the greetings it begins with; unchanged if it is only a greeting."""
    said = _said(text[:MAX_LENGTH])
    greetings, longest = _greetings()
    next_words = list(islice(said, longest))
    begins_at = 0
    while taken := _prefix_length([word for word, _ in next_words], longest, greetings.__contains__):
        next_words = [*next_words[taken:], *islice(said, taken)]
        if not next_words:
            return text
        begins_at = next_words[0][1]
    return text[begins_at:]


def _said(text: str) -> Iterator[tuple[str, int]]:
    """The normalised words of the text, one after the other, with where in it each was typed."""
    return ((word, found.start()) for found in _TYPED.finditer(text) for word in normalise(found[0]).split())


def _is_only_request(words: Sequence[str]) -> bool:
    """Whether the words name a person and otherwise only ask for them."""
    is_named = False
    for word in words:
        if _names_people(word):
            is_named = True
        elif word not in _word_set("around") and not _is_call(word):
            return False
    return is_named


def _has_call(words: Sequence[str]) -> bool:
    """Whether the words ask for a person somewhere, or do nothing else."""
    return _is_only_request(words) or any(_calls_someone(words, at) for at, word in enumerate(words) if _is_call(word))


@lru_cache(maxsize=5000)  # the same words come in most messages
def _names_people(word: str) -> bool:
    beginnings = _beginnings_of_people(len(word))
    return word.startswith(beginnings) or _begins_almost(word, beginnings)


def _is_call(word: str) -> bool:
    return word.startswith(_words("call"))


def _calls_someone(words: Sequence[str], at: int) -> bool:
    """Whether the call at that word is not negated, and only function words stand between it and a person."""
    if at and words[at - 1] in _NEGATIONS:
        return False
    between = takewhile(lambda word: not _names_people(word), words[at + 1 : at + 1 + _FARTHEST])
    passed = list(between)
    reached = len(passed) < len(words[at + 1 : at + 1 + _FARTHEST])
    return reached and all(word in _word_set("around") or _is_call(word) for word in passed)


def _phrase(text: str, phrases: SmallTalkPhrases) -> Entry | None:
    """The entry with this phrasing, or with one that differs by a typing error."""
    allowed = next((errors for length, errors in _FORGIVEN if len(text) >= length), 0)
    if text in phrases.entries or not allowed:
        return phrases.entries.get(text)
    lengths = range(len(text) - allowed, len(text) + allowed + 1)
    choices = [phrase for length in lengths for phrase in phrases.by_length.get(length, ())]
    close = process.extract(text, choices, scorer=OSA.distance, score_cutoff=allowed, limit=None) if choices else ()
    nearest = min(((distance, phrase) for phrase, distance, _ in close if _is_misspelt(text, phrase)), default=None)
    return phrases.entries[nearest[1]] if nearest else None


def _is_misspelt(text: str, phrase: str) -> bool:
    """Whether no word of it is another one than is meant: «что делать» is no misspelt «что делаешь»."""
    typed, meant = text.split(), phrase.split()
    if len(typed) != len(meant):
        return True
    return all(
        OSA.distance(one, other) <= (1 if len(one) < _LONG_WORD else 2) for one, other in zip(typed, meant, strict=True)
    )


def _phrase_by_phrase(text: str, phrases: SmallTalkPhrases) -> Entry | None:
    """The entry of the last phrasing, if the message is a row of phrasings."""
    words = text.split()
    if len(words) > _MOST_SMALL_TALK:
        return None
    last: Entry | None = None
    while words:
        taken = _prefix_length(words, phrases.longest, lambda part: _phrase(part, phrases) is not None)
        if not taken:
            return None
        last, words = _phrase(" ".join(words[:taken]), phrases), words[taken:]
    return last


def _prefix_length(words: Sequence[str], longest: int, is_phrase: Callable[[str], bool]) -> int:
    """The number of first words, at most `longest`, that make up the longest possible phrase; 0 if none do."""
    return next((count for count in range(min(longest, len(words)), 0, -1) if is_phrase(" ".join(words[:count]))), 0)


def _is_only(words: Sequence[str], around: frozenset[str]) -> bool:
    """Whether every word thanks or is one of `around`, and at least one thanks; typing errors are forgiven."""
    thanks = False
    for word in words:
        if _thanks(word):
            thanks = True
        elif word not in around:
            return False
    return thanks


@lru_cache(maxsize=5000)
def _thanks(word: str) -> bool:
    if word in _word_set("thanks"):
        return True
    long = (other for other in _words("thanks") if len(other) >= _LEAST_MISSPELT)
    return len(word) >= _LEAST_MISSPELT and any(OSA.distance(word, other, score_cutoff=1) <= 1 for other in long)


@cache
def _beginnings_of_people(length: int) -> tuple[str, ...]:
    """Those of people's names that a word of so many letters may begin with, counting a short ending."""
    return tuple(one for one in _words("human") if 0 <= length - len(one) + 1 <= _LONGEST_ENDING + 1)


def _begins_almost(word: str, beginnings: Iterable[str]) -> bool:
    """Whether the word begins with one of the long beginnings, but for one typing error."""
    return any(
        OSA.distance(word[:length], beginning, score_cutoff=1) <= 1
        for beginning in beginnings
        if len(beginning) >= _LEAST_BEGINNING and _has_most_letters(word, beginning)
        for length in range(len(beginning) - 1, len(beginning) + 2)
    )


def _has_most_letters(word: str, beginning: str) -> bool:
    """Whether one typing error may be all that is between them: it leaves one half of the beginning in its place.

    Half of it stands at the word's begin, or all behind it stands in the word, moved by a letter at most.
    """
    half = len(beginning) // 2
    return word.startswith(beginning[: half - 1]) or beginning[half + 1 :] in word


def _words_of(text: str) -> list[list[str]]:
    return [reading.split() for reading in _typed_readings(text)]


def _typed_readings(text: str) -> tuple[str, ...]:
    """The normalised text as typed, and as typed in the other keyboard layout."""
    return tuple(reading for reading in (normalise(text), in_other_layout(text)) if reading)


@cache
def _greetings() -> tuple[frozenset[str], int]:
    """The normalised greetings, and the number of words in the longest."""
    greetings = frozenset(_words("greetings"))
    return greetings, max(len(greeting.split()) for greeting in greetings)


@cache
def _word_set(name: str) -> frozenset[str]:
    return frozenset(_words(name))


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(normalise(word) for word in all_words(name))
