"""What state a customer's conversation is in, and which event leads from which state to which. Pure.

The state is kept on the customer's row (`Customer.conversation`) and holds four things:
- `with_person` if and only if the customer has an active ticket;
- `gathering` and `choosing` have a deadline, at which `bot.desk.due_jobs` goes on; the others have none;
- while `choosing`, another question that the FAQ is sure of is answered and the choice stays open: that is no event;
- a forgotten customer's conversation begins anew, without an event.

Flood control (`Customer.flooding_until`) is separate: too many messages can come in each state and change none of them.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum

from storage.models import Conversation, ConversationState

IDLE = ConversationState.IDLE
GATHERING = ConversationState.GATHERING
CHOOSING = ConversationState.CHOOSING
WITH_PERSON = ConversationState.WITH_PERSON
REFUSED = None


class ConversationEvent(Enum):
    MESSAGE_WAITS = "a message came that waits for the rest of its burst, or a made choice leaves the rest of one"
    BURST_ENDED = "what was gathered is answered, or nobody has to answer it"
    CHOICE_OFFERED = "suggestions were shown for what was gathered"
    CHOICE_MADE = "a suggestion was chosen, or its entry stated to the same question asked again"
    CHOICE_WITHDRAWN = "the customer edited or took back the question that suggestions are shown for, or refused them"
    CHOICE_EXPIRED = "no suggestion was chosen in time"
    TICKET_OPENED = "a ticket was opened, or opened again: by a call for a person, a hand-off, or a colleague"
    TICKET_ENDED = "the ticket was solved or closed"


class TransitionError(Exception):
    """The event can't happen in this state of the conversation."""

    def __init__(self, state: ConversationState, event: ConversationEvent) -> None:
        super().__init__(f"{event.name} can't happen while {state}: {event.value}")


# fmt: off
TRANSITIONS: Mapping[ConversationEvent, tuple[ConversationState | None, ...]] = {
    # While:                             idle         gathering    choosing     with_person
    ConversationEvent.MESSAGE_WAITS:    (GATHERING,   GATHERING,   GATHERING,   REFUSED),
    ConversationEvent.BURST_ENDED:      (REFUSED,     IDLE,        REFUSED,     REFUSED),
    ConversationEvent.CHOICE_OFFERED:   (REFUSED,     CHOOSING,    REFUSED,     REFUSED),
    ConversationEvent.CHOICE_MADE:      (REFUSED,     REFUSED,     IDLE,        REFUSED),
    ConversationEvent.CHOICE_WITHDRAWN: (REFUSED,     REFUSED,     IDLE,        REFUSED),
    ConversationEvent.CHOICE_EXPIRED:   (REFUSED,     REFUSED,     IDLE,        REFUSED),
    ConversationEvent.TICKET_OPENED:    (WITH_PERSON, WITH_PERSON, WITH_PERSON, REFUSED),
    ConversationEvent.TICKET_ENDED:     (REFUSED,     REFUSED,     REFUSED,     IDLE),
}
# fmt: on
_COLUMNS = (IDLE, GATHERING, CHOOSING, WITH_PERSON)


def next_state(state: ConversationState, event: ConversationEvent) -> ConversationState:
    """The state that the event leads to; TransitionError when it can't happen in this one."""
    found = TRANSITIONS[event][_COLUMNS.index(state)]
    if found is REFUSED:
        raise TransitionError(state, event)
    return found


def after(
    conversation: Conversation,
    event: ConversationEvent,
    at: datetime,
    *,
    until: datetime | None = None,
    question_id: int | None = None,
) -> Conversation:
    """The conversation after the event, which happens `at` that moment (aware, UTC).

    `until` is the deadline of the new state and `question_id` the question that suggestions are shown for, where the
    state has them; a burst keeps the question of the choice that it interrupts. TransitionError when the event can't
    happen now, ValueError when the state lacks its values.
    """
    state = next_state(conversation.state, event)
    if state is IDLE:
        return Conversation()
    since = conversation.since if state is conversation.state else at
    return Conversation(state, since, until, question_id)
