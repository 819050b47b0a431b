"""The torture's judge finds the errors in made-up records."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.faults.torture.evidence import Evidence, Intended, Replied, Said, Shown, Stored, Ticket
from tests.faults.torture.judge import Verdict, judge

MARIA, STAFF, TOPIC = 7, -1001, 3
START = datetime(2026, 3, 2, 23, 40, tzinfo=UTC)
PRICE, ACCEPTED, CARD, RELAYED = "Доставка 300 ₽", "Заявка №1 принята", "№1 · 🆕 новая\n100001", "Мария:\n100002"
REPLY, NEXT_REPLY = "Анна:\n100003", "Анна:\n100004"


def shown(number: int, text: str, chat: int = MARIA, topic: int | None = None) -> Shown:
    """`number` says when, too: seconds after the start."""
    return Shown(chat, topic, number, text, text, START + timedelta(seconds=number))


GOOD = Evidence(
    staff_chat=STAFF,
    said=(
        Said(MARIA, 1, "почём доставка", answers=("300 ₽",)),
        Said(MARIA, 3, "100001"),
        Said(MARIA, 6, "100002"),
    ),
    replied=(Replied(MARIA, 21, "100003"), Replied(MARIA, 22, "100004")),
    shown=(
        *(shown(2, PRICE), shown(4, ACCEPTED), shown(8, REPLY), shown(9, NEXT_REPLY)),
        *(shown(5, CARD, STAFF, TOPIC), shown(7, RELAYED, STAFF, TOPIC)),
    ),
    stored=(Stored(MARIA, 1, None), Stored(MARIA, 3, 1), Stored(MARIA, 6, 1)),
    tickets=(Ticket(1, MARIA, TOPIC, "№1 · 🆕 новая"),),
    intended=(
        *(Intended(MARIA, None, text) for text in (PRICE, ACCEPTED, REPLY, NEXT_REPLY)),
        Intended(STAFF, TOPIC, RELAYED),
    ),
    topics=("🆕 №1 Мария",),
)
OF_OTHER = Ticket(2, MARIA + 1, TOPIC + 1, "№2 · 🆕 новая")

Change = Callable[[Evidence], Evidence]


def without(text: str) -> Change:
    return lambda good: replace(good, shown=[one for one in good.shown if one.text != text])


def once_more(copy: Shown) -> Change:
    return lambda good: replace(good, shown=[*good.shown, copy])


def swapped(first: str, second: str) -> Change:
    """The one stands where the other should."""
    places = {first: second, second: first}

    def swap(good: Evidence) -> Evidence:
        texts = [places.get(one.text, one.text) for one in good.shown]
        return replace(
            good, shown=[replace(one, text=text, now=text) for one, text in zip(good.shown, texts, strict=True)]
        )

    return swap


def test_what_is_right_is_found_right() -> None:
    assert judge(GOOD) == Verdict()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda good: replace(good, stored=good.stored[1:]), "written down 0 times"),
        (lambda good: replace(good, stored=[*good.stored, good.stored[0]]), "written down 2 times"),
        (without(PRICE), "neither answered nor in a ticket"),
        (lambda good: replace(good, tickets=[replace(good.tickets[0], chat=8)]), "in the ticket of somebody else"),
        (without(RELAYED), "the staff can't read it"),
        (once_more(shown(10, RELAYED, STAFF, TOPIC + 1)), "shown in other topics"),
        (without(REPLY), "never reached the customer"),
        (lambda good: replace(good, replied=[replace(good.replied[0], is_marked=False)]), "not marked as delivered"),
        (lambda good: replace(good, replied=[replace(good.replied[0], is_internal=True)]), "an internal note went out"),
        (without(ACCEPTED), "not acknowledged"),
        (without(CARD), "without a card in its topic"),
        (lambda good: replace(good, tickets=[replace(good.tickets[0], looks="№1 · ✅")]), "does not show how it is"),
        (lambda good: replace(good, intended=[*good.intended, good.intended[0]]), "noted as sent, but not there"),
        (lambda good: replace(good, undone=["not sent: 5"]), "not sent: 5"),
    ],
)
def test_what_is_lost(change: Change, found: str) -> None:
    assert any(found in problem for problem in judge(change(GOOD)).lost)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda good: replace(good, tickets=[*good.tickets, replace(OF_OTHER, chat=MARIA)]), "2 tickets of 7"),
        (lambda good: replace(good, topics=[*good.topics, "🆕 №1 Мария"]), "2 topics"),
        (once_more(shown(10, ACCEPTED, OF_OTHER.chat)), "acknowledged to others"),
    ],
)
def test_what_is_doubled(change: Change, found: str) -> None:
    assert any(found in problem for problem in judge(change(GOOD)).doubled_tickets)


@pytest.mark.parametrize("change", [swapped(REPLY, NEXT_REPLY), swapped(PRICE, ACCEPTED), swapped(CARD, RELAYED)])
def test_what_is_out_of_order(change: Change) -> None:
    assert judge(change(GOOD)).out_of_order


@pytest.mark.parametrize("again", [shown(20, REPLY), shown(20, CARD, STAFF, TOPIC), shown(20, RELAYED, STAFF, TOPIC)])
def test_each_kill_excuses_one_message_that_came_twice(again: Shown) -> None:
    """Only one that fell between the two."""
    twice = once_more(again)(GOOD)
    assert len(judge(twice).twice) == 1
    assert len(judge(replace(twice, kills=[START + timedelta(seconds=21)])).twice) == 1
    excused = judge(replace(twice, kills=[START + timedelta(seconds=19)]))
    assert (len(excused.excused), excused.problems) == (1, [])
    thrice = once_more(shown(25, again.text, again.chat, again.topic))(twice)
    assert len(judge(replace(thrice, kills=[START + timedelta(seconds=19)])).twice) == 1


def test_an_edited_message_is_looked_for_as_it_is_now() -> None:
    edited = replace(GOOD.said[2], words="100009", at_first="100002")
    assert judge(replace(GOOD, said=[*GOOD.said[:2], edited])).lost
    relayed = [replace(one, now="Мария:\n100009") if one.text == RELAYED else one for one in GOOD.shown]
    assert judge(replace(GOOD, said=[*GOOD.said[:2], edited], shown=relayed)).problems == []
