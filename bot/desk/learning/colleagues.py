"""Labels from what colleagues wrote by hand, read at night: it takes seconds, and by day nobody has to wait for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from bot.desk.authoring.unanswered import reply_of
from bot.desk.learning.noting import is_learnable, note_of_somebody
from bot.desk.pilot.withholding import answer_withheld
from bot.desk.ticket.history import note_event
from bot.desk.unit_of_work import UnitOfWork
from faq import Answerer
from faq.same_answer import ReplyReader
from storage.labels import labels_of, only_question_of
from storage.models import Question, State, Ticket
from storage.tickets import events_of

MOST_READ = 300  # tickets of a night, the newest
REPLIED_OTHERWISE = "replied_otherwise"  # an event of a ticket: see `RepliesRead`


@dataclass(frozen=True)
class Solved:
    """A ticket that a colleague has answered by hand and that is about one question."""

    question_id: int
    question: str
    language: str
    reply: str
    colleague: str
    stated: str | None  # the entry that the bot had answered with, in vain
    is_refused: bool  # the customer said that nothing of what was shown is meant
    suggested: str | None = None  # the entry that a pilot suggested to the colleague


@dataclass(frozen=True)
class ReplyLabel:
    question_id: int
    entry_id: str | None
    holds: bool
    colleague: str


@dataclass(frozen=True)
class RepliesRead:
    """What replies say. `otherwise`: the questions whose reply is not the answer that a pilot suggested.

    These are no labels: a reply may say "I'll look into your order" where the entry would have done as well.
    """

    labels: Sequence[ReplyLabel] = ()
    otherwise: Sequence[int] = ()


def solved_since(uow: UnitOfWork, since: datetime) -> list[Solved]:
    """Tickets solved since then (aware) by a reply; those answered by a button of the FAQ have their label already."""
    done = select(Ticket).where(
        col(Ticket.state).in_((State.SOLVED, State.CLOSED)),
        col(Ticket.solved_at) >= since,
        col(Ticket.replied_at).is_not(None),
        ~col(Ticket.is_spam),
    )
    tickets = uow.session.exec(done.order_by(col(Ticket.id).desc()).limit(MOST_READ)).all()
    return [found for ticket in tickets if (found := _solved(uow, ticket))]


def read_replies(tickets: Iterable[Solved], answerer: Answerer) -> RepliesRead:
    """What the replies say of the questions. Takes seconds; needs no database."""
    labels, otherwise, readers = list[ReplyLabel](), list[int](), dict[str, ReplyReader]()
    for one in tickets:
        language = answerer.library.served(one.language)
        if language not in readers:
            readers[language] = ReplyReader(answerer.library.entries(language), answerer.semantic)
        asked = answerer.match(one.question, language)
        least = 1.0 if one.is_refused else answerer.bands(language).offer
        read = readers[language].read(asked, one.reply, least)
        if one.stated and read.entry_id not in (None, one.stated):
            labels.append(ReplyLabel(one.question_id, one.stated, False, one.colleague))
        if read.entry_id or read.is_new:
            labels.append(ReplyLabel(one.question_id, read.entry_id, True, one.colleague))
        elif one.suggested and _is_otherwise(readers[language], answerer, one.suggested, language, one.reply):
            otherwise.append(one.question_id)
    return RepliesRead(labels, otherwise)


def note_replies(uow: UnitOfWork, read: RepliesRead) -> None:
    """Write down what they say, unless the question was erased meanwhile.

    What is known of a reply that was read before, by a command or a clock that was set back, is not written again.
    """
    for label in read.labels:
        question = uow.session.get(Question, label.question_id)
        if question and is_learnable(uow, question) and not _is_known(uow, label):
            note_of_somebody(uow, question, label.entry_id, holds=label.holds, by="colleague", who=label.colleague)
    for question_id in read.otherwise:
        question = uow.session.get(Question, question_id)
        ticket = uow.session.get(Ticket, question.ticket_id) if question and question.ticket_id else None
        if ticket and not any(event.kind == REPLIED_OTHERWISE for event in events_of(uow.session, ticket.id)):
            note_event(uow, ticket, REPLIED_OTHERWISE)


def _is_otherwise(reader: ReplyReader, answerer: Answerer, entry_id: str, language: str, reply: str) -> bool:
    found = answerer.library.find(entry_id, language)
    return found is not None and reader.gives(found.entry, reply) is False


def _is_known(uow: UnitOfWork, label: ReplyLabel) -> bool:
    said = ((one.who, one.entry_id, one.holds) for one in labels_of(uow.session, label.question_id))
    return (label.colleague, label.entry_id, label.holds) in said


def _solved(uow: UnitOfWork, ticket: Ticket) -> Solved | None:
    question = only_question_of(uow.session, ticket.id)
    if question is None or not is_learnable(uow, question):
        return None
    if any(event.kind == "answered_from_faq" for event in events_of(uow.session, ticket.id)):
        return None
    known = labels_of(uow.session, question.id)
    return Solved(
        question.id,
        question.in_context,
        question.language,
        reply_of(uow.session, ticket.id),
        f"colleague:{ticket.taken_by or 0}",
        question.entry_id if question.helped is False else None,
        any(label.by == "customer" and not label.holds for label in known),
        answer_withheld(question),
    )
