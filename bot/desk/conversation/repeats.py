"""The same answer is not given twice: the second time the bot points at it, the third time a person takes over."""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import blake2s
from pathlib import Path

from bot.desk.conversation.answers import RenderedAnswer, call_button, render_answer
from bot.desk.faq_reading import Read
from bot.desk.notifications import Notification
from bot.desk.outbox import Post, to_customer
from bot.desk.ticket.history import note_bot_message
from bot.desk.unit_of_work import UnitOfWork
from faq.rendering import AnswerError
from storage.customers import answered_in_vain, answered_with
from storage.models import Customer, Json, Question

RECENTLY = timedelta(hours=24)  # a customer is pointed at an answer that is not older than this
REPEAT = "repeat"  # the value of Question.decision


def digest_of(answer: RenderedAnswer) -> str:
    """What tells answers apart: an edited entry, a replaced file, or today's hours make another answer."""
    shown = [(post.rich.text, _version(post.attachment)) for post in answer.posts]
    return blake2s(repr(shown).encode(), digest_size=16).hexdigest()


def _version(attachment: Json | None) -> tuple[str, int] | None:
    """The file's name, and when it was changed, in nanoseconds."""
    if attachment is None:
        return None
    try:
        return attachment["file"], Path(attachment["path"]).stat().st_mtime_ns
    except OSError:  # it was removed a moment ago
        return attachment["file"], 0


def said_before(uow: UnitOfWork, customer: Customer, answer: RenderedAnswer) -> Sequence[Question]:
    """The questions that recently got this very answer, newest first, with those that were pointed at it."""
    return answered_with(uow.session, customer.id, digest_of(answer), uow.now - RECENTLY)


def point_at_answer(uow: UnitOfWork, customer: Customer, question: Question, said: Sequence[Question]) -> None:
    """Reply to the answer that was given before, instead of repeating it. `question` must have been flushed."""
    question.decision = REPEAT
    given = next((one for one in said if one.decision != REPEAT), said[-1])
    kind = Notification.ALREADY_ANSWERED
    rich = uow.say(question.language, kind.template)
    to_customer(uow, customer, Post(rich, [[call_button(uow, question)]]), kind, answered_in=given.id)
    note_bot_message(uow, customer, kind, rich.text, question)


def needs_person(uow: UnitOfWork, customer: Customer, found: Read) -> bool:
    """Whether one of the sure answers would be given a third time, or did not help before: a person has to look."""
    ids = [match.entry.id for match in found.answers]
    worn_out = answered_in_vain(uow.session, customer.id, ids, uow.now - RECENTLY) if ids else ()
    language = customer.language or found.language
    return any(_is_shown_by(uow, customer, question, language) for question in worn_out)


def _is_shown_by(uow: UnitOfWork, customer: Customer, question: Question, language: str) -> bool:
    """Whether its entry says now what it said then."""
    try:
        return digest_of(render_answer(uow, customer, question.entry_id or "", language)) == question.answer_digest
    except AnswerError:
        return False
