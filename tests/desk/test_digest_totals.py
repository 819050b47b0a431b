"""The numbers of the digest add up: each customer of a night counts once."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.desk.digest.totals import Contacts, Totals, totals_of
from storage.models import Question

NOW = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
CUSTOMERS = st.integers(1, 12)
GROUPS = st.frozensets(CUSTOMERS)


def asked(customer: int, decision: str, entry: str | None, helped: bool | None, ticket: int | None) -> Question:
    return Question(
        customer_id=customer,
        text="Где?",
        language="ru",
        asked_at=NOW,
        in_hours=False,
        decision=decision,
        entry_id=entry,
        helped=helped,
        ticket_id=ticket,
    )


QUESTIONS = st.builds(
    asked,
    CUSTOMERS,
    st.sampled_from(["answer", "suggest", "hand_off", "small_talk", "menu"]),
    st.sampled_from([None, "delivery"]),
    st.sampled_from([None, True, False]),
    st.sampled_from([None, 7]),
)


@given(st.builds(Contacts, GROUPS, GROUPS, GROUPS, GROUPS), st.lists(QUESTIONS, max_size=30))
def test_the_sum_is_everybody_who_was_there(contacts: Contacts, questions: list[Question]) -> None:
    everybody = {*contacts.wrote, *contacts.opened, *contacts.in_tickets} | {one.customer_id for one in questions}
    totals = totals_of(contacts, questions)
    assert totals.wrote == len(everybody)
    assert totals.new_tickets == len(contacts.opened)
    assert totals.helped <= len({one.customer_id for one in questions if one.helped})


def test_each_outcome() -> None:
    contacts = Contacts(wrote=range(1, 10), opened={1}, in_tickets={1, 2}, undecided={3, 5})
    questions = [
        asked(1, "answer", "delivery", True, None),
        asked(3, "suggest", None, None, None),
        asked(4, "answer", "delivery", True, None),
        asked(6, "answer", "delivery", False, None),
        asked(7, "answer", "delivery", None, None),
        asked(7, "small_talk", "hello", None, None),
        asked(8, "hand_off", None, None, 12),
    ]
    assert totals_of(contacts, questions) == Totals(
        new_tickets=1, earlier_tickets=2, helped=1, unhelped=1, answered=1, undecided=2, talked=1
    )


def test_helped_is_only_who_said_so_last() -> None:
    nobody = Contacts((), (), (), ())
    changed_mind = [asked(1, "answer", "delivery", True, None), asked(1, "answer", "returns", False, None)]
    assert totals_of(nobody, changed_mind) == Totals(unhelped=1)
    silent = [asked(1, "answer", "delivery", None, None)] * 3
    assert totals_of(nobody, silent) == Totals(answered=1)
