"""What the matcher would have said to questions whose meaning people have labelled since.

Each question is asked of a matcher that never learnt it, so that it tells how new questions fare: the questions are
dealt into a few parts, and each part is asked of the matcher without it (cross-validation). Only the latest are asked;
what was said long ago tells little about today's FAQ.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from faq.entry import Entry
from faq.label import Label
from faq.matching.match import Match
from faq.matching.votes import Question, Verdict, Words, question_words, verdict

_PARTS = 5
_MOST = 400  # questions
_MOST_COMPLAINTS = 2  # of one customer, where nobody else complains: nobody can silence the desk alone

Ask = Callable[[str], Sequence[Match]]


@dataclass(frozen=True)
class Outcome:
    """One question, asked again."""

    probability: float  # of the first entry, 0 to 1
    is_right: bool
    is_answerable: bool  # False: people say that no entry answers it
    is_agreed: bool = True  # whether at least two people say what it means


@dataclass(frozen=True)
class _Asked:
    """A question with what it means, or, where people only complained of an entry, with that entry."""

    question: Question
    meaning: str | None
    complained_of: str | None = None

    def outcome(self, matches: Sequence[Match]) -> Outcome | None:
        """None where it tells nothing: another entry than the one complained of is first now."""
        first = matches[0].entry.id if matches else None
        if self.complained_of is not None and first != self.complained_of:
            return None
        is_right = first is not None and first == self.meaning
        is_answerable = self.meaning is not None or self.complained_of is not None
        probability = matches[0].probability if matches else 0.0
        return Outcome(probability, is_right, is_answerable, len(self.question.opinions) > 1)


def replay(
    entries: Sequence[Entry], labels: Iterable[Label], matcher_of: Callable[[list[Entry]], Ask]
) -> tuple[Outcome, ...]:
    """The outcomes of the latest questions, in the order of their latest labels.

    matcher_of: prepares changed entries to be asked.
    """
    found = list(_asked(verdict(list(entries), labels)))
    found = sorted(found, key=lambda one: (one.question.latest, one.question.text))[-_MOST:]
    outcomes: dict[int, Outcome | None] = {}
    for part in range(min(_PARTS, len(found))):
        held_out = range(part, len(found), _PARTS)
        ask = matcher_of(_without(entries, {found[place].question.words for place in held_out}))
        outcomes |= {place: found[place].outcome(ask(found[place].question.text)) for place in held_out}
    in_order = (outcomes[place] for place in range(len(found)))
    return tuple(outcome for outcome in in_order if outcome is not None)


def _asked(said: Verdict) -> Iterator[_Asked]:
    meant: list[tuple[Question, str | None]] = [
        (question, entry) for entry, questions in said.meant.items() for question in questions
    ]
    meant += [(question, None) for question in said.unanswered]
    yield from (_Asked(question, meaning) for question, meaning in meant)
    known = {question.words for question, _ in meant}
    complaints: Counter[str] = Counter()
    for question in reversed(said.questions):
        if question.words in known:
            continue
        for entry in sorted(question.rejected() - question.meanings()):
            complaints.update(list(question.opinions))
            if len(question.opinions) > 1 or max(complaints[who] for who in question.opinions) <= _MOST_COMPLAINTS:
                yield _Asked(question, None, entry)


def _without(entries: Sequence[Entry], held_out: set[Words]) -> list[Entry]:
    def kept(texts: Sequence[str]) -> tuple[str, ...]:
        return tuple(text for text in texts if question_words(text) not in held_out)

    return [replace(entry, learnt=kept(entry.learnt), unlike=kept(entry.unlike)) for entry in entries]
