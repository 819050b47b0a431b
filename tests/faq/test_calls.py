"""What a call for a person asks besides."""

import pytest

from faq import asks_beside_call


@pytest.mark.parametrize(
    "text",
    [
        "а на Луну доставите? позовите человека",
        "позовите человека, а на Луну доставите?",
        "а на Луну доставите, позовите человека",
        "А на Луну? Оператора!",
        "чайник",
        "where is my order 1207? get me a human",
    ],
)
def test_something_else_is_asked(text: str) -> None:
    assert asks_beside_call(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "оператор",
        "Позовите, пожалуйста, человека",
        "позовите живого человека!",
        "Не помогло. Оператора",
        "Это не то, позовите человека",
        "нет, не то",
        "срочно, оператора",
        "that did not help, talk to a human",
    ],
)
def test_only_a_person_is_asked_for(text: str) -> None:
    assert not asks_beside_call(text)
