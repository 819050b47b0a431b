"""Whether a message says that an answer helped."""

import pytest

from faq.feedback import feedback_in_words, feedback_of_emoji


@pytest.mark.parametrize(
    "text",
    [
        *("Помогло!", "да, помогло, спасибо", "понял", "Всё ясно, спасибо большое", "то, что нужно"),
        *("That helped, thank you", "got it", "Perfect!", "ok, makes sense"),
    ],
)
def test_it_helped(text: str) -> None:
    assert feedback_in_words(text) is True


@pytest.mark.parametrize(
    "text",
    [
        *("не то", "Нет, это не то", "ничего из этого", "Это не про меня", "спасибо, но не помогло", "вы не поняли"),
        *("увы, мне это не подходит", "мимо", "я не об этом", "не тот ответ", "Не помогло...", "не понял"),
        *("that's not it", "None of these", "no, not that", "this isn't about me", "sorry, that didn't help"),
    ],
)
def test_it_did_not_help(text: str) -> None:
    assert feedback_in_words(text) is False


@pytest.mark.parametrize(
    "text",
    [
        *("", "спасибо", "нет", "да", "это не то, мне нужно в область", "не то привезли", "почём доставка"),
        *("мне не подошёл размер", "вы не тот товар прислали", "не подошёл размер, как вернуть", "где мой заказ"),
        *("no", "thanks", "you sent the wrong one", "how do I return what doesn't fit", "is it helpful"),
    ],
)
def test_it_says_something_else(text: str) -> None:
    assert feedback_in_words(text) is None


@pytest.mark.parametrize(
    ("emoji", "said"),
    [("👍", True), ("👍🏽", True), ("❤️", True), ("❤", True), ("👎", False), ("👎🏿", False), ("🤔", None), ("", None)],
)
def test_emoji(emoji: str, said: bool | None) -> None:
    assert feedback_of_emoji(emoji) is said


def test_both_thumbs_say_nothing() -> None:
    assert feedback_of_emoji("👍👎") is None
