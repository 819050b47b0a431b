"""What a message is about: in a few words, and whether two are about the same."""

import pytest

from faq.matters import in_brief, is_same, matter_of, without_rejections
from faq.replies import is_rejection


@pytest.mark.parametrize(
    ("text", "brief"),
    [
        ("У меня сломался утюг", "У меня сломался утюг"),
        ("Здравствуйте! Подскажите, пожалуйста, где мой заказ?", "Подскажите, пожалуйста, где мой заказ?"),
        ("Добрый вечер\nсайт не открывается", "сайт не открывается"),
        ("Один два три четыре пять шесть семь восемь девять", "Один два три четыре пять шесть семь восемь…"),
        ("доставка\nнет, не то", "доставка"),
        ("Без слов, только вложение", "Без слов, только вложение"),
        ("Hello, my iron is broken and hums very loudly today", "my iron is broken and hums very loudly…"),
        ("привет", "привет"),
        ("", ""),
    ],
)
def test_eight_words_say_what_it_is_about(text: str, brief: str) -> None:
    assert in_brief(text, 8) == brief


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("сайт не открывается", "Сайт не открывается, помогите оформить заказ"),
        ("сайт не открывается", "Добрый вечер! Не открывается ваш сайт"),
        ("Не открывается сайт магазина", "сайт у вас не открывается"),
        ("the site is down", "Hello, is your site down?"),
        ("Где мой заказ?", "где мой заказ"),
    ],
)
def test_the_same_matter(one: str, another: str) -> None:
    assert is_same(matter_of(one), matter_of(another))
    assert is_same(matter_of(another), matter_of(one))


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("У меня сломался утюг", "У меня сломался чайник"),
        ("Где заказ 4411?", "Где заказ 5522?"),
        ("сайт не открывается", "сайт красивый, а шкаф не открывается, петли сломаны, пришлите мастера"),
        ("привет", "спасибо"),
        ("", ""),
    ],
)
def test_different_matters(one: str, another: str) -> None:
    assert not is_same(matter_of(one), matter_of(another))
    assert not is_same(matter_of(another), matter_of(one))


@pytest.mark.parametrize(
    "text",
    [
        "нет, не то",
        "ничего из этого",
        "Не то!",
        "ни один вариант не подходит",
        "это не про меня",
        "no, not that",
        "none of these",
    ],
)
def test_a_rejection(text: str) -> None:
    assert is_rejection(text)
    assert without_rejections(f"доставка\n{text}") == "доставка"


@pytest.mark.parametrize("text", ["нет света", "не работает утюг", "да", "", "второе", "no light here at home", "один"])
def test_no_rejection(text: str) -> None:
    assert not is_rejection(text)


def test_what_only_rejects_stays_whole() -> None:
    assert without_rejections("нет, не то") == "нет, не то"
