"""How an owner's words become the heading of an entry."""

import pytest

from faq.own_headings import own_heading


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        ("сколько стоит  доставка", "Сколько стоит доставка?"),
        ("есть ли у вас парковка", "Есть ли у вас парковка?"),
        ("а можно с собакой", "А можно с собакой?"),
        ("во сколько закрываетесь", "Во сколько закрываетесь?"),
        ("how much is delivery", "How much is delivery?"),
        ("do you deliver on Sundays", "Do you deliver on Sundays?"),
        ("доставка и оплата", "Доставка и оплата"),
        ("returns", "Returns"),
        ("how to return an item", "How to return an item"),
        ("Где вы?", "Где вы?"),
        ("где вы находитесь…", "Где вы находитесь…"),
        ("iPhone в наличии", "iPhone в наличии"),
        ("24/7 или нет", "24/7 или нет"),
        ("", ""),
    ],
)
def test_a_heading_begins_with_a_capital_and_asks_where_the_words_do(words: str, heading: str) -> None:
    assert own_heading(words) == heading
    assert own_heading(heading) == heading
