import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq import Entry, Matcher

ENTRIES = (
    Entry("price", "Сколько стоит доставка?", ("почём доставка", "доставка платная?")),
    Entry("time", "Когда привезут заказ?", ("сколько ждать заказ", "срок доставки")),
    Entry("return", "Как вернуть товар?", ("хочу сдать обратно", "возврат денег")),
    Entry("hours", "До скольки вы работаете?", ("график работы", "вы открыты в воскресенье?")),
)
PHRASINGS = [(phrasing, entry.id) for entry in ENTRIES for phrasing in entry.phrasings]


@pytest.mark.parametrize(("phrasing", "entry_id"), PHRASINGS)
def test_the_very_words_of_a_phrasing_find_its_entry(phrasing: str, entry_id: str) -> None:
    best = Matcher(ENTRIES).match(phrasing.upper() + "!!!")[0]
    assert (best.entry.id, best.probability) == (entry_id, 1.0)


@pytest.mark.parametrize(
    ("question", "entry_id"),
    [
        ("скока стоит даставка", "price"),
        ("crjkmrj cnjbn ljcnfdrf", "price"),
        ("kak vernut tovar", "return"),
        ("график работы какой у вас", "hours"),
        ("доставки срок", "time"),
        ("Добрый вечер! График работы?", "hours"),
    ],
)
def test_misspelled_and_mistyped_questions_find_their_entry(question: str, entry_id: str) -> None:
    assert Matcher(ENTRIES).match(question)[0].entry.id == entry_id


def test_an_unlike_question_is_not_probable() -> None:
    matches = Matcher(ENTRIES).match("какая столица у монголии")
    assert all(match.probability < 0.3 for match in matches)


def test_a_question_between_two_entries_is_less_probable_than_one_of_them() -> None:
    matcher = Matcher(ENTRIES)
    assert matcher.match("доставка")[0].probability < matcher.match("доставка платная или нет")[0].probability


@settings(deadline=None)
@given(st.text(), st.integers(1, 5))
def test_probabilities_are_ordered_and_between_zero_and_one(question: str, limit: int) -> None:
    matches = Matcher(ENTRIES).match(question, limit)
    probabilities = [match.probability for match in matches]
    assert len(matches) <= limit
    assert all(0 <= probability <= 1 for probability in probabilities)
    assert probabilities == sorted(probabilities, reverse=True)


@settings(deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(["доставка", "вернуть заказ", "когда", "работы"]))
def test_the_order_of_entries_does_not_matter(randomness: random.Random, question: str) -> None:
    shuffled = list(ENTRIES)
    randomness.shuffle(shuffled)
    assert Matcher(shuffled).match(question) == Matcher(ENTRIES).match(question)


def test_the_threshold_is_stricter_with_few_phrasings() -> None:
    alone = Matcher([Entry(entry.id, entry.question) for entry in ENTRIES])
    assert 0.95 <= Matcher(ENTRIES).threshold(0.05) < alone.threshold(0.05) <= 1
    assert alone.threshold(0.2) < alone.threshold(0.05)


def test_an_updated_matcher_knows_the_new_entries_only() -> None:
    added = Entry("gift", "Есть подарочная упаковка?")
    matcher = Matcher(ENTRIES).updated([*ENTRIES[1:], added])
    assert matcher.match("есть подарочная упаковка")[0].entry == added
    assert all(match.entry.id != "price" for match in matcher.match("почём доставка", 10))


def test_the_explanation_tells_what_was_read_and_which_phrasing_was_close() -> None:
    told = Matcher(ENTRIES).explain("gjx`v ljcnfdrf")
    assert "почем доставка" in told.readings
    assert (told.scored[0].entry.id, told.scored[0].phrasing, told.scored[0].score) == ("price", "почём доставка", 1.0)
    assert told.matches == tuple(Matcher(ENTRIES).match("gjx`v ljcnfdrf", 5))


def test_an_empty_faq_matches_nothing() -> None:
    assert Matcher([]).match("доставка") == []
    assert 0 < Matcher([]).threshold(0.05) <= 1


def test_an_encoder_that_is_not_there_is_not_pretended() -> None:
    with pytest.raises(ValueError, match="encoder"):
        Matcher(ENTRIES, semantic=True)


@pytest.mark.parametrize("question", ["", "\x00", "👍" * 4096, "а" * 200_000, "a\u0301" * 100_000, "при вет " * 25_000])
def test_hostile_questions_are_taken_calmly(question: str) -> None:
    assert len(Matcher(ENTRIES).match(question)) <= 3


def test_a_greeting_before_the_very_words_of_a_phrasing_takes_nothing_away() -> None:
    assert Matcher(ENTRIES).match("Здравствуйте! Почём доставка?")[0].probability == 1.0
