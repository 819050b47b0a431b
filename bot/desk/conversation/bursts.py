"""A burst of messages is one question: it is gathered, and decided when it has ended."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk.conversation.handoff import hand_over, recently_solved
from bot.desk.conversation.intent import needs_eyes
from bot.desk.conversation.prior_messages import BURST_LIMIT
from bot.desk.conversation.questions import answer, gone_on_from, new_question, read, read_on, suggest
from bot.desk.conversation.states import GATHERING, ConversationEvent, after
from bot.desk.knowledge import Read
from bot.desk.outbox import show_typing
from bot.desk.ticket import lifecycle
from bot.desk.unit_of_work import UnitOfWork
from faq import Suggest
from storage.customers import answered_since, gathered_messages, last_question
from storage.models import Customer, Message, Question
from storage.tickets import active_ticket

BURST_GAP = timedelta(seconds=4)  # an unsure question waits this long for the next message of its burst


def gather(uow: UnitOfWork, customer: Customer, message: Message) -> None:
    """Wait for what else belongs to the question."""
    message.gathering = True
    conversation = customer.conversation
    began = conversation.since if conversation.state is GATHERING and conversation.since else uow.now
    until = min(uow.now + BURST_GAP, began + BURST_LIMIT)
    customer.conversation = after(conversation, ConversationEvent.MESSAGE_WAITS, uow.now, until=until)
    show_typing(uow, customer)


def finish_gathering(uow: UnitOfWork, customer: Customer) -> None:
    """The burst has ended: decide what was asked in it as one question."""
    messages = gathered_messages(uow.session, customer.id)
    ticket = active_ticket(uow.session, customer.id)
    if ticket:  # an earlier version went on gathering after a colleague opened the ticket again
        customer.conversation = after(customer.conversation, ConversationEvent.TICKET_OPENED, uow.now)
        for message in messages:
            lifecycle.extend(uow, customer, ticket, message)
    elif messages and customer.banned_at is None:
        _decide(uow, customer, messages, customer.conversation.since or uow.now)
    if customer.conversation.state is GATHERING:
        customer.conversation = after(customer.conversation, ConversationEvent.BURST_ENDED, uow.now)
    for message in messages:
        message.gathering = False


def _decide(uow: UnitOfWork, customer: Customer, messages: Sequence[Message], since: datetime) -> None:
    text = _joined(message.text for message in messages)
    context = _context(uow, customer, messages, since)
    if any(needs_eyes(message) for message in messages):
        whole = _joined([context.text if context else "", text])
        hand_over(uow, customer, new_question(uow, customer, whole, read(uow, customer, whole), "hand_off"))
    elif left := answer(uow, customer, text, _unsaid(uow, customer, read(uow, customer, text), since)):
        _meet_rest(uow, customer, left, context, since)


def _meet_rest(uow: UnitOfWork, customer: Customer, left: str, context: Question | None, since: datetime) -> None:
    """What isn't sure by itself: read with what was said before, then a choice or a person.

    Who comes back about a solved ticket is not sent to the FAQ first.
    """
    text, found = left, read(uow, customer, left)
    if context:
        text, found = _joined([context.text, left]), read_on(uow, customer, left, context)
    if not answer(uow, customer, text, _unsaid(uow, customer, found, since)):
        return
    if isinstance(found.decision, Suggest) and recently_solved(uow, customer) is None:
        suggest(uow, customer, new_question(uow, customer, text, found, "suggest"), found.decision.matches)
    else:
        hand_over(uow, customer, new_question(uow, customer, text, found, "hand_off"))


def _unsaid(uow: UnitOfWork, customer: Customer, found: Read, since: datetime) -> Read:
    """What was found, without the answers that the burst has got already."""
    said = answered_since(uow.session, customer.id, since) if found.answers else ()
    return replace(found, answers=tuple(match for match in found.answers if match.entry.id not in said))


def _context(uow: UnitOfWork, customer: Customer, messages: Sequence[Message], since: datetime) -> Question | None:
    """The question that began the burst, when it was answered at once; or the one that the burst goes on from."""
    last = last_question(uow.session, customer.id)
    if last is None or last.text in [message.text for message in messages]:
        return None
    is_of_burst = last.decision == "answer" and last.asked_at >= since - BURST_GAP
    return last if is_of_burst else gone_on_from(uow, customer, _joined(message.text for message in messages))


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(text for text in texts if text)
