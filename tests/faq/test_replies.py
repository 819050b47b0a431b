import pytest

from faq import asks, chosen, is_follow_up


@pytest.mark.parametrize(
    ("text", "offered", "place"),
    [
        ("второе", 3, 1),
        ("Второй вариант, пожалуйста", 3, 1),
        ("2", 3, 1),
        ("мне первое", 2, 0),
        ("последнее", 3, 2),
        ("да, об этом", 1, 0),
        ("the last one", 2, None),
        ("last", 2, 1),
        ("3rd option", 3, 2),
        ("yes", 1, 0),
        ("да", 3, None),
        ("третье", 2, None),
        ("нет", 3, None),
        ("второй диван не привезли", 3, None),
        ("", 3, None),
    ],
)
def test_a_choice_in_words(text: str, offered: int, place: int | None) -> None:
    assert chosen(text, offered) == place


@pytest.mark.parametrize("text", ["а в область?", "А в воскресенье?", "и в Химки", "what about Sunday", "в область"])
def test_what_goes_on_from_the_last_answer(text: str) -> None:
    assert is_follow_up(text)


@pytest.mark.parametrize(
    "text",
    [
        "здравствуйте, у меня вчера сломался новый чайник",
        "а у меня вчера сломался чайник, который вы привезли на прошлой неделе",
        "спасибо",
        "👍",
        "авиадоставка бывает в отдалённые посёлки?",
    ],
)
def test_what_stands_for_itself(text: str) -> None:
    assert not is_follow_up(text)


def test_a_question_is_known_by_its_mark_or_its_words() -> None:
    assert asks("до скольки открыты?")
    assert asks("Как вернуть товар")
    assert not asks("нет, другое")
