"""How the FAQ would meet a question: for its author, who tries questions, and for the author's examples."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from faq.deciding import Answer, Decision, HandOff, Suggest, decide
from faq.entry import Entry
from faq.language import language_of
from faq.library import Library
from faq.matching import Explanation, Match, Matcher
from faq.small_talk import small_talk, wants_human


@dataclass(frozen=True)
class Tried:
    """A question with what would be done about it. `calls_human` when the customer asks for a person."""

    question: str
    language: str
    decision: Decision
    explanation: Explanation
    calls_human: bool

    @property
    def shown(self) -> tuple[Entry, ...]:
        """The entries that the customer would see, as an answer or as buttons."""
        if isinstance(self.decision, Answer):
            return (self.decision.match.entry,)
        return tuple(match.entry for match in self.decision.matches) if isinstance(self.decision, Suggest) else ()


@dataclass(frozen=True)
class Trial:
    """An FAQ ready for questions: a matcher for each of its languages."""

    library: Library
    matchers: Mapping[str, Matcher]
    max_wrong: float

    @staticmethod
    def of(library: Library, *, max_wrong: float) -> "Trial":
        """`max_wrong` is the share of direct answers that may be wrong."""
        matchers = {language: Matcher(_askable(library.entries(language))) for language in library.languages}
        return Trial(library, matchers, max_wrong)

    def ask(self, question: str, *, on: date) -> Tried:
        """What would be done on that day of the company's calendar."""
        language = language_of(question, self.library.default_language)
        matcher = self.matchers.get(language, self.matchers[self.library.default_language])
        said = small_talk(question, self.library.entries(language))
        matches = [Match(said, 1.0)] if said else matcher.match(question)
        decision = decide(question, matches, answer_from=matcher.threshold(self.max_wrong), on=on)
        calls_human = wants_human(question)
        if calls_human:
            decision = HandOff(tuple(matches), "nothing_close")
        return Tried(question, language, decision, matcher.explain(question), calls_human)


def _askable(entries: Iterable[Entry]) -> list[Entry]:
    """Small talk is recognised before matching, and only when it is the whole message."""
    return [entry for entry in entries if not entry.is_small_talk]
