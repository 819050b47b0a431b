"""Words that customers use and the FAQ doesn't know."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from faq import Entry
from faq.advice import Asked
from tests.faq.advice.desks import advice, asked
from tests.faq.matching.faqs import ENGLISH_SHOP, SHOP


def told(*texts: str, who: Sequence[str] = ()) -> list[Asked]:
    people = who or [str(n) for n in range(len(texts))]
    return [asked(text, None, "hand_off", who=one) for text, one in zip(texts, people, strict=True)]


def unknown(*texts: str, entries: Sequence[Entry] = SHOP, own_words: str = "", language: str = "ru") -> dict[str, int]:
    questions = [replace(one, language=language) for one in told(*texts)]
    found = advice(questions, entries=entries, own_words=own_words, language=language).unknown_words
    return {one.word: one.count for one in found}


def test_a_word_of_the_trade_is_told_in_the_form_typed_most_often() -> None:
    found = advice(told("микротик настроите?", "почините микротик", "купить микротика кабель")).unknown_words
    assert [(one.word, one.count, one.example) for one in found] == [("микротик", 3, "почините микротик")]


def test_a_short_name_is_told() -> None:
    assert unknown("сбп есть?", "а СБП у вас работает") == {"сбп": 2}


def test_latin_words_are_told_in_small_letters() -> None:
    assert unknown("MikroTik настроите?", "есть mikrotik") == {"mikrotik": 2}


def test_one_customer_is_not_enough() -> None:
    found = advice(told("микротик настроите?", "почините микротик", who=["7", "7"])).unknown_words
    assert found == ()


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("доставкка сломана", "доставкка долгая"),  # a typing error of the FAQ's own word
        ("вдруг закроетесь", "а вдруг нет"),  # everyday language
        ("Анжела тут? позовите Настю", "Настя обещала"),  # names
        ("заказ 44118", "заказ 44118 где"),  # numbers
        ("здравствуйте", "здравствуйте, есть кто"),  # greetings
        ("бля ну вы чего", "бля опять"),  # swear words
        ("ghbdtn rjulf dtpkb", "rjulf ghbdtn"),  # the other keyboard layout
        ("grafik raboty", "kakoj grafik raboty"),  # Latin letters
        ("хаха лол", "лол, ясно"),  # chat
    ],
)
def test_what_is_no_gap_is_not_told(one: str, another: str) -> None:
    assert unknown(one, another) == {}


def test_the_faq_knows_words_of_its_answers_of_what_it_learnt_and_of_words_md() -> None:
    texts = ("микротик настроите?", "почините микротик")
    price, *others = SHOP
    assert unknown(*texts, entries=[replace(price, answer="И **микротик** настроим."), *others]) == {}
    assert unknown(*texts, entries=[replace(price, learnt=("микротик сколько",)), *others]) == {}
    assert unknown(*texts, own_words="- микротик = доставка") == {}
    assert unknown(*texts, own_words="- микротик, возврат") == {}


def test_words_of_questions_that_were_met_are_not_told() -> None:
    told_ = [asked(f"сколько стоит доставка {n} микротик", "price", "answer", helped=True, who=n) for n in "12"]
    found = advice(told_, entries=[replace(SHOP[0], also=tuple(one.text for one in told_)), *SHOP[1:]]).unknown_words
    assert found == ()


def test_english() -> None:
    texts = ("is klarna ok", "klarna at checkout?", "haha nvm", "nvm haha", "Emily said so", "ask Emily please")
    assert unknown(*texts, entries=ENGLISH_SHOP, language="en") == {"klarna": 2}


def test_the_example_has_the_word_as_it_is_told() -> None:
    """Of «vbrhjnbr» nobody sees what was meant."""
    [one] = advice(
        told("vbrhjnbr cnjbn", "микротик сколько будет стоить?", "настроить микротик сможете?")
    ).unknown_words
    assert (one.word, one.count) == ("микротик", 3)
    assert "микротик" in one.example


def test_the_example_is_masked() -> None:
    [one] = advice(told("микротик, звоните 8 916 123-45-67", "8 916 123-45-67 микротик")).unknown_words
    assert "916" not in one.example
