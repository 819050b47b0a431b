"""What labels teach, and what they don't."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

import pytest

from faq import By, Entry, Label, learn
from tests.faq.matching.faqs import SHOP

EVENING = datetime(2026, 11, 2, 21, 40, tzinfo=timezone(timedelta(hours=3)))


def label(
    question: str, entry: str | None, who: str, by: By = "customer", *, holds: bool = True, minutes: int = 0
) -> Label:
    return Label(question, entry, holds, by, who, EVENING + timedelta(minutes=minutes))


def learnt(labels: Sequence[Label], entries: Sequence[Entry] = SHOP) -> dict[str, tuple[str, ...]]:
    """What entries have learnt, those that learnt nothing left out."""
    return {entry.id: entry.learnt for entry in learn(entries, labels) if entry.learnt}


def unlike(labels: Sequence[Label]) -> dict[str, tuple[str, ...]]:
    return {entry.id: entry.unlike for entry in learn(SHOP, labels) if entry.unlike}


def test_one_customer_teaches_nothing_alone_however_often() -> None:
    again = [label("сколько берёте за курьера", "price", "anna", minutes=n) for n in range(5)]
    assert learnt(again) == {}
    reworded = [*again, label("за курьера сколько берёте", "price", "anna", minutes=9)]
    assert learnt(reworded) == {}


def test_two_customers_teach_what_both_mean() -> None:
    said = [label("сколько берёте за курьера", "price", "anna"), label("Сколько берёте за курьера?!", "price", "oleg")]
    assert learnt(said) == {"price": ("сколько берёте за курьера",)}


def test_two_customers_with_nearly_the_same_words_teach_both() -> None:
    said = [
        label("сколько берёте за курьера", "price", "anna"),
        label("а за курьера сколько возьмёте?", "price", "oleg", minutes=1),
    ]
    assert learnt(said) == {"price": ("сколько берёте за курьера", "а за курьера сколько возьмёте?")}


@pytest.mark.parametrize("by", ["colleague", "author"])
def test_one_of_the_staff_is_enough(by: By) -> None:
    assert learnt([label("вы до скольки сегодня", "hours", "irina", by)]) == {"hours": ("вы до скольки сегодня",)}


def test_contradictions_cancel() -> None:
    told = label("вы до скольки сегодня", "hours", "irina", "colleague")
    assert learnt([told, label("вы до скольки сегодня", "time", "pavel", "colleague")]) == {}
    assert learnt([told, label("вы до скольки сегодня", None, "pavel", "colleague")]) == {}
    assert learnt([told, label("вы до скольки сегодня", "hours", "anna", holds=False)]) == {}
    assert learnt([told, label("вы до скольки сегодня", "hours", "anna")])["hours"]


def test_an_entry_that_the_faq_has_no_more_contradicts_nothing() -> None:
    removed = label("вы до скольки сегодня", "old-hours", "irina", "colleague")
    told = label("вы до скольки сегодня", "hours", "pavel", "colleague")
    assert learnt([removed, told]) == {"hours": ("вы до скольки сегодня",)}
    renamed = [Entry("old-hours", "Когда вы открыты?"), *SHOP]
    assert learnt([removed, told], renamed) == {}


def test_who_thinks_better_of_it_has_said_the_latter_only() -> None:
    first = label("вы до скольки сегодня", "time", "irina", "colleague")
    assert learnt([first, label("вы до скольки сегодня", "hours", "irina", "colleague", minutes=3)]) == {
        "hours": ("вы до скольки сегодня",)
    }


def test_a_prankster_with_forty_labels_teaches_nothing() -> None:
    rng = random.Random(3)
    words = [
        "лол",
        "кек",
        "проверка",
        "бот",
        "дурак",
        "привет",
        "пицца",
        "скидка",
        "слон",
        "доставка",
        "возврат",
        "карты",
    ]
    pranks = [label(" ".join(rng.sample(words, 3)), rng.choice(SHOP).id, "prankster", minutes=n) for n in range(40)]
    honest = [
        label("сколько берёте за курьера", "price", "anna"),
        label("за курьера сколько возьмёте", "price", "oleg"),
    ]
    assert learnt(pranks) == {}
    assert learnt([*pranks, *honest]) == learnt(honest)


def test_a_customer_is_not_believed_against_much_nearer_words_of_another_entry() -> None:
    said = [
        label("почём доставка сегодня", "hours", "anna"),
        label("сегодня во сколько закрываетесь", "hours", "oleg"),
    ]
    assert "почём доставка сегодня" not in learnt(said).get("hours", ())


def test_the_order_of_labels_makes_no_difference() -> None:
    said = [
        label("сколько берёте за курьера", "price", "anna"),
        label("за курьера сколько возьмёте", "price", "oleg", minutes=2),
        label("вы до скольки сегодня", "hours", "irina", "colleague", minutes=4),
        label("делаете ключи", None, "irina", "colleague", minutes=6),
    ]
    assert learn(SHOP, said) == learn(SHOP, said[::-1])
    assert learn(learn(SHOP, said), said) == learn(SHOP, said)


def test_what_is_learnt_is_masked() -> None:
    said = [label("Где мой заказ 5133? тел. +7 910 123-45-67", "time", "irina", "colleague")]
    assert learnt(said) == {"time": ("Где мой заказ …? тел. …",)}


def test_an_authors_own_words_are_never_learnt() -> None:
    assert learnt([label("ПОЧЁМ доставка?", "time", "irina", "colleague")]) == {}


def test_what_a_colleague_answers_by_hand_is_unlike_every_entry() -> None:
    said = [label("делаете дубликаты ключей?", None, "irina", "colleague")]
    assert unlike(said) == {entry.id: ("делаете дубликаты ключей?",) for entry in SHOP}
    assert unlike([*said, label("делаете дубликаты ключей?", "pay", "pavel", "colleague")]) == {}


def test_what_two_customers_reject_is_unlike_that_entry() -> None:
    said = [label("как оплатить штраф", "pay", who, holds=False) for who in ("anna", "oleg")]
    assert unlike(said[:1]) == {}
    assert unlike(said) == {"pay": ("как оплатить штраф",)}


def test_labels_of_entries_that_are_gone_teach_nothing() -> None:
    assert learnt([label("сколько берёте за курьера", "gone", "irina", "colleague")]) == {}
    assert learn([], [label("сколько берёте за курьера", "price", "irina", "colleague")]) == []


def test_a_label_needs_a_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Label("вы до скольки", "hours", True, "customer", "anna", datetime(2026, 11, 2, 21, 40))  # noqa: DTZ001
