"""A person can see what was read into a question, and why an entry came first."""

import pytest

from faq.matching.layouts import other_layout
from faq.matching.matcher import Matcher
from tests.faq.matching.faqs import SHOP


@pytest.fixture(scope="module")
def shop() -> Matcher:
    return Matcher(SHOP, semantic=False)


def test_slang_is_shown_as_it_was_read(shop: Matcher) -> None:
    assert shop.explain("скока стоит доставка").words == ("сколько", "стоит", "доставка")


def test_the_other_layout_and_latin_letters_are_told(shop: Matcher) -> None:
    assert shop.explain(other_layout("как вернуть товар")).keyboard == "other layout"
    assert shop.explain("kak vernut tovar").keyboard == "Latin letters"
    assert shop.explain("как вернуть товар").keyboard == "typed"


def test_repaired_words_are_told(shop: Matcher) -> None:
    assert ("дсотавка", "доставка") in shop.explain("сколько стоит дсотавка").repaired


def test_entries_are_those_of_match_with_what_made_them_so(shop: Matcher) -> None:
    explanation = shop.explain("сколько стоит привезти заказ")
    assert [one.match for one in explanation.considered[:3]] == shop.match("сколько стоит привезти заказ")
    first = explanation.considered[0]
    assert sum(first.shares.values()) >= sum(explanation.considered[-1].shares.values())
    assert "стоит" in first.shared_words
    assert explanation.matches[0] == first.match


def test_the_phrasing_that_looks_most_like_the_question_is_told(shop: Matcher) -> None:
    assert shop.explain("а график работы какой").considered[0].phrasing == "график работы"


def test_a_message_without_words_is_explained_by_nothing(shop: Matcher) -> None:
    explanation = shop.explain("🙂")
    assert (explanation.words, explanation.considered) == ((), ())
