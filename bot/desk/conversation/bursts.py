"""Bursts: messages sent in quick succession are gathered and decided as one question when the burst ends."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk.conversation import repeats
from bot.desk.conversation.choices import offer
from bot.desk.conversation.handoff import hand_over, recently_solved
from bot.desk.conversation.intent import intent_of_message, needs_human_reader
from bot.desk.conversation.prior_messages import BURST_LIMIT
from bot.desk.conversation.put_off import as_messages, put_off_question
from bot.desk.conversation.questions import (
    answer,
    followed_up_question,
    interrupted_choice,
    new_question,
    read,
    read_follow_up,
)
from bot.desk.conversation.states import GATHERING, ConversationEvent, after
from bot.desk.conversation.talk import tell_facts, without_facts
from bot.desk.faq_reading import Read
from bot.desk.outbox import show_typing
from bot.desk.pilot.share import is_withheld_from
from bot.desk.pilot.withholding import matches_withheld, withheld_of
from bot.desk.ticket import lifecycle
from bot.desk.ticket.manner import Manner, manner_of
from bot.desk.ticket.pointing import is_forwarded
from bot.desk.unit_of_work import UnitOfWork
from faq import Match, Suggest
from storage.customers import answered_since, gathered_messages, last_question
from storage.models import Customer, Message, Question
from storage.tickets import active_ticket

BURST_GAP = timedelta(seconds=4)  # an unsure question waits this long for the next message of its burst


def gather(uow: UnitOfWork, customer: Customer, message: Message) -> None:
    """Add the message to the burst, and wait for more."""
    message.gathering = True
    conversation = customer.conversation
    began = conversation.since if conversation.state is GATHERING and conversation.since else uow.now
    until = min(uow.now + BURST_GAP, began + BURST_LIMIT)
    waits, choice = ConversationEvent.MESSAGE_WAITS, conversation.question_id
    customer.conversation = after(conversation, waits, uow.now, until=until, question_id=choice)
    show_typing(uow, customer)


def finish_gathering(uow: UnitOfWork, customer: Customer) -> None:
    """The burst has ended: decide its messages as one question."""
    messages = gathered_messages(uow.session, customer.id)
    settled = put_off_question(uow, customer)
    ticket = active_ticket(uow.session, customer.id)
    if ticket:  # earlier versions kept gathering after a colleague reopened the ticket
        customer.conversation = after(customer.conversation, ConversationEvent.TICKET_OPENED, uow.now)
        for message in messages:
            lifecycle.extend(uow, customer, ticket, message)
    elif (messages or settled) and customer.banned_at is None:
        _decide(uow, customer, [*as_messages(settled), *messages], _since(uow, customer, settled))
    if customer.conversation.state is GATHERING:
        customer.conversation = after(customer.conversation, ConversationEvent.BURST_ENDED, uow.now)
    if settled:
        settled.put_off = None
    for message in messages:
        message.gathering = False


def look(uow: UnitOfWork, customer: Customer) -> None:
    """Ask for the readings that `finish_gathering` needs; writes nothing. Raises NotReadError."""
    settled = put_off_question(uow, customer)
    messages = [*as_messages(settled), *gathered_messages(uow.session, customer.id)]
    if not messages or customer.banned_at or active_ticket(uow.session, customer.id):
        return
    context = _context(uow, customer, messages, _since(uow, customer, settled))
    _manner(uow, customer, messages)
    found = _read_whole(uow, customer, messages, context)
    if (left := without_facts(uow, found.left)) and not _needs_person(messages, found):
        _read_rest(uow, customer, found, left, context)


def _since(uow: UnitOfWork, customer: Customer, settled: Question | None) -> datetime:
    """When the burst began; that of the settled question, where the rest of its message is in it."""
    return settled.asked_at - BURST_LIMIT if settled else customer.conversation.since or uow.now


def _decide(uow: UnitOfWork, customer: Customer, messages: Sequence[Message], since: datetime) -> None:
    if choice := interrupted_choice(uow, customer):
        hand_over(uow, customer, choice, _whole(messages), _manner(uow, customer, messages))
        return
    context = _context(uow, customer, messages, since)
    if any(is_forwarded(message) for message in messages) and not _has_file(messages):
        _decide_forwarded(uow, customer, messages)
        return
    found = _read_whole(uow, customer, messages, context)
    if _needs_person(messages, found) or repeats.needs_person(uow, customer, _unsaid(uow, customer, found, since)):
        question = _question(uow, customer, messages, _whole(messages), found, before=context)
        hand_over(uow, customer, question, manner=_manner(uow, customer, messages))
    elif is_withheld_from(uow, customer):
        _leave_to_colleagues(uow, customer, messages, found, context)
    elif left := tell_facts(
        uow, customer, answer(uow, customer, _whole(messages), _unsaid(uow, customer, found, since))
    ):
        _resolve_rest(uow, customer, messages, left, _read_rest(uow, customer, found, left, context), context, since)


def _leave_to_colleagues(
    uow: UnitOfWork, customer: Customer, messages: Sequence[Message], found: Read, context: Question | None
) -> None:
    """Hand over, with what the bot would have said to it, what a pilot keeps it from answering; facts are told."""
    whole = _whole(messages)
    left = tell_facts(uow, customer, whole)
    if not left:
        return
    if left != whole:
        found = read(uow, customer, left)
    elif context and not found.answers:
        found = read_follow_up(uow, customer, left, context)
    question = _question(uow, customer, messages, left, found, matches_withheld(found), context)
    question.withheld = withheld_of(found)
    hand_over(uow, customer, question)


def _decide_forwarded(uow: UnitOfWork, customer: Customer, messages: Sequence[Message]) -> None:
    """Some words are somebody else's: nobody asked them here, so they get no sure answer.

    The customer's own words are answered where the FAQ is sure of all of them. Otherwise what it would be sure of is
    offered as a choice (the customer may pass on somebody's question), and anything else goes to a person.
    """
    text, own = _whole(messages), _whole([message for message in messages if not is_forwarded(message)])
    if is_withheld_from(uow, customer):
        hand_over(uow, customer, _question(uow, customer, messages, text, read(uow, customer, text)))
        return
    if own and not answer(uow, customer, own, read(uow, customer, own)):
        return
    found = read(uow, customer, text)
    question = _question(uow, customer, messages, text, found, None if own else found.answers or None)
    if found.answers and not own:
        _offer_or_hand_over(uow, customer, question, Suggest(found.answers))
    else:
        hand_over(uow, customer, question)


def _resolve_rest(
    uow: UnitOfWork,
    customer: Customer,
    messages: Sequence[Message],
    text: str,
    found: Read,
    context: Question | None,
    since: datetime,
) -> None:
    """What is not sure by itself was read with the context: answer it, offer what it may be about, or hand over."""
    left = answer(uow, customer, text, _unsaid(uow, customer, found, since), context)
    if not left:
        return
    question = _question(uow, customer, messages, text, found, before=context)
    if isinstance(found.decision, Suggest) and left == found.left:
        question.text, question.put_off = found.asked or text, found.put_off or None
        _offer_or_hand_over(uow, customer, question, found.decision)
    else:
        hand_over(uow, customer, question)


def _question(
    uow: UnitOfWork,
    customer: Customer,
    messages: Sequence[Message],
    text: str,
    found: Read,
    about: Sequence[Match] | None = None,
    before: Question | None = None,
) -> Question:
    """The question of the burst, asked when it was written: the desk may have been down since."""
    question = new_question(uow, customer, text, found, "hand_off", about, before)
    question.asked_at = messages[-1].at
    return question


def _offer_or_hand_over(uow: UnitOfWork, customer: Customer, question: Question, decision: Suggest) -> None:
    """A customer with a recently solved ticket is offered nothing: a person takes over."""
    if recently_solved(uow, customer) or not offer(uow, customer, question, decision):
        hand_over(uow, customer, question)


def _needs_person(messages: Sequence[Message], found: Read) -> bool:
    return found.is_given_up or _has_file(messages)


def _manner(uow: UnitOfWork, customer: Customer, messages: Sequence[Message]) -> Manner | None:
    """What the words beside a file want: without one, a complaint does not wait for its burst. Raises NotReadError."""
    files = [message for message in messages if needs_human_reader(message) and message.text]
    manners = (manner_of(uow, intent_of_message(uow, customer, message), message.text) for message in files)
    return next((manner for manner in manners if manner), None)


def _has_file(messages: Sequence[Message]) -> bool:
    return any(needs_human_reader(message) for message in messages)


def _read_whole(uow: UnitOfWork, customer: Customer, messages: Sequence[Message], context: Question | None) -> Read:
    """All that was said; with a file, which only a person can look at, behind what it belongs to."""
    return read(uow, customer, _whole(messages, context if _has_file(messages) else None))


def _read_rest(uow: UnitOfWork, customer: Customer, found: Read, left: str, context: Question | None) -> Read:
    """What is left of the text that `found` is about, read with the context if there is one."""
    alone = found if left == found.left and not found.answers else read(uow, customer, left)
    return read_follow_up(uow, customer, left, context) if context and not alone.put_off else alone


def _unsaid(uow: UnitOfWork, customer: Customer, found: Read, since: datetime) -> Read:
    """The result without the answers that this burst has got already."""
    said = answered_since(uow.session, customer.id, since) if found.answers else ()
    return replace(found, answers=tuple(match for match in found.answers if match.entry.id not in said))


def _context(uow: UnitOfWork, customer: Customer, messages: Sequence[Message], since: datetime) -> Question | None:
    """The burst's first question if it was answered at once; else the question that the burst follows up."""
    last = last_question(uow.session, customer.id)
    if last is None or last.text in [message.text for message in messages]:
        return None
    is_of_burst = last.decision == "answer" and last.asked_at >= since - BURST_GAP
    return last if is_of_burst else followed_up_question(uow, customer, _whole(messages))


def _whole(messages: Sequence[Message], context: Question | None = None) -> str:
    texts = (context.in_context if context else "", *(message.text for message in messages))
    return "\n".join(text for text in texts if text)
