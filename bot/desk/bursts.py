"""A burst of messages is one question: it is gathered, and decided when it has ended."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.desk import tickets
from bot.desk.handing_over import hand_over, recently_solved
from bot.desk.office import Desk
from bot.desk.outgoing import show_typing
from bot.desk.questions import answer, ask, last_question, read, suggest
from bot.desk.talk import BURST_LIMIT
from bot.desk.understanding import needs_eyes
from faq import Suggest
from storage.customers import gathered_messages
from storage.models import Customer, Message, Question
from storage.tickets import active_ticket

BURST_GAP = timedelta(seconds=4)  # an unsure question waits this long for the next message of its burst


def gather(desk: Desk, customer: Customer, message: Message) -> None:
    """Wait for what else belongs to the question."""
    message.gathering = True
    customer.gather_since = customer.gather_since or desk.now
    customer.gather_until = min(desk.now + BURST_GAP, customer.gather_since + BURST_LIMIT)
    show_typing(desk, customer)


def finish_gathering(desk: Desk, customer: Customer) -> None:
    """The burst has ended: decide what was asked in it as one question."""
    since, until = customer.gather_since, customer.gather_until
    if since is None or until is None or until > desk.now:
        return
    messages = gathered_messages(desk.session, customer.id)
    customer.gather_since = customer.gather_until = None
    for message in messages:
        message.gathering = False
    ticket = active_ticket(desk.session, customer.id)
    if ticket:  # opened again by a colleague meanwhile
        for message in messages:
            tickets.extend(desk, customer, ticket, message)
    elif messages and customer.banned_at is None:
        _decide(desk, customer, messages, _answered_just_before(desk, customer, since))


def _decide(desk: Desk, customer: Customer, messages: Sequence[Message], begun: Question | None) -> None:
    text = _joined(message.text for message in messages)
    if any(needs_eyes(message) for message in messages):
        whole = _whole(begun, text)
        hand_over(desk, customer, ask(desk, customer, whole, read(desk, customer, whole), "hand_off"))
    elif not answer(desk, customer, text, read(desk, customer, text)):
        unsure = _joined(message.text for message in messages if not _answer_alone(desk, customer, message, messages))
        if unsure:
            _suggest_or_hand_over(desk, customer, unsure, begun)


def _answer_alone(desk: Desk, customer: Customer, message: Message, burst: Sequence[Message]) -> bool:
    """In a burst of several questions each one that is sure gets its answer."""
    return len(burst) > 1 and answer(desk, customer, message.text, read(desk, customer, message.text))


def _suggest_or_hand_over(desk: Desk, customer: Customer, unsure: str, begun: Question | None) -> None:
    """Who comes back about a solved ticket is not sent to the FAQ first."""
    text = _whole(begun, unsure)
    found = read(desk, customer, text)
    said = begun.entry_id if begun else None
    matches = found.decision.matches if isinstance(found.decision, Suggest) else ()
    fresh = [match for match in matches if match.entry.id != said]
    if fresh and recently_solved(desk, customer) is None:
        suggest(desk, customer, ask(desk, customer, text, found, "suggest"), fresh)
    else:
        hand_over(desk, customer, ask(desk, customer, text, found, "hand_off"))


def _answered_just_before(desk: Desk, customer: Customer, since: datetime) -> Question | None:
    """The question that began the burst, when it was answered at once."""
    last = last_question(desk, customer)
    is_of_burst = last is not None and last.decision == "answer" and last.asked_at >= since - BURST_GAP
    return last if is_of_burst else None


def _whole(begun: Question | None, text: str) -> str:
    return f"{begun.text}\n{text}" if begun else text


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(text for text in texts if text)
