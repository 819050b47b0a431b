import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq import language_of, readings


@pytest.mark.parametrize(
    "text",
    [
        "Сколько стоит доставка?",
        "как настроить Windows Update Center",
        "ghbdtn",
        "crjkmrj cnjbn ljcnfdrf",
        "gjpjdbnt xtkjdtrf",
        "cgfcb,j",
        "skolko stoit dostavka",
        "шкаф",
        "ку",
    ],
)
def test_russian_however_it_is_typed(text: str) -> None:
    assert language_of(text, "en") == "ru"


@pytest.mark.parametrize("text", ["Hello", "where is my order", "refund", "mattress warranty", "руддщ", "нщг фку пщщв"])
def test_english_however_it_is_typed(text: str) -> None:
    assert language_of(text, "ru") == "en"


@pytest.mark.parametrize("text", ["", "👍", "4512", "iPhone 15", "ok", "TV", "???"])
@pytest.mark.parametrize("default", ["ru", "en"])
def test_what_tells_no_language_is_in_the_default_one(text: str, default: str) -> None:
    assert language_of(text, default) == default


def test_readings_begin_with_what_was_typed() -> None:
    assert readings("Ghbdtn!") == ("ghbdtn", "привет", "гхбдтн")


def test_letters_on_punctuation_keys_survive_the_layout() -> None:
    assert "спасибо" in readings("cgfcb,j")
    assert "это объем" in readings("'nj j,]`v")


def test_russian_in_latin_letters_is_read_by_sound() -> None:
    assert "хочу вернут ещо чашки" in readings("hochu vernut eshcho chashki")


@given(st.text())
def test_any_text_has_at_most_three_readings_none_empty(text: str) -> None:
    found = readings(text)
    assert len(found) <= 3
    assert all(found)
    assert len(set(found)) == len(found)


@given(st.text())
def test_any_text_has_a_language(text: str) -> None:
    assert language_of(text, "ru") in ("ru", "en")
