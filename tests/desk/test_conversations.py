"""After any sequence of actions the conversation's state is consistent and no customer is left without an answer."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from bot.desk.conversation import choices, handoff
from bot.desk.conversation.states import CHOOSING, GATHERING, IDLE, WITH_PERSON
from bot.desk.knowledge import Knowledge
from bot.desk.ticket import lifecycle
from bot.desk.unit_of_work import UnitOfWork
from storage.customers import gathered_messages, last_question
from storage.models import ACTIVE, Author, Conversation, Customer, Message, OutboxRow, Question, Ticket
from storage.tickets import active_ticket
from tests.desk.desk import ANNA, Desk, a_desk

UNSURE, SURE, CHOICE, THANKS, PERSON = "У меня сломался чайник", "почём доставка", "доставка", "спасибо", "оператор"


def maria(desk: Desk) -> Customer:
    return desk.look(lambda session: session.get_one(Customer, desk.maria))


def state(desk: Desk) -> Conversation:
    return maria(desk).conversation


def ticket(desk: Desk) -> Ticket:
    found = desk.look(lambda session: active_ticket(session, desk.maria))
    assert found
    return found


def said(desk: Desk) -> list[Message]:
    mine = select(Message).where(Message.author == Author.CUSTOMER).order_by(col(Message.id))
    return desk.look(lambda session: list(session.exec(mine).all()))


def undecided(desk: Desk) -> list[Question]:
    """Questions with a preview or suggestions that led to no answer, ticket or open choice."""
    nothing = (col(Question.entry_id).is_(None), col(Question.ticket_id).is_(None))
    found = select(Question).where(col(Question.decision).in_(["preview", "suggest"]), *nothing)
    return desk.look(lambda session: list(session.exec(found).all()))


def texts_to_staff(desk: Desk) -> list[str]:
    rows = select(OutboxRow).where(col(OutboxRow.ticket_id).is_not(None), col(OutboxRow.customer_id).is_(None))
    return desk.look(lambda session: [row.content.get("text", "") for row in session.exec(rows)])


def calls(desk: Desk) -> None:
    desk.with_maria(handoff.call_human)


def presses_first_suggestion(desk: Desk) -> None:
    """Of the last question, however old."""

    def press(uow: UnitOfWork, customer: Customer) -> None:
        question = last_question(uow.session, customer.id)
        if question and question.suggested:
            choices.choose(uow, customer, question, question.suggested[0])

    desk.with_maria(press)


def solves(desk: Desk) -> None:
    def solve(uow: UnitOfWork) -> None:
        found = active_ticket(uow.session, desk.maria)
        if found:
            lifecycle.solve(uow, found, ANNA)

    desk.do(solve)


def marks_as_spam(desk: Desk) -> None:
    def mark(uow: UnitOfWork) -> None:
        found = active_ticket(uow.session, desk.maria)
        if found:
            lifecycle.mark_spam(uow, found, ANNA)

    desk.do(mark)


def reopens(desk: Desk) -> None:
    """A colleague opens the first ticket again, which may be closed, where no other is active."""

    def reopen(uow: UnitOfWork) -> None:
        first = uow.session.exec(select(Ticket).order_by(col(Ticket.id))).first()
        if first and active_ticket(uow.session, desk.maria) is None:
            lifecycle.reopen(uow, first, ANNA.name)

    desk.do(reopen)


def bans_or_unbans(desk: Desk) -> None:
    def ban(uow: UnitOfWork, customer: Customer) -> None:
        customer.banned_at = None if customer.banned_at else uow.now

    desk.with_maria(ban)


ACTS: dict[str, Callable[[Desk], None]] = {
    "asks what is unsure": lambda desk: desk.writes(UNSURE),
    "asks what is sure": lambda desk: desk.writes(SURE),
    "asks what may mean several things": lambda desk: desk.writes(CHOICE),
    "says thank you": lambda desk: desk.writes(THANKS),
    "asks for a person": lambda desk: desk.writes(PERSON),
    "chooses in words": lambda desk: desk.writes("1"),
    "sends a photo": Desk.sends_photo,
    "edits": lambda desk: desk.edits_last("и ещё он синий"),
    "edits to what is sure": lambda desk: desk.edits_last(SURE),
    "presses a suggestion": presses_first_suggestion,
    "presses the call": calls,
    "the burst ends": lambda desk: desk.later(seconds=5),
    "ten minutes pass": lambda desk: desk.later(minutes=10, seconds=1),
    "two hours pass": lambda desk: desk.later(hours=2),
    "four days pass": lambda desk: desk.later(days=4),
    "Anna solves": solves,
    "Anna marks as spam": marks_as_spam,
    "Anna reopens": reopens,
    "Anna bans or unbans": bans_or_unbans,
}


def check(desk: Desk) -> None:
    conversation = state(desk)
    has_ticket = desk.look(lambda session: active_ticket(session, desk.maria)) is not None
    assert (conversation.state is WITH_PERSON) == has_ticket
    gathered = desk.look(lambda session: gathered_messages(session, desk.maria))
    assert bool(gathered) == (conversation.state is GATHERING)
    if conversation.state is CHOOSING:
        pending = desk.look(lambda session: session.get_one(Question, conversation.question_id))
        assert pending.decision in ("preview", "suggest")
        assert (pending.entry_id, pending.ticket_id) == (None, None)


@pytest.mark.slow
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(sorted(ACTS)), max_size=14))
@example(acts=["asks what may mean several things", "ten minutes pass", "sends a photo"])
def test_after_any_acts_the_state_is_true_and_nobody_is_left_alone(knowledge: Knowledge, acts: list[str]) -> None:
    with TemporaryDirectory() as folder, a_desk(Path(folder) / "desk.db", knowledge) as desk:
        was_banned = False
        for act in acts:
            ACTS[act](desk)
            check(desk)
            was_banned |= maria(desk).banned_at is not None
        for _ in range(3):
            desk.later(minutes=11)
        check(desk)
        assert state(desk).state in (IDLE, WITH_PERSON)
        if not was_banned:
            assert any(act.startswith("edits") for act in acts) or undecided(desk) == []
            assert [one.text for one in said(desk) if one.text == UNSURE and one.ticket_id is None] == []
            assert [one.id for one in said(desk) if one.attachment and one.ticket_id is None] == []


def test_what_is_unsure_is_gathered_and_then_a_person_has_it(desk: Desk) -> None:
    desk.writes(UNSURE)
    burst = state(desk)
    assert (burst.state, burst.until) == (GATHERING, desk.now + timedelta(seconds=4))
    desk.writes("и он синий")
    assert (state(desk).since, state(desk).until) == (burst.since, desk.now + timedelta(seconds=4))
    desk.later(seconds=3)
    assert state(desk).state is GATHERING
    desk.later(seconds=2)
    assert state(desk).state is WITH_PERSON
    solves(desk)
    assert state(desk) == Conversation()


def test_a_call_for_a_person_ends_the_burst(desk: Desk) -> None:
    desk.writes(UNSURE)
    desk.writes(PERSON)
    assert state(desk).state is WITH_PERSON
    assert [(one.ticket_id, one.gathering) for one in said(desk)] == [(1, False), (1, False)]


def test_another_sure_question_leaves_the_choice_open(desk: Desk) -> None:
    desk.writes(CHOICE)
    desk.later(seconds=5)
    choice = state(desk)
    assert choice.state is CHOOSING
    desk.writes("во сколько открываетесь")
    assert state(desk) == choice
    desk.writes("1")
    assert state(desk).state is IDLE


def test_a_thank_you_edited_while_choosing_leaves_the_choice_open(desk: Desk) -> None:
    desk.writes(CHOICE)
    desk.later(seconds=5)
    choice = state(desk)
    desk.writes(THANKS)
    desk.edits_last("спасибо!")
    assert state(desk) == choice
    desk.later(minutes=11)
    assert "доставка" in ticket(desk).subject


def test_a_photo_while_choosing_goes_to_a_person_with_the_question(desk: Desk) -> None:
    desk.writes(CHOICE)
    desk.later(seconds=5)
    desk.sends_photo()
    assert state(desk).state is GATHERING
    desk.later(seconds=5)
    assert {one.ticket_id for one in said(desk)} == {ticket(desk).id}
    assert ticket(desk).subject == CHOICE
    assert undecided(desk) == []


def test_a_call_while_a_photo_waits_beside_a_choice_has_the_question(desk: Desk) -> None:
    desk.writes(CHOICE)
    desk.later(seconds=5)
    desk.sends_photo()
    desk.writes(PERSON)
    assert ticket(desk).subject.startswith(CHOICE)
    assert undecided(desk) == []


def test_a_choice_made_while_a_photo_waits_answers_and_the_photo_goes_to_a_person(desk: Desk) -> None:
    desk.writes(CHOICE)
    desk.later(seconds=5)
    desk.sends_photo()
    presses_first_suggestion(desk)
    desk.later(seconds=5)
    assert {one.ticket_id for one in said(desk) if one.attachment} == {ticket(desk).id}
    assert undecided(desk) == []


@pytest.mark.parametrize("text", [UNSURE, CHOICE])
def test_what_is_undecided_joins_the_ticket_that_a_colleague_opens_again(desk: Desk, text: str) -> None:
    desk.writes("Где мой заказ 1207?")
    desk.writes(PERSON)
    solves(desk)
    desk.later(days=4)
    desk.writes(text)
    if text == CHOICE:
        desk.later(seconds=5)
    assert state(desk).state is (CHOOSING if text == CHOICE else GATHERING)
    reopens(desk)
    assert state(desk).state is WITH_PERSON
    assert [one.ticket_id for one in said(desk)] == [1, 1, 1]
    assert any(text in one for one in texts_to_staff(desk))
    desk.later(minutes=11)
    assert [one.id for one in desk.look(lambda session: session.exec(select(Ticket)).all())] == [1]


@pytest.mark.parametrize("burst", [[UNSURE, CHOICE, SURE], [CHOICE, UNSURE, SURE]])
def test_each_message_of_a_burst_is_answered_or_reaches_a_person(desk: Desk, burst: list[str]) -> None:
    for text in burst:
        desk.writes(text)
    desk.later(seconds=5)
    assert UNSURE in ticket(desk).subject
    assert [one.ticket_id for one in said(desk) if one.text == UNSURE] == [1]
    answered = desk.look(lambda session: session.exec(select(Question.entry_id)).all())
    assert "delivery-price" in answered


def test_a_burst_that_the_desk_slept_through_goes_to_the_ticket_whole(desk: Desk) -> None:
    desk.sends_photo()
    desk.now += timedelta(hours=3)  # nothing ran
    desk.later(seconds=1)
    assert [one.ticket_id for one in said(desk)] == [1]


def test_a_banned_customer_waits_for_nothing(desk: Desk) -> None:
    desk.writes(UNSURE)
    bans_or_unbans(desk)
    desk.later(seconds=5)
    assert state(desk) == Conversation()
    assert desk.look(lambda session: session.exec(select(Ticket).where(col(Ticket.state).in_(ACTIVE))).all()) == []


def test_the_burst_of_an_earlier_version_beside_an_open_ticket_joins_it(desk: Desk) -> None:
    desk.writes(PERSON)

    def as_it_was(uow: UnitOfWork, customer: Customer) -> None:
        customer.conversation = Conversation(GATHERING, uow.now, uow.now)
        uow.session.add(
            Message(customer_id=customer.id, author=Author.CUSTOMER, text=UNSURE, at=uow.now, gathering=True)
        )

    desk.with_maria(as_it_was)
    desk.later(seconds=1)
    check(desk)
    assert [one.ticket_id for one in said(desk)] == [1, 1]
    assert any(UNSURE in one for one in texts_to_staff(desk))
