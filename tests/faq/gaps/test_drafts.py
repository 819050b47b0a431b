"""Drafts of entries from what customers asked and colleagues replied."""

from time import process_time

import pytest

from faq.gaps import Draft, draft_of
from faq.matching.wordlists import Language

QUESTIONS = ["Здравствуйте! до скольки вы сегодня работаете", "до скольки открыты", "во сколько закрываетесь?"]
REPLY = "Работаем до 22:00, на Ленина до 21:00."


def heading(*questions: str, language: Language = "ru") -> str:
    return draft_of(questions, 0, language=language).question


def answer(*replies: str, language: Language = "ru") -> str:
    return draft_of(QUESTIONS, 0, replies, language=language).answer


def test_a_draft_of_a_group() -> None:
    found = draft_of(QUESTIONS, 0, [REPLY], language="ru")
    assert found == Draft("До скольки вы сегодня работаете?", ("до скольки открыты", "во сколько закрываетесь?"), REPLY)


@pytest.mark.parametrize(
    ("asked", "expected", "language"),
    [
        ("привет!!! почём доставка", "Почём доставка", "ru"),
        ("сколько стоит доставка???", "Сколько стоит доставка?", "ru"),
        ("lj crjkmrb hf,jnftnt", "До скольки работаете?", "ru"),
        ("есть вакансии 🙏🙏", "Есть вакансии?", "ru"),
        ("- 1. есть вакансии?", "Есть вакансии?", "ru"),
        ("Вопрос: есть ли вакансии?", "Есть ли вакансии?", "ru"),
        ("# **Можно** с `собакой`?", "Можно с собакой?", "ru"),
        ("сколько стоит {{ hours.today }}<b>?", "Сколько стоит hours.today b?", "ru"),
        (
            "я Анна, телефон 8 916 123-45-67. можно перенести запись на завтра?",
            "Можно перенести запись на завтра?",
            "ru",
        ),
        ("меня зовут Олег", "Меня зовут …", "ru"),
        ("Hi there, can i smoke on the balcony", "Can i smoke on the balcony?", "en"),
        ("We land late at night. My order is 12345. Where is the key?", "Where is the key?", "en"),
    ],
)
def test_a_heading_reads_as_an_author_would_write_it(asked: str, expected: str, language: Language) -> None:
    assert heading(asked, language=language) == expected


def test_a_long_heading_ends_at_a_word() -> None:
    found = heading("хочу заказать " + "очень длинный торт " * 300)
    assert len(found) <= 120
    assert found.endswith(" торт…") or found.endswith(" длинный…") or found.endswith(" очень…")


def test_a_question_without_words_is_not_the_heading() -> None:
    assert draft_of(["🙈", "есть вакансии?"], 0, language="ru").question == "Есть вакансии?"
    assert draft_of(["🙈", "###"], 0, language="ru") == Draft("", (), "")


def test_phrasings_are_few_different_and_masked() -> None:
    asked = [
        "есть вакансии?",
        "Есть вакансии!",
        "ищу работу, мой номер 89161234567",
        *(f"работа {n}" for n in range(20)),
    ]
    found = draft_of(asked, 0, language="ru").also
    assert len(found) == len(set(found)) == 8
    assert "ищу работу, мой номер …" in found
    assert "Есть вакансии" not in found


def test_the_reply_that_agrees_with_the_others_is_the_answer() -> None:
    found = answer(
        "Сегодня работаем до 22:00.",
        "Привет! До 22:00 сегодня работаем, приходите",
        "Ваш заказ уже в пути, курьер позвонит за час до доставки и привезёт букет к двери.",
        "Работаем сегодня до 22:00",
    )
    assert "22:00" in found


def test_where_no_replies_agree_the_longest_is_the_answer() -> None:
    longest = "Приходите завтра к открытию, мы всё покажем и расскажем."
    assert answer("Нет.", longest) == longest


@pytest.mark.parametrize("back", ["Анна, всё в порядке?", "Какой у вас номер заказа?", "Здравствуйте! Какой цвет?"])
def test_a_reply_that_only_asks_back_is_no_answer(back: str) -> None:
    assert answer(back) == ""
    assert answer(f"{REPLY} {back}") != ""


@pytest.mark.parametrize(
    "put_off",
    [
        "Сейчас посмотрю",
        "секундочку, уточню у коллег",
        "Здравствуйте! Уточню и вернусь к вам",
        "Добрый день!",
        "Спасибо!",
        "👍",
    ],
)
def test_a_reply_that_only_promises_one_is_no_answer(put_off: str) -> None:
    assert answer(put_off) == ""
    assert answer(put_off, REPLY) == REPLY
    assert answer(f"{put_off}\n{REPLY}") == REPLY


@pytest.mark.parametrize(
    "put_off", ["One moment please", "Hi! Let me check", "I'll ask a colleague and get back to you"]
)
def test_the_same_in_english(put_off: str) -> None:
    assert answer(put_off, language="en") == ""
    assert answer(put_off, "We close at 22:00.", language="en") == "We close at 22:00."


@pytest.mark.parametrize(
    ("reply", "expected", "language"),
    [
        ("Здравствуйте, Анна! Работаем до 22:00.", "Работаем до 22:00.", "ru"),
        ("Добрый день! Да, работаем до 22:00.", "Да, работаем до 22:00.", "ru"),
        ("Hi Tom, we close at 22:00.", "We close at 22:00.", "en"),
        ("Hello! Sure, we close at 22:00.", "Sure, we close at 22:00.", "en"),
        ("До 22:00.\nС уважением, Ирина Петрова", "До 22:00.", "ru"),
        ("We close at 22:00.\n\nKind regards,\nTom", "We close at 22:00.", "en"),
    ],
)
def test_greeting_name_and_signature_are_cut(reply: str, expected: str, language: Language) -> None:
    assert answer(reply, language=language) == expected


def test_an_answer_is_masked() -> None:
    assert answer("Заказ № 48213 привезут, звоните 8 916 123-45-67") == "Заказ … привезут, звоните …"


@pytest.mark.parametrize(
    "text", [" ", "\n", "а ", "? ", "#", "- ", "с уважением ", "Здравствуйте! ", "1. ", ":a:", "&a;"]
)
def test_a_draft_of_long_messages_takes_no_longer_the_odder_they_are(text: str) -> None:
    hostile = text * (4_096 // len(text))
    seconds = process_time()
    draft_of([hostile, "где ключ?"] * 5, 0, [hostile, "Ключ в конверте."] * 5, language="ru")
    assert process_time() - seconds < 3
