"""How the FAQ would meet a question: for its author, who tries questions, and for the author's examples."""

from dataclasses import dataclass
from datetime import date

from faq.answerer import Answerer
from faq.deciding import HandOff, Suggest
from faq.entry import Entry
from faq.language import language_of
from faq.matching import Explanation, Match
from faq.small_talk import wants_human
from faq.understanding import Understood


@dataclass(frozen=True)
class Tried:
    """A question with what would be done about it. `calls_human` when the customer asks for a person."""

    question: str
    language: str
    understood: Understood
    explanation: Explanation
    threshold: float  # the probability from which a match is stated
    calls_human: bool

    @property
    def answered(self) -> tuple[Entry, ...]:
        return tuple(match.entry for match in self.understood.answers)

    @property
    def suggested(self) -> tuple[Entry, ...]:
        decision = self.understood.decision
        return tuple(match.entry for match in decision.matches) if isinstance(decision, Suggest) else ()


def tried(answerer: Answerer, question: str, *, on: date) -> Tried:
    """What would be done with it on that day of the company's calendar."""
    language = language_of(question, answerer.library.default_language)
    calls_human = wants_human(question)
    return Tried(
        question,
        language,
        _by_a_person(question) if calls_human else _understood(answerer, question, language, on),
        answerer.explain(question, language),
        answerer.threshold(language),
        calls_human,
    )


def _understood(answerer: Answerer, question: str, language: str, on: date) -> Understood:
    said = answerer.small_talk(question, language)
    return Understood((Match(said, 1.0),), "", None) if said else answerer.understand(question, language, on)


def _by_a_person(question: str) -> Understood:
    return Understood((), question, HandOff((), "nothing_close"))
