"""What an author's words are taken for."""

import pytest

from faq.typed import MOST_TOGETHER, Typed, new_entries, reply_of_author, without_word_for_new


@pytest.mark.parametrize(
    ("words", "rest"),
    [
        ("+ Есть ли розы?", "Есть ли розы?"),
        ("+Есть ли розы", "Есть ли розы"),
        ("новый Сколько стоит доставка букета?", "Сколько стоит доставка букета?"),
        ("Новая запись Адрес", "Адрес"),
        ("добавь вопрос: Адрес", "Адрес"),
        ("new How much?", "How much?"),
        ("add question Address", "Address"),
        ("новый\nАдрес\nТверская, 5", "Адрес\nТверская, 5"),
        ("новый адрес", None),
        ("добавить товар в корзину", None),
        ("newsletter?", None),
        ("новости?", None),
        ("доставка", None),
        ("+", None),
        ("новый", None),
    ],
)
def test_words_that_begin_a_new_entry(words: str, rest: str | None) -> None:
    assert without_word_for_new(words) == rest


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Да, красные.", Typed(answer="Да, красные.")),
        ("Есть ли розы?\nДа.", Typed(answer="Есть ли розы?\nДа.")),
        ("— розы\n— пионы", Typed(answer="— розы\n— пионы")),
        ("+ почём\n\n+ дорого", Typed(phrasings=("почём", "дорого"))),
        ("+7 495 000-00-00", Typed(answer="+7 495 000-00-00")),
        ("+ 2 розы\n+(495) 000-00-00", Typed(answer="+(495) 000-00-00", phrasings=("2 розы",))),
        ("Вопрос №2: Почём? Ответ: 300.", Typed("Почём?", "300.")),
        ("Q1: How much? A1: 300.", Typed("How much?", "300.")),
        ("+ почём\nОт 300 ₽.", Typed(answer="От 300 ₽.", phrasings=("почём",))),
        ("Вопрос: Почём?", Typed(question="Почём?")),
        ("**Вопрос:** Почём?\n+ дорого\n**Ответ:** От 300 ₽.\n\nДа.", Typed("Почём?", "От 300 ₽.\n\nДа.", ("дорого",))),
        ("Q: How much?\nA: 300.", Typed("How much?", "300.")),
        ("## Почём?\n\nОт 300 ₽.", Typed("Почём?", "От 300 ₽.")),
        ("# Важно\nЗвоните.", Typed(answer="# Важно\nЗвоните.")),
    ],
)
def test_a_reply(text: str, typed: Typed) -> None:
    assert reply_of_author(text) == typed


def test_several_entries_in_one_message() -> None:
    assert new_entries("В: Розы?\nО: Да.\n\nВ: Пионы?\n+ пиончики\nВ мае.") == [
        Typed("Розы?", "Да."),
        Typed("Пионы?", "В мае.", ("пиончики",)),
    ]


def test_the_first_line_is_the_question_where_none_is_marked() -> None:
    assert new_entries("Розы?\n\nДа.") == [Typed("Розы?", "Да.")]


def test_a_question_above_the_first_mark_is_none_of_its_own_answer() -> None:
    assert new_entries("Розы?\nДа.\nВопрос: Пионы?\nВ мае.") == [Typed("Розы?", "Да."), Typed("Пионы?", "В мае.")]


def test_no_more_than_a_person_can_look_through() -> None:
    assert len(new_entries("В: Розы?\nО: Да.\n" * (MOST_TOGETHER + 5))) == MOST_TOGETHER
