"""What would be done with a question: for `nightdesk faq try` and for the author's examples."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from faq.answerer import Answerer
from faq.deciding import HandOff, Preview, Suggest
from faq.entry import Entry
from faq.language import language_of
from faq.matching import Bands, Explanation, Match
from faq.small_talk import wants_human
from faq.understanding import Understood

Outcome = Literal["answered", "previewed", "suggested", "handed_off"]


@dataclass(frozen=True)
class Trial:
    """A question with what would be done about it. `calls_human` when the customer asks for a person."""

    question: str
    language: str
    understood: Understood
    explanation: Explanation
    bands: Bands
    calls_human: bool

    @property
    def answered(self) -> tuple[Entry, ...]:
        return tuple(match.entry for match in self.understood.answers)

    @property
    def previewed(self) -> Entry | None:
        """The entry whose first lines are shown, the first of `suggested`."""
        return self.suggested[0] if isinstance(self.understood.decision, Preview) else None

    @property
    def outcome(self) -> Outcome:
        """What comes first for the customer: an answer with a rest that is offered or handed off is an answer."""
        if self.answered:
            return "answered"
        if self.previewed:
            return "previewed"
        return "suggested" if self.suggested else "handed_off"

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
        answerer.bands(language),
        calls_human,
    )


def _understood(answerer: Answerer, question: str, language: str, on: date) -> Understood:
    small_talk = answerer.small_talk(question, language)
    return (
        Understood((Match(small_talk, 1.0),), "", None) if small_talk else answerer.understand(question, language, on)
    )


def _handed_off(question: str) -> Understood:
    return Understood((), question, HandOff((), "nothing_close"))
