"""How a pilot goes: what became of the bot's suggestions and answers, and whether it may answer more customers."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from bot.desk.learning.colleagues import REPLIED_OTHERWISE
from bot.desk.learning.quality import Judged, judgements
from bot.desk.pilot.share import Pilot
from bot.desk.pilot.withholding import Withheld, answer_withheld
from bot.desk.unit_of_work import UnitOfWork
from storage.customers import questions_between
from storage.models import Event, Question

LEAST_JUDGED = 20  # fewer say nothing: one mistake among them may be chance
MOST_HIDDEN = 4  # times `max_wrong` that may be wrong in truth, by the worse end of the interval
MOST_TITLES = 5

_UNSURE = frozenset({"preview", "suggest", Withheld.PREVIEW, Withheld.CHOICE})  # asked back, or would have been


class Verdict(StrEnum):
    GOOD = "good"  # the bot may answer more customers
    TOO_FEW = "too_few"  # judged answers
    TOO_WRONG = "too_wrong"


@dataclass(frozen=True)
class Suggested:
    """Sure answers that were suggested to colleagues, by what these did.

    They `sent` it, wrote the `same` in their own words, or something `other`; of `unjudged` nothing is known.
    """

    sent: int = 0
    same: int = 0
    other: int = 0
    unjudged: int = 0

    @property
    def all(self) -> int:
        return self.sent + self.same + self.other + self.unjudged


@dataclass(frozen=True)
class Given:
    """Sure answers that customers got: those that helped, that did not, and of which nobody said anything."""

    helped: int = 0
    unhelped: int = 0
    unsaid: int = 0

    @property
    def all(self) -> int:
        return self.helped + self.unhelped + self.unsaid


@dataclass(frozen=True)
class PilotFigures:
    """Since the share in force began. `unsure`: questions that the bot would have asked back about, or did.

    `wrong_titles`: of the entries that were wrong, the most frequent first.
    """

    suggested: Suggested = Suggested()
    given: Given = Given()
    unsure: int = 0
    wrong_titles: tuple[str, ...] = ()

    @property
    def judged(self) -> Judged:
        suggested, given = self.suggested, self.given
        return Judged(suggested.sent + suggested.same + given.helped, suggested.other + given.unhelped)


def figures_of(uow: UnitOfWork, pilot: Pilot) -> PilotFigures:
    asked = questions_between(uow.session, pilot.since, uow.now)
    given = {one.id: one.entry_id for one in asked if one.decision == "answer"}
    suggested = {one.id: entry for one in asked if (entry := answer_withheld(one))}
    said = given | suggested
    otherwise = _with_event(uow.session, pilot.since, REPLIED_OTHERWISE).intersection(suggested)
    right = dict.fromkeys(otherwise, False) | judgements(uow.session, said, pilot.since)
    sent = _with_event(uow.session, pilot.since, "answered_from_faq")
    wrong = [(said[one.id], one.language) for one in asked if right.get(one.id) is False]
    return PilotFigures(
        Suggested(
            sent=sum(right.get(one) is True and one in sent for one in suggested),
            same=sum(right.get(one) is True and one not in sent for one in suggested),
            other=sum(right.get(one) is False for one in suggested),
            unjudged=sum(one not in right for one in suggested),
        ),
        Given(
            helped=sum(right.get(one) is True for one in given),
            unhelped=sum(right.get(one) is False for one in given),
            unsaid=sum(one not in right for one in given),
        ),
        sum((one.withheld or one.decision) in _UNSURE for one in asked),
        tuple(_titles(uow, wrong)),
    )


def _with_event(session: Session, since: datetime, kind: str) -> set[int]:
    """The ids of questions to whose tickets that happened."""
    found = select(Question.id).join(Event, col(Event.ticket_id) == Question.ticket_id)
    return set(session.exec(found.where(Question.asked_at >= since, Event.kind == kind)).all())


def _titles(uow: UnitOfWork, entries: Iterable[tuple[str | None, str]]) -> list[str]:
    """The titles of the entries that are there, each of a language, the most frequent first."""
    library = uow.context.knowledge.library
    found = (library.find(entry_id or "", language) for entry_id, language in entries)
    return [title for title, _ in Counter(one.entry.question for one in found if one).most_common(MOST_TITLES)]


def verdict(judged: Judged, max_wrong: float) -> Verdict:
    """Whether the bot may answer more customers, by at least twenty judged answers.

    No more of them may be wrong than `[faq] max_wrong` allows. Twenty without a mistake are also what a bot may show
    that errs three times as often, so the worse end of the interval (19 times in 20) must stay within four times as
    many. That is enough because a share is raised in steps, each with figures of its own, and because complaints in a
    row make the desk careful at once (`bot.desk.learning.harm`).
    """
    count, share, interval = judged.right + judged.wrong, judged.share_right, judged.interval
    if share is None or interval is None or count < LEAST_JUDGED:
        return Verdict.TOO_FEW
    if share < 1 - max_wrong:
        return Verdict.TOO_WRONG
    return Verdict.GOOD if interval[0] >= 1 - MOST_HIDDEN * max_wrong else Verdict.TOO_FEW
