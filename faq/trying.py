"""What would be done with a question: for `nightdesk faq try` and for the author's examples."""

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
class Trial:
    """A question with what would be done about it. `calls_human` when the customer asks for a person."""

    question: str
    language: str
    understood: Understood
    explanation: Explanation
    threshold: float  # the least probability, 0 to 1, with which a match is stated
    calls_human: bool

    @property
    def answered(self) -> tuple[Entry, ...]:
        return tuple(match.entry for match in self.understood.answers)

    @property
    def suggested(self) -> tuple[Entry, ...]:
        decision = self.understood.decision
        return tuple(match.entry for match in decision.matches) if isinstance(decision, Suggest) else ()


def try_question(answerer: Answerer, question: str, *, on: date) -> Trial:
    """What would be done with the question on that day of the company's calendar."""
    language = language_of(question, answerer.library.default_language)
    calls_human = wants_human(question)
    return Trial(
        question,
        language,
        _handed_off(question) if calls_human else _understood(answerer, question, language, on),
        answerer.explain(question, language),
        answerer.threshold(language),
        calls_human,
    )


def _understood(answerer: Answerer, question: str, language: str, on: date) -> Understood:
    small_talk = answerer.small_talk(question, language)
    return (
        Understood((Match(small_talk, 1.0),), "", None) if small_talk else answerer.understand(question, language, on)
    )


def _handed_off(question: str) -> Understood:
    return Understood((), question, HandOff((), "nothing_close"))
