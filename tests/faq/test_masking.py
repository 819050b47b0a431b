"""What a learnt question keeps of who asked it: nothing that tells them, all that tells what is asked."""

import pytest

from faq import masked

PERSONAL = {
    "позвоните мне на +7 (910) 123-45-67 срочно": "позвоните мне на … срочно",
    "почта ivan.petrov@mail.ru не подходит": "почта … не подходит",
    "мой сайт example.com/x не грузит": "мой сайт … не грузит",
    "@anna_petrova напишите": "… напишите",
    "где мой заказ 5133?": "где мой заказ …?",
    "заказ №12345 не пришёл": "заказ … не пришёл",
    "4921 заказ, успеваете поправить?": "… заказ, успеваете поправить?",
    "order 12345 please": "order … please",
    "трек-номер RB123456789RU": "трек-номер …",
    "4276 1234 5678 9012 карта": "… карта",
    "ул. Ленина, д. 5, кв. 12 привезёте?": "ул. …, кв. … привезёте?",
    "is it far from 12 Main Street?": "is it far from …?",
    "меня зовут Анна Петрова, когда доставка": "меня зовут …, когда доставка",
    "меня зовут анна": "меня зовут …",
    "Иван Петрович ждёт курьера": "… ждёт курьера",
    "Я Оля, а вы до скольки?": "Я …, а вы до скольки?",
    "Hi, this is Marta from Sunny Walks, who is the boss?": "Hi, this is … from Sunny Walks, who is the boss?",
    "i got no email. Name is Kowalska": "i got no email. Name is …",
}

HARMLESS = (
    "стоит 15000 рублей?",
    "6 000 ₽ или 5000",
    "перенесите с 9-11 на 14:30",
    "доставка 14.02.2026 к 18:00",
    "101 роза сколько",
    "у меня айфон 15",
    "заказ на 5000 рублей",
    "ошибка 502",
    "what's the price for 23-25 October?",
    "проездной льготный можно оформить",
    "на какой улице находитесь",
    "Это Москва?",
    "",
    "👍",
)


@pytest.mark.parametrize("text", PERSONAL)
def test_what_tells_a_person_is_masked_and_the_question_stays(text: str) -> None:
    assert masked(text) == PERSONAL[text]


@pytest.mark.parametrize("text", HARMLESS)
def test_prices_times_and_counts_stay(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize("text", PERSONAL)
def test_masking_twice_changes_nothing_more(text: str) -> None:
    assert masked(masked(text)) == masked(text)
