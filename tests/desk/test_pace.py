"""The pace of the desk: first replies in an hour in which somebody waited for one."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from bot.calendar import Calendar
from bot.desk.knowledge import Knowledge
from bot.desk.pace import EXPECTED_REPLIES, PACE, due, measure_pace, next_measurement, pace, pace_of
from bot.desk.unit_of_work import UnitOfWork
from storage.models import Customer, Event, Memo, State, Ticket
from tests.dialogs.night import FAQ

from .desk import a_desk

MINUTE = timedelta(minutes=1)
CALENDAR = Calendar("Europe/Moscow", "Mo-Fr 09:00-18:00; Sa 10:00-16:00")
MOSCOW = ZoneInfo("Europe/Moscow")
MONDAY = datetime(2026, 11, 23, 9, tzinfo=MOSCOW)

Wait = tuple[datetime, datetime]


def morning(day: datetime, tickets: int, each: timedelta) -> list[Wait]:
    """Tickets of the night, replied to one after the other from nine o'clock on."""
    return [(day - timedelta(hours=9), day + each * (place + 1)) for place in range(tickets)]


def test_a_new_desk_has_the_configured_pace() -> None:
    assert pace_of([], CALENDAR, 12) == 12


def test_a_desk_that_takes_twenty_minutes_a_ticket_is_known_for_it() -> None:
    waits = [wait for day in range(5) for wait in morning(MONDAY + timedelta(days=day), 20, 20 * MINUTE)]
    assert pace_of(waits, CALENDAR, 12) == pytest.approx(3, abs=0.7)


def test_hours_in_which_nobody_waited_do_not_count() -> None:
    """Two tickets a day, each replied to after six minutes: the desk is quick, however quiet it is."""
    days = [MONDAY + timedelta(days=7 * week + day) for week in range(4) for day in range(5)]
    opened = [day + timedelta(hours=hour) for day in days for hour in (1, 5)]
    assert pace_of([(at, at + 6 * MINUTE) for at in opened], CALENDAR, 12) == pytest.approx(10.6, abs=0.5)


def test_a_reply_at_night_is_no_work_of_a_shift() -> None:
    night = [(MONDAY - timedelta(hours=8), MONDAY - timedelta(hours=7))] * 100
    assert pace_of(night, CALENDAR, 12) == 12


def test_a_forgotten_ticket_does_not_slow_the_desk_down() -> None:
    waits = morning(MONDAY, 30, 5 * MINUTE)
    forgotten = [(MONDAY, MONDAY + timedelta(days=4))]
    assert pace_of([*waits, *forgotten], CALENDAR, 12) == pytest.approx(pace_of(waits, CALENDAR, 12), rel=0.1)


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 600)), max_size=40), st.floats(0.5, 60))
def test_it_is_a_pace_whatever_happened(spans: list[tuple[int, int]], configured: float) -> None:
    waits = [(MONDAY + start * MINUTE, MONDAY + (start + length) * MINUTE) for start, length in spans]
    assert 0 < pace_of(waits, CALENDAR, configured) <= 60


@given(st.integers(2, 40), st.integers(2, 30), st.integers(1, 30))
def test_the_slower_the_replies_the_lower_the_pace(tickets: int, each: int, more: int) -> None:
    quick = pace_of(morning(MONDAY, tickets, each * MINUTE), CALENDAR, 12)
    slow = pace_of(morning(MONDAY, tickets, (each + more) * MINUTE), CALENDAR, 12)
    assert slow <= quick or MONDAY + tickets * (each + more) * MINUTE >= MONDAY + timedelta(hours=9)


def test_it_is_measured_once_a_day_and_when_the_configuration_changes() -> None:
    now = datetime(2026, 11, 23, 6, tzinfo=UTC)
    assert next_measurement(None, now, 12) == now
    memo = f'{{"at": "{now.isoformat()}", "an_hour": 9.5, "configured": 12}}'
    assert next_measurement(memo, now, 12) == now + timedelta(days=1)
    assert next_measurement(memo, now, 6) == now


def _tell_of_a_slow_morning(session: Session) -> None:
    """Forty tickets, twenty minutes each, on four days; what is older than four weeks, or spam, is no measure."""
    for number in range(1, 45):
        day = MONDAY - timedelta(days=7 if number <= 40 else 60) + timedelta(days=number % 4)
        place = (number - 1) // 4
        opened, replied = day - timedelta(hours=9), day + (place + 1) * 20 * MINUTE
        session.add(Customer(id=100 + number, address=str(number), created_at=opened))
        session.flush()
        state = State.SOLVED
        session.add(Ticket(id=number, customer_id=100 + number, opened_at=opened, state=state, is_spam=number == 44))
        session.flush()
        session.add(Event(ticket_id=number, at=replied, kind="replied"))
        session.add(Event(ticket_id=number, at=replied + timedelta(hours=1), kind="replied"))


def test_it_is_read_from_the_tickets_of_four_weeks(tmp_path: Path) -> None:
    with a_desk(tmp_path / "desk.db", Knowledge(FAQ, "ru", 0.05)) as desk:
        desk.now = MONDAY.astimezone(UTC)
        desk.do(lambda uow: _tell_of_a_slow_morning(uow.session))
        assert desk.do(pace) == 12
        assert desk.do(lambda uow: list(due(uow))) == [measure_pace]
        desk.do(measure_pace)
        assert desk.do(lambda uow: list(due(uow))) == []
        measured = desk.do(pace)
        expected = (36 + EXPECTED_REPLIES) / (
            12 + EXPECTED_REPLIES / 12
        )  # four days of ten waits, the longest left out
        assert measured == pytest.approx(expected, rel=0.03)
        assert desk.do(_memo)


def _memo(uow: UnitOfWork) -> bool:
    return uow.session.get(Memo, PACE) is not None
