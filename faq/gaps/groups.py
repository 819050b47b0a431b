"""Groups of questions that ask for the same."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from faq.entry import Entry
from faq.feedback import feedback_in_words
from faq.gaps.clusters import Odds, members, merged, settled
from faq.gaps.pair_odds import Texts, pair_odds
from faq.matching.encoder import find_encoder
from faq.matching.wordlists import Language
from faq.normalising import normalise
from faq.parts import content_words
from faq.replies import asks, is_rejection
from faq.small_talk import SmallTalkPhrases, is_thanks, small_talk, small_talk_phrases, wants_human

MOST_QUESTIONS = 2_000
"""Different questions that are read at once."""

_MERGED = -0.75  # mean log odds from which groups are one; see bench/LOG.md
_STAYS = -2.0  # from which a question is of a group
_CLEAR = range(3, 15)  # words of a question that says clearly what a group asks for


@dataclass(frozen=True)
class Group:
    """Questions that ask for the same, two or more.

    `questions` are their places in what was given, ascending; `clearest` is the place of the one that tells best what
    all of them ask for.
    """

    questions: tuple[int, ...]
    clearest: int


def group_questions(
    questions: Sequence[str], entries: Sequence[Entry] = (), *, language: Language, semantic: bool | None = None
) -> tuple[Group, ...]:
    """The groups, largest first; a question that is like no other is in none, nor is one that asks for nothing.

    questions: of one language, oldest first. Of more than `MOST_QUESTIONS` different ones only the newest are read.
    entries: the FAQ that left them unanswered, whose words help to tell what matters in its trade. semantic: as for
    Matcher; raises EncoderMissingError for True where the encoder is not installed.

    Pure. The order of the questions makes no difference but for which are the newest.
    """
    places = _places(questions, small_talk_phrases(entries))
    texts = list(places)
    if not texts:
        return ()
    encoder = find_encoder(semantic)
    read = Texts.read([questions[places[one][0]] for one in texts], entries, language)
    odds = pair_odds(read, language, encoder)
    weights = [len(places[one]) for one in texts]
    labels = settled(odds, weights, merged(odds, weights, _MERGED), _STAYS)
    groups = [_group(one, texts, places, odds, read.is_as_typed) for one in members(labels)]
    ordered = sorted(groups, key=lambda pair: (-len(pair[0].questions), pair[1]))
    return tuple(group for group, _ in ordered if len(group.questions) > 1)


def _places(questions: Sequence[str], phrases: SmallTalkPhrases) -> dict[str, list[int]]:
    """The places of the newest questions by their normalised words, those in alphabetical order."""
    found: dict[str, list[int]] = {}
    skipped: set[str] = set()
    for place in range(len(questions) - 1, -1, -1):
        words = normalise(questions[place])
        if words in found:
            found[words].append(place)
        elif words not in skipped and len(found) < MOST_QUESTIONS:
            if _says_something(questions[place], phrases):
                found[words] = [place]
            else:
                skipped.add(words)
    return {words: sorted(found[words]) for words in sorted(found)}


def _says_something(text: str, phrases: SmallTalkPhrases) -> bool:
    """Whether an entry may be about it: it is no greeting, thanks, small talk, verdict or call for a person."""
    if not content_words(text) and not asks(normalise(text)):
        return False
    is_talk = is_thanks(text) or is_rejection(text) or feedback_in_words(text) is not None
    return not is_talk and not wants_human(text) and small_talk(text, phrases) is None


def _group(
    together: list[int], texts: Sequence[str], places: dict[str, list[int]], odds: Odds, is_as_typed: Sequence[bool]
) -> tuple[Group, str]:
    """A group, and the words by which it is ordered among groups of its size."""
    weights = np.array([len(places[texts[one]]) for one in together], np.float64)
    within = odds[np.ix_(together, together)].astype(np.float64)
    np.fill_diagonal(within, 0)
    central = within @ weights / np.maximum(1, weights.sum() - weights)

    def clearness(number: int) -> tuple[bool, bool, float]:
        one = together[number]
        return is_as_typed[one], len(texts[one].split()) in _CLEAR, float(central[number])

    clearest = texts[together[max(range(len(together)), key=clearness)]]
    questions = sorted(place for one in together for place in places[texts[one]])
    return Group(tuple(questions), places[clearest][0]), clearest
