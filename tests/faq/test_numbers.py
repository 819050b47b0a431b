"""Numbers are written as each language writes them."""

import pytest

from faq.numbers import decimal, percent


@pytest.mark.parametrize(
    ("share", "places", "russian", "english"),
    [
        (0.894, 1, "89,4\u202f%", "89.4%"),
        (0.05, 0, "5\u202f%", "5%"),
        (1.0, 1, "100,0\u202f%", "100.0%"),
        (0.0, 0, "0\u202f%", "0%"),
    ],
)
def test_shares(share: float, places: int, russian: str, english: str) -> None:
    assert percent(share, places, "ru") == russian
    assert percent(share, places, "en") == english


def test_decimals() -> None:
    assert (decimal(12.34, 1, "ru"), decimal(12.34, 1, "en")) == ("12,3", "12.3")
