from datetime import date
from pathlib import Path

import pytest

from faq import Answerer, Library
from faq.commands import command_texts
from faq.explaining import KINDS, trial_text
from faq.matching.scores import LEXICAL, SEMANTIC
from faq.trying import try_question
from tests.faq.matching.faqs import SHOP

TODAY = date(2026, 11, 30)


@pytest.fixture(scope="module")
def shop() -> Answerer:
    return Answerer.of(Library(Path(), "ru", {"ru": SHOP}), max_wrong=0.05)


def told(shop: Answerer, question: str) -> list[str]:
    return trial_text(try_question(shop, question, on=TODAY), command_texts("ru")["try"], "ru").splitlines()


def test_an_answer_is_told_with_what_spoke_for_it(shop: Answerer) -> None:
    lines = told(shop, "Здравствуйте, почём доставка")
    assert "Бот ответит: Сколько стоит доставка? (price)" in lines
    assert "100\u202f%  price: почём доставка" in " ".join(lines)
    assert any("общие слова (" in line and "доставка" in line for line in lines)


def test_what_was_read_is_told(shop: Answerer) -> None:
    assert "набран в другой раскладке" in " ".join(told(shop, "rfr dthyenm njdfh"))
    assert "исправлено: дсотавка → доставка" in " ".join(told(shop, "почём дсотавка"))


def test_what_an_answer_leaves_open_is_told(shop: Answerer) -> None:
    lines = told(shop, "Почём доставка? Верните 4512 рублей за разбитое зеркало.")
    assert "Бот ответит: Сколько стоит доставка? (price)" in lines
    assert "Остаётся:    Верните 4512 рублей за разбитое зеркало." in lines


def test_a_call_for_a_person_is_told(shop: Answerer) -> None:
    assert "Бот позовёт человека: клиент просит об этом." in told(shop, "позовите оператора")


def test_every_score_has_a_name_for_people() -> None:
    assert set(KINDS) == {*LEXICAL, *SEMANTIC}
    assert set(KINDS.values()) <= set(command_texts("ru")["try"])
