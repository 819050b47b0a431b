"""Customers ask; the right entry comes first."""

import pytest

from faq.entry import Entry
from faq.matching.layouts import other_layout
from faq.matching.matcher import Matcher
from tests.faq.matching.faqs import ENGLISH_SHOP, SHOP


@pytest.fixture(scope="module")
def shop() -> Matcher:
    return Matcher(SHOP, semantic=False)


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("скока стоит доставка", "price"),
        ("сколько с меня возьмут за доставку", "price"),
        ("дсотавка скоко стоит", "price"),
        ("ну когда уже привезут", "time"),
        ("а в воскресенье открыто?", "hours"),
        ("до скольки вы работаете сегодня", "hours"),
        ("не подошло, хочу вернуть", "return"),
        ("можно картой?", "pay"),
        ("как вас найти", "address"),
        ("не пускает в кабинет, пороль забыл", "password"),
        ("рост 170, какой брать", "size"),
        ("gjxtv ljcnfdrf", "price"),
        ("kak vernut tovar", "return"),
        ("ДОСТАВКА СКОЛЬКО СТОИТ!!!", "price"),
    ],
)
def test_the_right_entry_comes_first(shop: Matcher, question: str, entry: str) -> None:
    assert shop.match(question)[0].entry.id == entry


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("whats the shipping fee", "price"),
        ("r u open tmrw", "hours"),
        ("i want to send it bakc", "return"),
        ("locked out of my account", "password"),
        (other_layout("forgot password"), "password"),
    ],
)
def test_english_is_read_too(question: str, entry: str) -> None:
    assert Matcher(ENGLISH_SHOP, semantic=False).match(question)[0].entry.id == entry


def test_a_question_that_nothing_answers_is_less_probable_than_one_that_an_entry_does(shop: Matcher) -> None:
    answerable = shop.match("сколько денег за доставку")[0].probability
    for foreign in ("какая завтра погода", "расскажи анекдот", "кто выиграл матч", "сколько тебе лет"):
        assert shop.match(foreign)[0].probability < answerable / 2


def test_matches_are_as_many_as_asked_for_and_each_less_probable_than_the_one_before(shop: Matcher) -> None:
    matches = shop.match("доставка сколько", limit=5)
    assert len(matches) == 5
    assert [match.probability for match in matches] == sorted((m.probability for m in matches), reverse=True)
    assert len({match.entry.id for match in matches}) == 5


def test_two_entries_with_one_phrasing_are_both_offered_and_neither_is_certain() -> None:
    twins = [*SHOP, Entry("pickup", "Самовывоз", ("адрес магазина",))]
    matches = Matcher(twins, semantic=False).match("адрес магазина")
    assert {match.entry.id for match in matches[:2]} == {"address", "pickup"}
    assert matches[0].probability < 1


def test_no_entries_and_no_words_give_no_matches(shop: Matcher) -> None:
    assert Matcher([], semantic=False).match("доставка") == []
    assert shop.match("🙂 !!! …") == []
    assert shop.match("") == []


def test_an_entry_whose_phrasings_have_no_words_does_no_harm() -> None:
    matcher = Matcher([*SHOP, Entry("odd", "???", ("!!!",))], semantic=False)
    assert matcher.match("как вернуть товар")[0].entry.id == "return"


def test_the_language_is_that_of_the_phrasings_unless_the_entries_say_so() -> None:
    said = [Entry(e.id, e.question, e.also, language="en") for e in ENGLISH_SHOP]
    assert Matcher(said, semantic=False).match("delivery cost")[0].probability == 1
