"""How good the answers are, by all that the desk knows: what was answered, what was judged, and where the line is."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import sqrt
from zoneinfo import ZoneInfo

from sqlmodel import Session

import faq
from faq import Answerer, Bands
from storage.customers import questions_between
from storage.labels import labels_since, lines_in_force, phrasings
from storage.learning_models import MovedLines, PhrasingState
from storage.models import Question

_KINDS = {
    "answer": "answered",
    "repeat": "answered",
    "preview": "previewed",
    "suggest": "offered",
    "hand_off": "to_person",
}
_NINETY_FIVE = 1.959964  # standard deviations of the normal distribution


@dataclass(frozen=True)
class Figures:
    """Questions by what became of them at first."""

    answered: int = 0
    previewed: int = 0
    offered: int = 0
    to_person: int = 0

    @property
    def asked(self) -> int:
        return self.answered + self.previewed + self.offered + self.to_person


@dataclass(frozen=True)
class Judged:
    """Stated answers that customers or colleagues have judged."""

    right: int = 0
    wrong: int = 0

    @property
    def share_right(self) -> float | None:
        """0 to 1; None when nothing was judged."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where the true share lies, 19 times in 20: the Wilson score interval (E. B. Wilson, JASA 22, 1927)."""
        n, share = self.right + self.wrong, self.share_right
        if share is None:
            return None
        z2 = _NINETY_FIVE**2
        middle = (share + z2 / (2 * n)) / (1 + z2 / n)
        half = _NINETY_FIVE / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True)
class Quality:
    """Of one language, in a span of time.

    `lines`: where the bands begin now; `shipped`: where they would without labels; `moved`: the last move, if any.
    """

    language: str
    figures: Figures
    judged: Judged
    lines: Bands
    shipped: Bands
    moved: MovedLines | None
    learnt: int  # phrasings that serve
    proposed: int  # phrasings that wait for an author


def quality(session: Session, answerer: Answerer, since: datetime, until: datetime) -> list[Quality]:
    """Of each language of the FAQ, the company's first; since and until are aware."""
    asked = questions_between(session, since, until)
    wrong_or_right = judgements(session, {one.id: one.entry_id for one in asked if one.decision == "answer"}, since)
    return [
        Quality(
            language,
            _figures(one for one in asked if _language(answerer, one) == language),
            _judged(
                wrong_or_right[one.id]
                for one in asked
                if one.id in wrong_or_right and _language(answerer, one) == language
            ),
            answerer.bands(language),
            answerer.shipped_bands(language),
            lines_in_force(session, language),
            _count(session, language, PhrasingState.ACTIVE),
            _count(session, language, PhrasingState.PROPOSED),
        )
        for language in answerer.library.languages
    ]


def by_day(session: Session, since: datetime, until: datetime, zone: ZoneInfo) -> list[tuple[date, Figures]]:
    """The figures of each day on the company's clock that had a question, in all languages together."""
    days: dict[date, list[Question]] = {}
    for question in questions_between(session, since, until):
        days.setdefault(question.asked_at.astimezone(zone).date(), []).append(question)
    return [(day, _figures(asked)) for day, asked in sorted(days.items())]


def _figures(asked: Iterable[Question]) -> Figures:
    kinds = Counter(_KINDS[one.decision] for one in asked if one.decision in _KINDS)
    return Figures(**kinds)


def judgements(session: Session, said: Mapping[int, str | None], since: datetime) -> dict[int, bool]:
    """Whether each answer was right, by the last word about it since then (aware); those not judged are left out.

    `said` has the entry that was, or would have been, stated, by the question's id.
    """
    found: dict[int, bool] = {}
    for label in labels_since(session, since):
        if label.question_id in said:
            found[label.question_id] = label.holds and label.entry_id == said[label.question_id]
    return found


def _judged(verdicts: Iterable[bool]) -> Judged:
    counted = Counter(verdicts)
    return Judged(counted[True], counted[False])


def _language(answerer: Answerer, question: Question) -> str:
    return answerer.library.served(faq.language_of(question.text, question.language))


def _count(session: Session, language: str, state: PhrasingState) -> int:
    return sum(not row.is_unlike for row in phrasings(session, language, state))
