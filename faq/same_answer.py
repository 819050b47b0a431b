"""What a colleague's reply says of the question it answers: which entry it means, or that none answers it.

Two things that know nothing of each other have to agree: which entries the question is like, and which entry's answer
the reply is like. A reply alone tells little, since answers of one shop share their words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from faq.entry import Entry
from faq.matching import Match, Matcher
from faq.matching.answer_words import sentences
from faq.matching.normalise import words
from faq.templates import is_template

_FEWEST_WORDS = 4  # of a reply that answers anything; "сейчас посмотрю" does not
_LIKE_ANSWER = 0.2  # probability from which the reply gives the answer, if the question asks for it, too
_AHEAD = 1.3  # times as probable as the next answer
_ASKED = 3  # of the entries that the question is like, one has to be the one
_UNLIKE_ANSWERS = 0.4  # probability up to which the reply gives no answer of the FAQ


@dataclass(frozen=True)
class ReplyRead:
    """The entry whose answer the reply gives, or that no entry has it; else it tells nothing for certain."""

    entry_id: str | None = None
    is_new: bool = False


NOTHING_CERTAIN = ReplyRead()


class ReplyReader:
    """Compares replies with the answers of an FAQ in one language. Takes a second or two to prepare."""

    def __init__(self, entries: Iterable[Entry], semantic: bool | None = None) -> None:
        """semantic: as for Matcher."""
        spoken = ((entry.id, sentences(entry.answer)) for entry in entries)
        self._matcher = Matcher((Entry(one, said[0], said[1:]) for one, said in spoken if said), semantic=semantic)

    def read(self, asked: Sequence[Match], reply: str, least: float) -> ReplyRead:
        """What a reply says.

        asked: what the question matched, best first. least: the probability, 0 to 1, from which a customer is shown
        anything; a question that reached it is covered by some entry, whatever the reply says.
        """
        if len(words(reply)) < _FEWEST_WORDS:
            return NOTHING_CERTAIN
        said = self._matcher.match(reply, limit=_ASKED)
        first, second = ([*(match.probability for match in said), 0.0, 0.0])[:2]
        candidates = [match.entry.id for match in asked[:_ASKED]]
        if said and said[0].entry.id in candidates:
            is_same = first >= _LIKE_ANSWER and first >= _AHEAD * second
            return ReplyRead(said[0].entry.id) if is_same else NOTHING_CERTAIN
        is_covered = bool(asked) and asked[0].probability >= least
        shares_answer = any(one.entry.id in candidates and one.probability >= _LIKE_ANSWER for one in said)
        return ReplyRead(is_new=not (is_covered or shares_answer) and first <= _UNLIKE_ANSWERS)

    def gives(self, entry: Entry, reply: str) -> bool | None:
        """Whether the reply gives that entry's answer at all, say yes or no; None when it is too short to tell.

        None, too, for an answer that is filled in anew each time.
        """
        if len(words(reply)) < _FEWEST_WORDS or is_template(entry.answer):
            return None
        said = self._matcher.match(reply, limit=_ASKED)
        return any(one.entry.id == entry.id and one.probability >= _LIKE_ANSWER for one in said)
