"""What holds for every calendar at every moment."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours

from bot.calendar import HORIZON, Calendar, Closure, Shift

TICK = timedelta(microseconds=1)
CALENDARS = (
    Calendar(
        "Europe/Moscow", "Mo-Fr 09:00-13:00,14:00-18:00; Sa 10:00-16:00", "RU", {date(2026, 12, 31): "09:00-15:00"}
    ),
    Calendar("Europe/Kaliningrad", "Mo-Fr 20:00-04:00; Sa 22:00-02:00", "RU", {date(2026, 6, 12): "open"}),
    Calendar("Europe/Berlin", "Mo-Su 01:00-02:30,02:45-09:00; Su 02:00-03:00", "DE-BY"),
    Calendar("Europe/Berlin", "Mo-Fr 18:00-09:00; PH 12:00-14:00", "DE"),
    Calendar("America/New_York", "Mo-Su 22:00-06:00", "US"),
    Calendar("Asia/Kathmandu", "Fr-Mo 00:00-24:00"),
    Calendar("Australia/Lord_Howe", "Mo-Su 01:45-02:15,06:00-20:00"),
    Calendar("UTC", "24/7"),
    Calendar("UTC", "off"),
    Calendar("Asia/Almaty", "Mar-Oct Mo-Fr 08:00-20:00; Dec Sa[2] 10:00-12:00", "KZ"),
)
ZONES = st.sampled_from(["UTC", "Europe/Moscow", "Europe/Berlin", "America/New_York", "Pacific/Auckland"]).map(ZoneInfo)
SECONDS = st.integers(0, 3 * 366 * 24 * 3600)
QUARTERS = st.integers(0, 3 * 366 * 24 * 4).map(lambda quarter: quarter * 900)
# The nights on which Berlin, New York and Lord Howe change their clocks in 2026, to the minute.
CLOCK_CHANGES = st.builds(
    lambda day, minute: (date(2026, *day) - date(2025, 1, 1)).days * 86_400 + minute * 60,
    st.sampled_from([(3, 8), (3, 28), (3, 29), (4, 4), (10, 3), (10, 24), (10, 25), (11, 1)]),
    st.integers(0, 24 * 60),
)
MOMENTS = st.builds(
    lambda seconds, zone: (datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).astimezone(zone),
    SECONDS | QUARTERS | CLOCK_CHANGES,
    ZONES,
)
DURATIONS = st.integers(0, 300 * 4).map(lambda quarter: timedelta(minutes=15 * quarter)) | st.timedeltas(
    timedelta(), timedelta(days=3)
)
CLOSURES = st.builds(
    lambda start, length: Closure(start, None if length is None else later(start, length)),
    MOMENTS,
    st.none() | DURATIONS,
)


@st.composite
def _calendars(draw: st.DrawFn) -> Calendar:
    return draw(st.sampled_from(CALENDARS)).with_closures(draw(st.lists(CLOSURES, max_size=2) | st.just([])))


ANY_CALENDAR = st.sampled_from(CALENDARS) | _calendars()


def elapsed(since: datetime, until: datetime) -> timedelta:
    return until.astimezone(UTC) - since.astimezone(UTC)


def later(at: datetime, by: timedelta) -> datetime:
    return at.astimezone(UTC) + by


def holds(shift: Shift, at: datetime) -> bool:
    return shift.start.astimezone(UTC) <= at.astimezone(UTC) < shift.end.astimezone(UTC)


@settings(deadline=None)
@given(ANY_CALENDAR, MOMENTS)
def test_it_is_open_exactly_within_its_shifts(calendar: Calendar, at: datetime) -> None:
    around = list(calendar.shifts(later(at, timedelta(days=-2)), later(at, timedelta(days=2))))
    current = calendar.current_shift(at)
    assert calendar.is_open(at) == any(holds(shift, at) for shift in around)
    assert calendar.is_open(at) == (current is not None)
    assert current is None or holds(current, at)


@settings(deadline=None)
@given(ANY_CALENDAR, MOMENTS)
def test_the_next_opening_is_the_first_one(calendar: Calendar, at: datetime) -> None:
    opening = calendar.next_opening(at)
    until = opening or later(at, timedelta(days=300))
    between = list(calendar.shifts(at, until))
    assert len(between) == calendar.is_open(at)
    if opening:
        assert elapsed(at, opening) > timedelta()
        assert calendar.is_open(opening)
        assert not calendar.is_open(later(opening, -TICK))


@settings(deadline=None)
@given(ANY_CALENDAR, MOMENTS, DURATIONS)
def test_business_time_between_inverts_adding(calendar: Calendar, at: datetime, duration: timedelta) -> None:
    result = calendar.add_business_time(at, duration)
    if result:
        assert calendar.business_time_between(at, result) == duration
        assert calendar.is_open(result) or calendar.is_open(later(result, -TICK))
        assert timedelta() <= elapsed(at, result) <= HORIZON
    else:
        assert calendar.business_time_between(at, later(at, HORIZON)) <= duration


@settings(deadline=None)
@given(ANY_CALENDAR, MOMENTS, DURATIONS, DURATIONS)
def test_adding_twice_is_adding_the_sum(calendar: Calendar, at: datetime, first: timedelta, second: timedelta) -> None:
    assume(second)
    halfway = calendar.add_business_time(at, first)
    whole = calendar.add_business_time(at, first + second)
    if halfway and whole:
        assert calendar.add_business_time(halfway, second) == whole


@settings(deadline=None)
@given(ANY_CALENDAR, MOMENTS, DURATIONS, DURATIONS)
def test_more_time_is_never_earlier(calendar: Calendar, at: datetime, first: timedelta, second: timedelta) -> None:
    shorter, longer = (calendar.add_business_time(at, duration) for duration in sorted((first, second)))
    if longer:
        assert shorter is not None
        assert elapsed(shorter, longer) >= timedelta()


@settings(deadline=None)
@given(ANY_CALENDAR, MOMENTS, DURATIONS, DURATIONS)
def test_who_asks_later_is_never_promised_earlier(
    calendar: Calendar, at: datetime, wait: timedelta, duration: timedelta
) -> None:
    first = calendar.add_business_time(at, duration)
    second = calendar.add_business_time(later(at, wait), duration)
    if first and second:
        assert elapsed(first, second) >= timedelta()


@settings(deadline=None)
@given(ANY_CALENDAR, MOMENTS, DURATIONS, ZONES)
def test_the_zone_of_the_question_does_not_matter(
    calendar: Calendar, at: datetime, duration: timedelta, zone: ZoneInfo
) -> None:
    elsewhere = at.astimezone(zone)
    assert calendar.is_open(at) == calendar.is_open(elsewhere)
    assert calendar.next_opening(at) == calendar.next_opening(elsewhere)
    assert calendar.add_business_time(at, duration) == calendar.add_business_time(elsewhere, duration)


@settings(deadline=None)
@given(ANY_CALENDAR, MOMENTS, DURATIONS)
def test_shifts_are_in_order_apart_and_add_up(calendar: Calendar, start: datetime, length: timedelta) -> None:
    end = later(start, 10 * length)
    shifts = list(calendar.shifts(start, end))
    edges = [start, *(edge for shift in shifts for edge in (shift.start, shift.end)), end]
    gaps = [elapsed(since, until) for since, until in pairwise(edges)]
    assert min(gaps) >= timedelta()
    assert all(gap > timedelta() for gap in gaps[1:-1])
    assert sum((shift.duration for shift in shifts), timedelta()) == calendar.business_time_between(start, end)
    assert {edge.tzinfo for edge in edges[1:-1]} <= {calendar.zone}


@settings(deadline=None)
@given(ANY_CALENDAR, MOMENTS, DURATIONS, DURATIONS)
def test_time_between_adds_up(calendar: Calendar, start: datetime, first: timedelta, second: timedelta) -> None:
    middle, end = later(start, first), later(start, first + second)
    parts = calendar.business_time_between(start, middle) + calendar.business_time_between(middle, end)
    assert calendar.business_time_between(start, end) == parts
    assert first == timedelta() or calendar.business_time_between(middle, start) == timedelta()


@settings(deadline=None)
@given(st.sampled_from(CALENDARS), st.lists(CLOSURES, max_size=3), MOMENTS)
def test_closures_close_and_change_nothing_else(calendar: Calendar, closures: list[Closure], at: datetime) -> None:
    is_closed_by_them = any(closure.covers(at) for closure in closures)
    closed = calendar.with_closures(closures)
    assert closed.is_open(at) == (calendar.is_open(at) and not is_closed_by_them)


@settings(deadline=None)
@given(ANY_CALENDAR, MOMENTS)
def test_each_open_moment_belongs_to_the_plan_of_its_day_or_of_the_day_before(calendar: Calendar, at: datetime) -> None:
    today = at.astimezone(calendar.zone).date()
    planned = [shift for day in (today - timedelta(days=1), today) for shift in calendar.plan(day).shifts]
    assert calendar.is_open(at) == any(holds(shift, at) for shift in planned)


@st.composite
def _day_weeks(draw: st.DrawFn) -> str:
    """Weeks whose shifts end on their own day, where opening-hours-py alone is right too."""
    days = st.sampled_from(["Mo-Fr", "Tu", "Sa,Su", "Mo-Su", "Jan-Mar Mo-We", "Sa[1]", "week 02-40 Th", "2026 May 01"])
    edges = draw(st.lists(st.lists(st.integers(0, 96), min_size=2, max_size=6, unique=True), min_size=1, max_size=4))
    rules = [f"{draw(days)} {_times(sorted(row))}{draw(st.sampled_from(['', '', ' off']))}" for row in edges]
    return "".join(f"{draw(st.sampled_from(['; ', ', ']))}{rule}" for rule in rules)[2:]


def _times(quarters: list[int]) -> str:
    clocks = [f"{quarter // 4:02}:{quarter % 4 * 15:02}" for quarter in quarters]
    return ",".join("-".join(pair) for pair in zip(clocks[::2], clocks[1::2], strict=False))


@settings(deadline=None)
@given(_day_weeks(), MOMENTS)
def test_the_hours_of_a_day_are_those_of_the_openstreetmap_syntax(week: str, at: datetime) -> None:
    try:
        calendar = Calendar("UTC", week)
    except ValueError:
        assume(False)  # a rule that a later one replaces for good
    assert calendar.is_open(at) == OpeningHours(week, auto_country=False).is_open(
        at.astimezone(UTC).replace(tzinfo=None)
    )
