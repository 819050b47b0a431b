"""Times are marked, so that a reader in another zone sees their own clock, and their own day."""

import pytest

from bot.wording import LANGUAGES, Entity, Rich, utf16_slice, without_moments
from bot.wording.markup import rich
from tests.wording.cases import PASSED, moscow, said, ticket

PROMISED = moscow("2026-11-23 09:30")
_CLOSED = {"is_open": False, "opening": moscow("2026-11-23 09:00"), "closure": None}


def marked(text: Rich) -> list[tuple[str, Entity]]:
    """The words of each moment with its entity."""
    moments = (one for one in text.entities if one["type"] == "date_time")
    return [(utf16_slice(text.text, one["offset"], one["length"]), one) for one in moments]


@pytest.mark.parametrize(("language", "day"), [("ru", "в понедельник"), ("en", "Monday")])
def test_a_promise_has_its_day_and_its_time(language: str, day: str) -> None:
    found = marked(said(language, "customer.time_promised", ticket=ticket(PROMISED)))
    assert sorted((words, one["date_time_format"]) for words, one in found) == sorted([("09:30", "t"), (day, "D")])
    assert {one["unix_time"] for _, one in found} == {int(PROMISED.timestamp())}


def test_the_name_of_the_zone_goes_where_the_reader_sees_another() -> None:
    found = [words for words, _ in marked(said("ru", "customer.accepted", ticket=ticket(PROMISED), **_CLOSED))]
    assert "09:00 (МСК)" in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_late_has_both_times(language: str) -> None:
    text = said(language, "customer.late", ticket=ticket(PROMISED), old_promise=PASSED, closure=None)
    assert {one["unix_time"] for _, one in marked(text)} == {int(PROMISED.timestamp()), int(PASSED.timestamp())}


def test_they_can_be_left_out() -> None:
    text = said("ru", "customer.time_promised", ticket=ticket(PROMISED))
    assert without_moments(text.entities) == tuple(one for one in text.entities if one["type"] == "bold")


def test_a_moment_needs_a_time() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        rich('<tg-time format="t">09:30</tg-time>')
