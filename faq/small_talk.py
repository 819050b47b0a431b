"""Messages that need no FAQ entry matched: small talk, thanks, and requests for a person."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import takewhile

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

_NEGATIONS = {"не", "ни", "без", "dont", "not", "no", "never", "without"}


def small_talk_phrases(entries: Iterable[Entry]) -> Mapping[str, Entry]:
    """The normalised phrasings of the small talk among the entries."""
    phrases = {
        normalise(phrasing): entry for entry in entries if entry.is_small_talk for phrasing in reversed(entry.phrasings)
    }
    phrases.pop("", None)
    return phrases


def small_talk(text: str, phrases: Mapping[str, Entry]) -> Entry | None:
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
    return any(_is_only(words, {*_words("thanks")}, {*_words("around_thanks")}) for words in _words_of(text))


def wants_human(text: str) -> bool:
    """Whether the customer asks for a person: «оператор», «позовите человека», "talk to a human", misspelled or not.

    A question that only mentions people, «сколько человек влезет в лодку», is no such request.
    """
    clauses = [clause for part in _CLAUSE_END.split(text[:MAX_LENGTH]) if (clause := normalise(part).split())]
    return any(_is_only_request(clause) for clause in clauses) or any(_has_call(words) for words in _words_of(text))


def without_greeting(text: str) -> str:
    """The message as it was typed, without the greetings it begins with; unchanged if it is only a greeting."""
    typed = list(_TYPED.finditer(text[:MAX_LENGTH]))
    spoken = [(word, found.start()) for found in typed for word in normalise(found[0]).split()]
    greetings, longest = _greetings()
    start = 0
    while taken := _prefix_length(
        [word for word, _ in spoken[start : start + longest]], longest, greetings.__contains__
    ):
        start += taken
    return text[spoken[start][1] :] if 0 < start < len(spoken) else text


def _is_only_request(words: Sequence[str]) -> bool:
    """Whether the words name a person and otherwise only ask for them."""
    people = [_names_people(word) for word in words]
    others = [word for word, one in zip(words, people, strict=True) if not one]
    return any(people) and all(word in _words("around") or _is_call(word) for word in others)


def _has_call(words: Sequence[str]) -> bool:
    """Whether the words ask for a person somewhere, or do nothing else."""
    return _is_only_request(words) or any(_calls_someone(words, at) for at, word in enumerate(words) if _is_call(word))


@lru_cache(maxsize=5000)  # the same words come in most messages
def _names_people(word: str) -> bool:
    return _is_like(word, _words("human"))


def _is_call(word: str) -> bool:
    return word.startswith(_words("call"))


def _calls_someone(words: Sequence[str], at: int) -> bool:
    """Whether the call at that word is not negated, and only function words stand between it and a person."""
    if at and words[at - 1] in _NEGATIONS:
        return False
    between = takewhile(lambda word: not _names_people(word), words[at + 1 : at + 1 + _FARTHEST])
    passed = list(between)
    reached = len(passed) < len(words[at + 1 : at + 1 + _FARTHEST])
    return reached and all(word in _words("around") or _is_call(word) for word in passed)


def _phrase(text: str, phrases: Mapping[str, Entry]) -> Entry | None:
    """The entry with this phrasing, or with one that differs by a typing error."""
    allowed = next((errors for length, errors in _FORGIVEN if len(text) >= length), 0)
    if text in phrases or not allowed:
        return phrases.get(text)
    close = process.extract(text, phrases.keys(), scorer=OSA.distance, score_cutoff=allowed, limit=None)
    nearest = min(((distance, phrase) for phrase, distance, _ in close), default=None)
    return phrases[nearest[1]] if nearest else None


def _phrase_by_phrase(text: str, phrases: Mapping[str, Entry]) -> Entry | None:
    """The entry of the last phrasing, if the message is a row of phrasings."""
    words = text.split()
    if len(words) > _MOST_SMALL_TALK:
        return None
    longest = max((len(phrase.split()) for phrase in phrases), default=0)
    last: Entry | None = None
    while words:
        taken = _prefix_length(words, longest, lambda part: _phrase(part, phrases) is not None)
        if not taken:
            return None
        last, words = _phrase(" ".join(words[:taken]), phrases), words[taken:]
    return last


def _prefix_length(words: Sequence[str], longest: int, is_phrase: Callable[[str], bool]) -> int:
    """The number of first words, at most `longest`, that make up the longest possible phrase; 0 if none do."""
    return next((count for count in range(min(longest, len(words)), 0, -1) if is_phrase(" ".join(words[:count]))), 0)


def _is_only(words: Sequence[str], wanted: set[str], around: set[str]) -> bool:
    """Whether every word is one of `wanted` or `around`, and at least one is one of `wanted`."""
    found = [word in wanted or _is_misspelled(word, wanted) for word in words]
    return any(found) and all(one or word in around for one, word in zip(found, words, strict=True))


def _is_misspelled(word: str, known: Iterable[str]) -> bool:
    return len(word) >= 5 and any(len(other) >= 5 and OSA.distance(word, other, score_cutoff=1) <= 1 for other in known)


def _is_like(word: str, beginnings: Iterable[str]) -> bool:
    """Whether the word is one of the beginnings with a short ending; one typing error is allowed in a long one."""
    return any(
        0 <= len(word) - len(beginning) + 1 <= _LONGEST_ENDING + 1
        and (word.startswith(beginning) or _begins_almost(word, beginning))
        for beginning in beginnings
    )


def _begins_almost(word: str, beginning: str) -> bool:
    if len(beginning) < 6:
        return False
    lengths = range(len(beginning) - 1, len(beginning) + 2)
    return any(OSA.distance(word[:length], beginning, score_cutoff=1) <= 1 for length in lengths)


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
def _words(name: str) -> tuple[str, ...]:
    return tuple(normalise(word) for word in all_words(name))
