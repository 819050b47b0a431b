"""Why a question was matched as it was, for a person to read."""

from dataclasses import dataclass

from faq.matching.match import Match
from faq.matching.reading import Keyboard


@dataclass(frozen=True)
class Considered:
    """An entry that came to the fore."""

    match: Match
    phrasing: str  # its own that looks most like the question
    shares: dict[str, float]  # what each score added to its rank, by name
    shared_words: tuple[str, ...]  # words of the question that its phrasings have


@dataclass(frozen=True)
class Explanation:
    """What was read into a question, and which entries it was compared with."""

    question: str  # as it came
    keyboard: Keyboard
    words: tuple[str, ...]  # as read, slang replaced; empty when the question has none
    repaired: tuple[tuple[str, str], ...]  # misspelt word → what it was taken for
    unknown_weight: float  # share of the words' weight that the FAQ does not know, 0 to 1
    unknown_letters: float  # share of the letters in words that nothing knows, 0 to 1
    considered: tuple[Considered, ...]  # best first

    @property
    def matches(self) -> tuple[Match, ...]:
        return tuple(one.match for one in self.considered)
