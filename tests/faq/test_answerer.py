from datetime import date
from pathlib import Path

import pytest

from faq import Answerer, Entry, Library
from tests.faq.matching.faqs import ENGLISH_SHOP, SHOP

TODAY = date(2026, 11, 30)
HELLO = Entry("hello", "Привет", ("добрый вечер",), tags=("smalltalk",))


def library(*entries: Entry, words: str = "") -> Library:
    return Library(Path(), "ru", {"ru": (*entries, HELLO), "en": ENGLISH_SHOP}, {"ru": words})


@pytest.fixture(scope="module")
def shop() -> Answerer:
    return Answerer.of(library(*SHOP), max_wrong=0.05)


def test_a_greeting_before_the_very_words_of_a_phrasing_takes_nothing_away(shop: Answerer) -> None:
    found = shop.understand("Здравствуйте! Почём доставка?", "ru", TODAY)
    assert [(match.entry.id, match.probability) for match in found.answers] == [("price", 1.0)]


def test_each_language_has_its_entries_and_another_the_companys(shop: Answerer) -> None:
    assert shop.match("opening hours", "en")[0].entry == ENGLISH_SHOP[1]
    assert shop.match("график работы", "de")[0].entry.id == "hours"


def test_small_talk_is_never_a_match(shop: Answerer) -> None:
    assert shop.small_talk("Добрый вечер!", "ru") == HELLO
    assert all(match.entry != HELLO for match in shop.match("добрый вечер", "ru"))


def test_what_goes_on_from_an_answer_is_read_with_its_question(shop: Answerer) -> None:
    alone = shop.match("а ждать?", "ru")[0]
    found = shop.follow("а ждать?", "сколько стоит доставка", "price", "ru", TODAY)
    told = found.answers or (found.decision.matches if found.decision else ())
    assert told[0].entry.id == "time"
    assert told[0].probability >= alone.probability


def test_nobody_is_told_the_same_again(shop: Answerer) -> None:
    found = shop.follow("а сколько?", "почём доставка", "price", "ru", TODAY)
    told = (*found.answers, *(found.decision.matches if found.decision else ()))
    assert all(match.entry.id != "price" for match in told)


def test_a_changed_faq_is_answered_from_as_if_it_were_new() -> None:
    changed = library(*SHOP[1:], Entry("gift", "Есть подарочная упаковка?"))
    before, new = Answerer.of(library(*SHOP), max_wrong=0.05), Answerer.of(changed, max_wrong=0.05)
    after = before.updated(changed)
    for question in ("есть подарочная упаковка", "почём доставка", "opening hours"):
        assert after.match(question, "ru") == new.match(question, "ru")


def test_words_that_an_author_adds_count_from_the_next_change_on() -> None:
    answerer = Answerer.of(library(*SHOP), max_wrong=0.05)
    taught = answerer.updated(library(*SHOP, words="- бандероль = доставка"))
    found = taught.understand("почём бандероль", "ru", TODAY)
    assert [match.entry.id for match in found.answers] == ["price"]


@pytest.mark.parametrize("blank", [" ", "\n", "\u00a0", "\u3000", "\u2800"], ids=ascii)
def test_words_far_apart_are_read_as_if_they_stood_together(shop: Answerer, blank: str) -> None:
    assert shop.match(f"почём{blank * 4000}доставка", "ru") == shop.match("почём доставка", "ru")
