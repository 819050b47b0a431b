"""Promises of a queue: in its order, at the pace of the desk, in business hours."""

from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar import Calendar
from bot.desk.ticket.queue_promises import MORE_TIME, Pace, later_turn, turn
from storage.tickets import Place

MOSCOW = ZoneInfo("Europe/Moscow")
WITH_LUNCH = Calendar("Europe/Moscow", "Mo-Fr 09:00-13:00,14:00-18:00; Sa 10:00-16:00", holidays="RU")
USUAL = Pace(timedelta(minutes=30), timedelta(minutes=5))


def moscow(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW)


FRIDAY_NIGHT = moscow("2026-11-20 23:40")


def a_night(calendar: Calendar, pace: Pace, count: int, now: datetime = FRIDAY_NIGHT) -> list[datetime]:
    """The promises of tickets that are opened one after the other."""
    given: list[datetime] = []
    for _ in range(count):
        told = turn(calendar, now, pace, Place(len(given), max(given, default=None)))
        assert told is not None
        given.append(told)
    return given


def test_tickets_of_a_night_are_promised_one_after_the_other() -> None:
    told = a_night(WITH_LUNCH, USUAL, 4)
    assert told == [moscow(f"2026-11-21 10:{minute}") for minute in (30, 35, 40, 45)]


def test_a_long_queue_goes_on_after_lunch_and_on_the_next_day() -> None:
    told = a_night(WITH_LUNCH, Pace(timedelta(minutes=30), timedelta(minutes=30)), 20, moscow("2026-11-22 23:00"))
    assert told[6:9] == [moscow(f"2026-11-23 {at}") for at in ("12:30", "13:00", "14:30")]
    assert told[15:17] == [moscow("2026-11-23 18:00"), moscow("2026-11-24 09:30")]


def test_over_a_holiday() -> None:
    told = a_night(WITH_LUNCH, USUAL, 2, moscow("2026-11-03 23:00"))  # the 4th is a holiday in Russia
    assert told == [moscow("2026-11-05 09:30"), moscow("2026-11-05 09:35")]


@given(
    st.integers(0, 14 * 24 * 60),
    st.integers(1, 240),
    st.floats(0.5, 600),
    st.lists(st.integers(0, 90), min_size=2, max_size=40),
)
def test_later_in_the_queue_is_never_promised_earlier(begin: int, within: int, an_hour: float, gaps: list[int]) -> None:
    """Tickets come with gaps of some minutes, and some of those ahead are replied to meanwhile."""
    pace = Pace(timedelta(minutes=within), timedelta(hours=1) / an_hour)
    now, waiting, told = FRIDAY_NIGHT + timedelta(minutes=begin), list[datetime](), list[datetime]()
    for gap in gaps:
        now += timedelta(minutes=gap)
        if gap % 3 == 0:
            waiting = waiting[1:]
        promised = turn(WITH_LUNCH, now, pace, Place(len(waiting), max(waiting, default=None)))
        assert promised is not None
        assert promised.minute % 5 == 0
        assert WITH_LUNCH.is_open(promised - timedelta.resolution)
        assert WITH_LUNCH.business_time_between(now, promised) >= pace.until(Place(len(waiting))) - timedelta(minutes=1)
        assert all(before <= promised for before in waiting)
        waiting.append(promised)
        told.append(promised)
    assert len(told) == len(gaps)


@given(st.integers(2, 60), st.floats(0.5, 12))
def test_no_two_of_a_night_are_promised_the_same_time(count: int, an_hour: float) -> None:
    """At twelve an hour, or slower."""
    told = a_night(WITH_LUNCH, Pace(timedelta(minutes=30), timedelta(hours=1) / an_hour), count)
    assert all(before < after for before, after in pairwise(told))


def test_what_was_moved_holds_up_nobody_else() -> None:
    tomorrow = moscow("2026-11-24 11:00")
    told = turn(WITH_LUNCH, moscow("2026-11-23 12:00"), USUAL, Place(1, None, tomorrow))
    assert told == moscow("2026-11-23 12:35")


def test_after_a_missed_promise_there_is_more_time() -> None:
    assert later_turn(WITH_LUNCH, moscow("2026-11-23 09:30"), USUAL, Place(0)) == moscow("2026-11-23 11:30")


def test_many_that_are_missed_at_once_are_told_different_times_too() -> None:
    now, told = moscow("2026-11-23 11:00"), list[datetime]()
    for ahead in range(30):
        again = later_turn(WITH_LUNCH, now, USUAL, Place(ahead, None, max(told, default=None)))
        assert again is not None
        told.append(again)
    assert told[0] == moscow("2026-11-23 13:00")
    assert all(before < after for before, after in pairwise(told))
    assert all(WITH_LUNCH.business_time_between(now, at) >= MORE_TIME for at in told)


@pytest.mark.parametrize("place", [Place(0), Place(7)])
def test_without_a_known_opening_nothing_is_promised(place: Place) -> None:
    closed = Calendar("Europe/Moscow", "Mo-Su closed")
    assert turn(closed, FRIDAY_NIGHT, USUAL, place) is None
    assert later_turn(closed, FRIDAY_NIGHT, USUAL, place) is None
