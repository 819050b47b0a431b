"""The first lines of an answer, as a preview shows them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wording import Rich, first_lines, utf16

BOLD = {"type": "bold", "offset": 0, "length": 5}
LINK = {"type": "text_link", "offset": 10, "length": 20, "url": "https://example.com"}


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("По городу — 300 ₽.", 200, "По городу — 300 ₽."),
        ("По городу — 300 ₽.\n\n", 200, "По городу — 300 ₽."),
        ("По городу привезём за 300 рублей. За город дороже.", 40, "По городу привезём за 300 рублей. …"),
        ("Delivery takes two days. Farther out it takes three.", 40, "Delivery takes two days. …"),
        ("Стоит 300 руб. за город и 500 руб. в область, курьером", 40, "Стоит 300 руб. за город и 500 руб. в…"),
        (
            "Приходите на ул. Ленина или на ул. Мира, мы ждём вас там",
            45,
            "Приходите на ул. Ленина или на ул. Мира,…",
        ),
        ("Правда? Конечно, привезём всё, что захотите, даже ночью", 30, "Правда? Конечно, привезём…"),
        ("Заказ едет:\n• по городу\n• в область\n• на дачу, подальше", 40, "Заказ едет:\n• по городу\n• в область\n…"),
        ("раз\nдва\nтри\nчетыре\nпять\nшесть", 200, "раз\nдва\nтри\nчетыре\nпять\n…"),
        ("х" * 50, 20, "х" * 18 + "…"),
        ("", 20, ""),
    ],
)
def test_a_text_ends_where_a_reader_would_stop(text: str, limit: int, shown: str) -> None:
    found = first_lines(Rich(text), limit)
    assert found.text == shown
    assert utf16(found.text) <= limit


def test_formatting_is_kept_and_ends_with_the_text() -> None:
    found = first_lines(Rich("Важно: цена доставки указана на нашей странице", (BOLD, LINK)), 24)
    assert found.text == "Важно: цена доставки…"
    assert found.entities == (BOLD, {**LINK, "length": 10})


def test_a_surrogate_pair_is_never_cut() -> None:
    assert first_lines(Rich("👍" * 20), 10).text == "👍" * 4 + "…"


@given(st.text(), st.integers(10, 300))
def test_whatever_is_written_the_lines_are_its_beginning(text: str, limit: int) -> None:
    found = first_lines(Rich(text), limit).text
    assert utf16(found) <= limit
    kept = found.removesuffix("…").rstrip()
    assert text.startswith(kept)
    assert found.count("\n") <= 5
