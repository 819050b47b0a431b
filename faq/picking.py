"""A second opinion on a question whose answer is not sure: which of the likeliest entries it asks for, if any.

Whoever is asked, a language model behind an address, names a number and never writes a word. Its choice is one piece of
evidence beside the matcher's, no more: it can make a probable entry sure and an unlikely one probable, but never brings
one forward that the matcher would not have offered.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from faq.matching import Match

MOST_SHOWN = 5

RIGHT = 0.8
"""How often it is taken to be right: what small language models reach on choices of this kind. A prior, not measured
on the model in use."""

_EVIDENCE = RIGHT / (1 - RIGHT)
"""The likelihood ratio of its choice, as if all its mistakes fell on the very entry that it names. Spread evenly over
the other titles they would allow 20; but what misleads the matcher misleads a model, too."""


class Picker(Protocol):
    """Chooses among titles. May be asked by several threads."""

    def pick(self, question: str, titles: Sequence[str]) -> int | None:
        """The number of the title, from 1, that the question asks for; 0 for none of them.

        None: no opinion, as when it gives none in time, or something else than a number. Never raises.
        """


def weighed(matches: Sequence[Match], choice: int | None) -> tuple[Match, ...]:
    """The matches with the choice as evidence, best first.

    matches: those whose titles were shown, in that order; choice: as `Picker.pick` gives it.

    By Bayes' rule: the odds of the entry that is named rise by `_EVIDENCE`, and the others share what is left; where
    none is, the odds rise that it is none of them.
    """
    if choice is None or not 0 <= choice <= len(matches):
        return tuple(matches)
    if choice == 0:
        none = max(0.0, 1 - sum(match.probability for match in matches))
        total = 1 + (_EVIDENCE - 1) * none
        return tuple(replace(match, probability=match.probability / total) for match in matches)
    named = matches[choice - 1]
    before = min(named.probability, 1.0)
    after = _EVIDENCE * before / (1 + (_EVIDENCE - 1) * before)
    left = (1 - after) / (1 - before) if before < 1 else 1.0
    found = [replace(match, probability=after if match is named else match.probability * left) for match in matches]
    return tuple(sorted(found, key=lambda match: -match.probability))
