"""Questions: recorded, and answered where the FAQ is sure."""

from collections.abc import Sequence

import faq
from bot.desk.answer_reports import report_failed_answer
from bot.desk.conversation import repeats
from bot.desk.conversation.answers import RenderedAnswer, render_answer, send_answer
from bot.desk.conversation.prior_messages import FOLLOW_UP_SPAN
from bot.desk.conversation.states import CHOOSING, GATHERING, ConversationEvent, after
from bot.desk.faq_reading import MatchesOf, Read
from bot.desk.unit_of_work import UnitOfWork
from faq import Match
from faq.rendering import AnswerError
from storage.customers import last_question
from storage.models import Customer, Question
from storage.writing import new_row


def read(uow: UnitOfWork, customer: Customer, text: str) -> Read:
    """`text` matched with the FAQ as of today. Raises NotReadError."""
    return uow.read(MatchesOf(text, faq.language_of(text, uow.language_of(customer)), uow.today))


def unread(uow: UnitOfWork, customer: Customer, text: str) -> Read:
    """`text` as it is recorded without asking the FAQ: it would be matched in the wrong language."""
    return MatchesOf(text, uow.language_of(customer), uow.today).given_up()


def read_follow_up(uow: UnitOfWork, customer: Customer, text: str, before: Question) -> Read:
    """`text` matched as a follow-up to the question `before`, without the answer that this got. Raises NotReadError."""
    language = faq.language_of(f"{before.in_context} {text}", uow.language_of(customer))
    return uow.read(MatchesOf(text, language, uow.today, before.in_context, before.entry_id))


def followed_up_question(uow: UnitOfWork, customer: Customer, text: str) -> Question | None:
    """The question answered just before, when `text` is a follow-up to it: «а в область?»"""
    last = last_question(uow.session, customer.id) if faq.is_follow_up(text) else None
    if last is None or last.entry_id is None or last.asked_at < uow.now - FOLLOW_UP_SPAN:
        return None
    return last


def new_question(
    uow: UnitOfWork,
    customer: Customer,
    text: str,
    found: Read,
    decision: str,
    about: Sequence[Match] | None = None,
    before: Question | None = None,
) -> Question:
    """The question as it will be recorded by `state`, `offer` or `hand_over`.

    Its language is the one the customer chose, or its own. `about` are the matches that belong to it, best first, where
    that is not all that was found. `before`: the answered question that it was read with.
    """
    matches = found.matches if about is None else about
    return new_row(
        Question,
        customer_id=customer.id,
        text=text,
        before=before.in_context if before else None,
        language=_language(customer, found),
        asked_at=uow.now,
        in_hours=uow.is_open,
        decision=decision,
        probability=matches[0].probability if matches else None,
        suggested=[match.entry.id for match in matches],
    )


def read_in_context(uow: UnitOfWork, customer: Customer, text: str, may_follow: bool = True) -> Read:
    """The text read by itself; if nothing is sure then, as a follow-up to the last answer if something is sure so."""
    found = read(uow, customer, text)
    is_enough = found.answers or found.is_given_up or not may_follow
    before = None if is_enough else followed_up_question(uow, customer, text)
    following = read_follow_up(uow, customer, text, before) if before else found
    return following if following.answers or following.is_given_up else found


def answer(uow: UnitOfWork, customer: Customer, text: str, found: Read, before: Question | None = None) -> str:
    """Send the sure answers. Returns the part of `text` left open; all of it when an answer can't be rendered.

    `before`: the answered question that a burst was read with.
    """
    left, _ = answer_each(uow, customer, text, found, before)
    return left


def answer_each(
    uow: UnitOfWork, customer: Customer, text: str, found: Read, before: Question | None = None
) -> tuple[str, Sequence[Question]]:
    """The same, with the questions that were answered."""
    language, stated = _language(customer, found), list[Question]()
    for match in found.answers:
        try:
            rendered = render_answer(uow, customer, match.entry.id, language)
        except AnswerError as error:
            report_failed_answer(uow, error, language)
        else:
            question = new_question(uow, customer, text, found, "answer", [match], before)
            state(uow, customer, question, rendered)
            stated.append(question)
    return found.left if len(stated) == len(found.answers) else text, stated


def state(
    uow: UnitOfWork, customer: Customer, question: Question, rendered: RenderedAnswer, replaces: int | None = None
) -> bool:
    """Send the answer, or point at it if the customer has got it already, and record the question.

    Returns whether the answer was sent, in place of our message with the id `replaces` if there is one.

    If the entry is among the suggestions of an open choice, the choice is made; any other entry leaves it open.
    """
    said = () if question.decision == "menu" else repeats.said_before(uow, customer, rendered)
    entry_id = question.entry_id = rendered.entry.id
    question.answer_digest = repeats.digest_of(rendered)
    choice = pending_choice(uow, customer)
    if choice and entry_id in choice.suggested:
        choice.entry_id = entry_id
        customer.conversation = after(customer.conversation, ConversationEvent.CHOICE_MADE, uow.now)
        if choice.put_off:  # what else was asked has its turn at once, as a burst that has ended
            waits = ConversationEvent.MESSAGE_WAITS
            customer.conversation = after(customer.conversation, waits, uow.now, until=uow.now, question_id=choice.id)
    uow.session.add(question)
    uow.session.flush()  # the buttons contain the question's id
    if said:
        repeats.point_at_answer(uow, customer, question, said)
    else:
        send_answer(uow, customer, question, rendered, replaces)
    return not said


def pending_choice(uow: UnitOfWork, customer: Customer) -> Question | None:
    """The question that suggestions are shown for, of which none is chosen yet."""
    conversation = customer.conversation
    return uow.session.get(Question, conversation.question_id) if conversation.state is CHOOSING else None


def interrupted_choice(uow: UnitOfWork, customer: Customer) -> Question | None:
    """The question that suggestions were shown for when a burst began, of which none is chosen yet."""
    conversation = customer.conversation
    if conversation.state is not GATHERING or conversation.question_id is None:
        return None
    question = uow.session.get(Question, conversation.question_id)
    return question if question and question.entry_id is None and question.ticket_id is None else None


def _language(customer: Customer, found: Read) -> str:
    return customer.language or found.language
