"""What a pilot keeps from a customer, as the question records it and as colleagues are shown it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session

from bot.desk.faq_reading import Read
from bot.desk.pilot.share import pilot_of
from bot.desk.unit_of_work import UnitOfWork
from faq import Match, Preview, Suggest
from storage.customers import withheld_questions
from storage.models import Question, Ticket

MOST_SHOWN = 3  # questions of a ticket, the newest


class Withheld(StrEnum):
    """What the bot would have done, in `Question.withheld`; None there: it would have handed over all the same."""

    ANSWER = "answer"  # stated the entry that answers it
    ANSWERS = "answers"  # stated several, which together do
    PART = "part"  # answered a part of it
    PREVIEW = "preview"
    CHOICE = "choice"


@dataclass(frozen=True)
class Suggestion:
    """For a colleague: what the bot would have shown the customer. `probability` is that of the first entry."""

    kind: Withheld
    titles: tuple[str, ...]
    probability: float


def withheld_of(found: Read) -> Withheld | None:
    if found.answers and found.left:
        return Withheld.PART
    if found.answers:
        return Withheld.ANSWER if len(found.answers) == 1 else Withheld.ANSWERS
    if isinstance(found.decision, Preview):
        return Withheld.PREVIEW
    return Withheld.CHOICE if isinstance(found.decision, Suggest) else None


def answer_withheld(question: Question) -> str | None:
    """The entry that would have been stated as the whole answer; None where there would have been none, or several."""
    return question.suggested[0] if question.withheld == Withheld.ANSWER and question.suggested else None


def matches_withheld(found: Read) -> Sequence[Match]:
    """The entries that the customer would have been shown; where none, those that are likeliest."""
    return found.answers or found.matches


def suggestions_for(uow: UnitOfWork, ticket: Ticket) -> Sequence[Suggestion]:
    """What the bot would have shown the ticket's customer since the last reply, at least at last; oldest first.

    Empty outside of a pilot.
    """
    questions = withheld_questions(uow.session, ticket.id) if pilot_of(uow) else ()
    unanswered = [one for one in questions if ticket.replied_at is None or one.asked_at > ticket.replied_at]
    shown = (unanswered or questions[:1])[:MOST_SHOWN]
    return [suggestion for one in reversed(shown) if (suggestion := _suggestion(uow, ticket, one))]


def _suggestion(uow: UnitOfWork, ticket: Ticket, question: Question) -> Suggestion | None:
    """None when its entries are gone."""
    kind = Withheld(question.withheld or "")
    shown = question.suggested[:1] if kind in (Withheld.ANSWER, Withheld.PREVIEW) else question.suggested
    found = (uow.context.knowledge.library.find(entry_id, ticket.language) for entry_id in shown)
    titles = tuple(one.entry.question for one in found if one)
    return Suggestion(kind, titles, question.probability or 0.0) if titles else None


def question_suggesting(session: Session, ticket_id: int, entry_id: str) -> Question | None:
    """The ticket's last question for which that entry was suggested in a pilot."""
    return next((one for one in withheld_questions(session, ticket_id) if entry_id in one.suggested), None)
