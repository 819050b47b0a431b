"""The transition table: every pair of state and event is in it, and every sequence of events keeps its promises."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.conversation.states import (
    CHOOSING,
    GATHERING,
    IDLE,
    REFUSED,
    TRANSITIONS,
    WITH_PERSON,
    ConversationEvent,
    TransitionError,
    after,
    next_state,
)
from storage.models import Conversation, ConversationState, Customer

NOW = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
SOON = timedelta(seconds=4)
IN_EACH_STATE = {
    IDLE: Conversation(),
    GATHERING: Conversation(GATHERING, NOW, NOW + SOON),
    CHOOSING: Conversation(CHOOSING, NOW, NOW + SOON, 7),
    WITH_PERSON: Conversation(WITH_PERSON, NOW),
}
every_state = pytest.mark.parametrize("state", ConversationState)
every_event = pytest.mark.parametrize("event", ConversationEvent)


def happens(conversation: Conversation, event: ConversationEvent, at: datetime) -> Conversation:
    """The event with the values that its state needs."""
    leads_to = next_state(conversation.state, event)
    until = at + SOON if leads_to in (GATHERING, CHOOSING) else None
    return after(conversation, event, at, until=until, question_id=7 if leads_to is CHOOSING else None)


def test_the_table_has_every_event_in_every_state() -> None:
    assert set(TRANSITIONS) == set(ConversationEvent)
    assert {len(row) for row in TRANSITIONS.values()} == {len(ConversationState)}


@every_state
@every_event
def test_an_event_leads_to_a_state_or_is_refused_by_name(state: ConversationState, event: ConversationEvent) -> None:
    column = list(ConversationState).index(state)
    if TRANSITIONS[event][column] is REFUSED:
        with pytest.raises(TransitionError, match=f"{event.name} can't happen while {state}"):
            happens(IN_EACH_STATE[state], event, NOW)
    else:
        assert happens(IN_EACH_STATE[state], event, NOW).state is TRANSITIONS[event][column]


@every_state
def test_each_state_can_be_reached_and_left(state: ConversationState) -> None:
    column = list(ConversationState).index(state)
    assert any(row[other] is state for row in TRANSITIONS.values() for other in range(4) if other != column)
    assert any(row[column] not in (REFUSED, state) for row in TRANSITIONS.values())


@given(st.lists(st.sampled_from(ConversationEvent)))
def test_after_any_events_the_state_says_what_there_is(events: list[ConversationEvent]) -> None:
    conversation, at, has_ticket = Conversation(), NOW, False
    for event in events:
        at += timedelta(seconds=1)
        try:
            conversation = happens(conversation, event, at)
        except TransitionError:
            continue
        has_ticket = (has_ticket or event is ConversationEvent.TICKET_OPENED) and (
            event is not ConversationEvent.TICKET_ENDED
        )
        assert (conversation.state is WITH_PERSON) == has_ticket
        assert (conversation.until is not None) == (conversation.state in (GATHERING, CHOOSING))
        assert (conversation.question_id is not None) == (conversation.state is CHOOSING)
        assert (conversation.since is None) == (conversation.state is IDLE)


def test_a_burst_keeps_its_beginning_and_another_state_begins_anew() -> None:
    first = happens(Conversation(), ConversationEvent.MESSAGE_WAITS, NOW)
    second = happens(first, ConversationEvent.MESSAGE_WAITS, NOW + SOON)
    assert (second.since, second.until) == (NOW, NOW + 2 * SOON)
    assert happens(second, ConversationEvent.CHOICE_OFFERED, NOW + SOON).since == NOW + SOON


@every_state
def test_a_state_without_its_values_is_no_conversation(state: ConversationState) -> None:
    complete = IN_EACH_STATE[state]
    values = (complete.since, complete.until, complete.question_id)
    for place in range(len(values)):
        if state is GATHERING and place == 2:
            continue  # a burst may keep the question of the choice that it interrupts
        wrong: list[Any] = [*values]
        wrong[place] = None if values[place] is not None else (7 if place == 2 else NOW)
        with pytest.raises(ValueError, match="belong to the state"):
            Conversation(state, *wrong)


@every_state
def test_a_customer_holds_it(state: ConversationState) -> None:
    customer = Customer(address="1", conversation_state=WITH_PERSON, conversation_since=NOW)
    customer.conversation = IN_EACH_STATE[state]
    assert customer.conversation == IN_EACH_STATE[state]
