"""Weeks as people write them, in both languages, and what they are in OpenStreetMap's notation."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calendar import Calendar, CalendarError, in_openstreetmap
from bot.calendar.written import NotUnderstoodError, read_week

OFFICE = "Mo-Fr 09:00-18:00"
SHOP = "Mo-Fr 09:00-18:00; Sa 10:00-16:00"
LUNCH = "Mo-Fr 09:00-13:00,14:00-18:00"


@pytest.mark.parametrize(
    ("written", "week"),
    [
        ("пн-пт 9-18, сб 10-16", SHOP),
        ("Пн.–Пт.: 9.00 – 18.00; Сб.: 10.00 – 16.00", SHOP),
        ("пн-пт 9 - 18 сб 10 - 16 вс вых", SHOP),
        ("будни с 9 до 18", OFFICE),
        ("по будням с 9:00 до 18:00", OFFICE),
        ("5/2 с 9 до 18", OFFICE),
        ("с понедельника по пятницу с 9 утра до 6 вечера", OFFICE),
        ("понедельник — пятница: 9ч–18ч", OFFICE),
        ("Режим работы: пн-пт с 9-00 до 18-00", OFFICE),
        ("пн-пт 9-00-18-00", OFFICE),
        ("пн-пт 9,00-18,00", OFFICE),
        ("пн-пт с 9;00 до 18;00", OFFICE),
        ("пн--пт 9--18", OFFICE),
        ("Пн-Пт c 9 дo 18, Cб 10-16", SHOP),  # with Latin letters among the Russian ones
        ("Пн-Пт 0900-1800", OFFICE),
        ("пн-пт 9…18, сб, вс — выходные дни", OFFICE),
        ("с 9 до 18 кроме выходных", OFFICE),
        ("9-18 пн-пт, 10-16 сб", SHOP),
        ("9-18 пн-пт, сб 10-16", SHOP),
        ("Работаем по будням с 9 до 18, в субботу с 10 до 16, воскресенье выходной.", SHOP),
        ("пн-пт 9-18; выходные 10-16", "Mo-Fr 09:00-18:00; Sa-Su 10:00-16:00"),
        ("выходные с 10 до 16, будни 9-18", "Mo-Fr 09:00-18:00; Sa-Su 10:00-16:00"),
        ("пн-пт 9-18, сб, вс 10-16", "Mo-Fr 09:00-18:00; Sa-Su 10:00-16:00"),
        ("пн-пт 9-18, выходной сб, вс", OFFICE),
        ("выходной: вс; пн-сб 9-20", "Mo-Sa 09:00-20:00"),
        ("ежедневно 10:00–22:00", "Mo-Su 10:00-22:00"),
        ("ежедневно, кроме понедельника, 11.00 - 23.00", "Tu-Su 11:00-23:00"),
        ("10-20, кроме пн, вт", "We-Su 10:00-20:00"),
        ("пн-чт 10-20, пт до 18, вс выходной", "Mo-Th 10:00-20:00; Fr 10:00-18:00"),
        ("пн-пт 9-18, пт до 5", "Mo-Th 09:00-18:00; Fr 09:00-17:00"),
        ("Mon-Thu 9:30-6, Fri till 4:30pm, Sat until noon", "Mo-Th 09:30-18:00; Fr 09:30-16:30; Sa 09:30-12:00"),
        ("🕘 пн-пт 9-18 🙂", OFFICE),
        ("❗️Пн–Пт 9️–18 👍🏽", OFFICE),
        ("каждый день кроме сб, вс с 10 до 20", "Mo-Fr 10:00-20:00"),
        ("10-20, кроме вс и пн, сб 11-16", "Tu-Fr 10:00-20:00; Sa 11:00-16:00"),
        ("Выходной — понедельник, вторник. Остальные дни 10-20", "We-Su 10:00-20:00"),
        ("10-20, выходных нет", "Mo-Su 10:00-20:00"),
        ("пн-пт 9-18, обеда нет", OFFICE),
        ("круглосуточно, перерыв 03-04", "Mo-Su 00:00-03:00,04:00-24:00"),
        ("10-20, пн, вт выходной", "We-Su 10:00-20:00"),
        ("10-20, выходной понедельник", "Tu-Su 10:00-20:00"),
        ("понедельник выходной, 10-20", "Tu-Su 10:00-20:00"),
        ("не работаем в воскресенье, 10-20", "Mo-Sa 10:00-20:00"),
        ("пн выходной, остальное время 10-20", "Tu-Su 10:00-20:00"),
        ("круглосуточно, вс выходной", "Mo-Sa 00:00-24:00"),
        ("выходные: сб, вс. пн-пт 9-18", OFFICE),
        ("сб, вс — нет, пн-пт 9-18", OFFICE),
        ("9-18 пн, вт, сб 10-16", "Mo-Tu 09:00-18:00; Sa 10:00-16:00"),
        ("9-18, пн-пт; сб, вс 10-16", "Mo-Fr 09:00-18:00; Sa-Su 10:00-16:00"),
        ("9-18, сб, вс 10-16", "Mo-Fr 09:00-18:00; Sa-Su 10:00-16:00"),
        ("без выходных с 10 до 22", "Mo-Su 10:00-22:00"),
        ("с 10 до 22 без перерыва и выходных", "Mo-Su 10:00-22:00"),
        ("10-22", "Mo-Su 10:00-22:00"),
        ("каждый день кроме воскресенья с 9 до 20", "Mo-Sa 09:00-20:00"),
        ("ежедневно 9-20 кроме вс и пн, сб 10-16", "Tu-Fr 09:00-20:00; Sa 10:00-16:00"),
        ("ежедневно 9-20, пт 9-17", "Mo-Th,Sa-Su 09:00-20:00; Fr 09:00-17:00"),
        ("пн, ср и пт 9-18", "Mo,We,Fr 09:00-18:00"),
        ("пт-пн 10-18", "Mo,Fr-Su 10:00-18:00"),
        ("пн–пт 9:00–18:00 перерыв 13–14, вс выходной", LUNCH),
        ("пн-пт 9-18 (обед с 13 до 14)", LUNCH),
        ("пн-пт 9-18, перерыв на обед 13:00-14:00", LUNCH),
        ("пн-пт 9-18 кроме 13-14", LUNCH),
        ("пн-пт 9-18, обед с 1 до 2", LUNCH),
        ("пн-пт 9-18 с перерывом на обед с 13 до 14", LUNCH),
        ("пн-пт 9-18 (13-14 обед)", LUNCH),
        ("пн-пт 9-18, закрыто с 13 до 14", LUNCH),
        ("пн-пт 9-18, обед 12-1", "Mo-Fr 09:00-12:00,13:00-18:00"),
        ("пн-пт 9:00-13:00, 2:00-6:00", LUNCH),
        ("с 1 до 5 и с 6 до 10", "Mo-Su 13:00-17:00,18:00-22:00"),
        ("пн-пт 14-18, 9-13", LUNCH),
        ("пн-пт 9-13, 14-18", LUNCH),
        ("пн-пт 9-13 и 14-18", LUNCH),
        ("пн-пт 9-13, пн-пт 14-18", LUNCH),
        ("пн-пт 9-18, без обеда", OFFICE),
        ("пн-пт 9-18, сб 10-16, обед 13-14", f"{LUNCH}; Sa 10:00-13:00,14:00-16:00"),
        ("пн-пт 9-18, обед 13-14; сб 10-16", f"{LUNCH}; Sa 10:00-16:00"),
        ("пн-пт 9-18, перерывы 11:00-11:15 и 15:00-15:15", "Mo-Fr 09:00-11:00,11:15-15:00,15:15-18:00"),
        ("круглосуточно", "24/7"),
        ("24/7", "24/7"),
        ("24 часа", "24/7"),
        ("пн-пт круглосуточно", "Mo-Fr 00:00-24:00"),
        ("как обычно", OFFICE),
        ("с 10 до полуночи", "Mo-Su 10:00-24:00"),
        ("вс-чт 12-00, пт-сб 12-02", "Mo-Th,Su 12:00-24:00; Fr-Sa 12:00-02:00"),
        ("пн-сб 10-02", "Mo-Sa 10:00-02:00"),
        ("пн-пт 00:00-23:59", "Mo-Fr 00:00-24:00"),
        ("9:00-23:59:59", "Mo-Su 09:00-24:00"),
        ("22-6", "Mo-Su 22:00-06:00"),
        ("с 9 до 9", "Mo-Su 09:00-21:00"),
        ("по будням с девяти до шести", OFFICE),
        ("только пн-пт с 9-ти до 18-ти", OFFICE),
        ("с 9 до 18, сб и вс — выходные", OFFICE),
        ("с 9 до 18, обед с 13 до 14, сб, вс выходные", LUNCH),
        ("9-18, пн-пт", OFFICE),
        ("9-18, сб 10-16, вс выходной", SHOP),
        ("пт 9-17, остальные дни 9-18", "Mo-Th,Sa-Su 09:00-18:00; Fr 09:00-17:00"),
        ("ежедневно с 9 до 21, без перерывов и выходных", "Mo-Su 09:00-21:00"),
        ("ежедневно 9-21 кроме праздников", "Mo-Su 09:00-21:00; PH off"),
        ("ежедневно 8-20, в праздники закрыто", "Mo-Su 08:00-20:00; PH off"),
        ("ежедневно 8-20, праздники 10-14", "Mo-Su 08:00-20:00; PH 10:00-14:00"),
        ("без выходных и праздников 8-20", "Mo-Su 08:00-20:00; PH 08:00-20:00"),
        ("Понедельник: 9:00-18:00\nВторник: 9:00-17:00\nСуббота: закрыто", "Mo 09:00-18:00; Tu 09:00-17:00"),
        ("Mon-Fri 9am-6pm, Sat 10 to 4", SHOP),
        ("Monday through Friday, 9 a.m. to 6 p.m.; Saturday 10am–4pm; closed on Sundays", SHOP),
        ("9am-6pm Mon-Fri, 10-4 Sat", SHOP),
        ("closed Sunday, Mon-Fri 9-6, Sat 10-4", SHOP),
        ("closed Sat, Sun, Mon-Fri 9-6", OFFICE),
        ("We are open Mon-Fri 9-6, we're closed on weekends", OFFICE),
        ("every day but Sunday 10-8", "Mo-Sa 10:00-20:00"),
        ("Mon-Fri 9-6, but Sat 10-4", SHOP),
        ("10am-8pm, closed Mondays", "Tu-Su 10:00-20:00"),
        ("Closed Mondays. Otherwise 10-8", "Tu-Su 10:00-20:00"),
        ("Mon-Sat 10-8, not on Wed", "Mo-Tu,Th-Sa 10:00-20:00"),
        ("Mon-Fri 9-6, closed for lunch 1-2", LUNCH),
        ("Mon-Fri 9-6, closed 1-2", LUNCH),
        ("Mon-Fri 9-12:30, 1:30-5:30", "Mo-Fr 09:00-12:30,13:30-17:30"),
        ("Mon-Fri 9:00-12:00, 12:30-5:00", "Mo-Fr 09:00-12:00,12:30-17:00"),
        ("M-Th 9-6, F 9-5", "Mo-Th 09:00-18:00; Fr 09:00-17:00"),
        ("24h Mon-Fri", "Mo-Fr 00:00-24:00"),
        ("weekdays 9 to 5", "Mo-Fr 09:00-17:00"),
        ("M-F 9-5", "Mo-Fr 09:00-17:00"),
        ("nine to five on week days", "Mo-Fr 09:00-17:00"),
        ("Sat-Sun off, the rest 9-5", "Mo-Fr 09:00-17:00"),
        ("Mo-Fr 9-18", OFFICE),
        ("tue-sat 9:30-5:30", "Tu-Sa 09:30-17:30"),
        ("Mon–Fri: 9 a.m. – 6 p.m., lunch 1-2pm", LUNCH),
        ("weekends 10-4, weekdays 8-6", "Mo-Fr 08:00-18:00; Sa-Su 10:00-16:00"),
        ("every day except Sunday from 9 to 20", "Mo-Sa 09:00-20:00"),
        ("every day 9 to midnight", "Mo-Su 09:00-24:00"),
        ("daily noon to 8pm", "Mo-Su 12:00-20:00"),
        ("Sat 1 to 5", "Sa 13:00-17:00"),
        ("Sun 1-5pm", "Su 13:00-17:00"),
        ("Mon 11-2pm", "Mo 11:00-14:00"),
        ("Fri 6pm-2am", "Fr 18:00-02:00"),
        ("Fri 6-2am", "Fr 18:00-02:00"),
        ("Mon 10am to 6", "Mo 10:00-18:00"),
        ("12am-12pm", "Mo-Su 00:00-12:00"),
        ("as usual", OFFICE),
        ("around the clock", "24/7"),
    ],
)
def test_what_a_week_means(written: str, week: str) -> None:
    assert read_week(written) == week
    assert in_openstreetmap(week) == week


def test_openstreetmaps_notation_is_left_as_it_is() -> None:
    for week in (
        "mo-fr 09:00-05:00",
        "Fr 10:00-02:00",
        "Apr-Oct Mo-Su 9:00-5:00",
        "Mo-Fr",
        "Mo, We 09:00-18:00",
        "Apr-Oct Mo-Su 10:00-20:00",
    ):
        assert in_openstreetmap(week) == week


@pytest.mark.parametrize(
    ("written", "week"),
    [
        ("mo-fr 9:00-5:00", "Mo-Fr 09:00-17:00"),
        ("9:00-5:00", "Mo-Su 09:00-17:00"),
        ("Mo-Fr 9:00-12:00, 1:00-5:00", "Mo-Fr 09:00-12:00,13:00-17:00"),
        ("Fr 18:00-2:00", "Fr 18:00-02:00"),
        ("Mo-Fr 9:00-17:00; Sa,Su,PH off", "Mo-Fr 09:00-17:00; PH off"),
    ],
)
def test_with_one_digit_hours_are_those_of_people(written: str, week: str) -> None:
    """OpenStreetMap writes 09:00; in its notation 9:00-5:00 would end on the next day, which people don't mean."""
    assert in_openstreetmap(written) == week


def test_openstreetmaps_hours_with_one_digit_may_be_asked_for() -> None:
    with pytest.raises(CalendarError, match="ambiguous"):
        in_openstreetmap("Sa 1:30-5:30")


def test_the_configuration_takes_a_written_week() -> None:
    written, noted = (Calendar("Europe/Moscow", week) for week in ("пн-пт 9-18, сб 10-16", SHOP))
    days = [date(2026, 4, number) for number in range(13, 20)]
    assert [written.plan(day) for day in days] == [noted.plan(day) for day in days]


@pytest.mark.parametrize(
    ("written", "first", "second"),
    [
        ("Sat 1:30-5:30", "01:30-05:30", "13:30-17:30"),
        ("сб 4:00-11:00", "04:00-11:00", "16:00-23:00"),
        ("Mon-Fri 5-9", "05:00-09:00", "17:00-21:00"),
        ("Mon-Fri 10:00-3:00", "10:00-03:00", "10:00-15:00"),
        ("пт с 10 до 2", "10:00-02:00", "10:00-14:00"),
        ("пт с 10 до 1 ночи", "10:00-01:00", "22:00-01:00"),
        ("Fri 10-2am", "10:00-02:00", "22:00-02:00"),
        ("с 7 до полуночи", "07:00-24:00", "19:00-24:00"),
        ("с 8 утра до 10", "08:00-10:00", "08:00-22:00"),
        ("Fri-Sat 11-12", "11:00-12:00", "11:00-24:00"),
        ("круглосуточно, перерыв 3-4", "15:00-16:00", "03:00-04:00"),
    ],
)
def test_hours_with_two_readings_are_asked_for(written: str, first: str, second: str) -> None:
    with pytest.raises(NotUnderstoodError) as raised:
        read_week(written)
    assert (raised.value.problem, raised.value.details) == ("ambiguous", {"first": first, "second": second})
    for reading in (first, second):
        assert reading in read_week(f"Fr {reading}")


@pytest.mark.parametrize(
    "written",
    [
        "пн-ср-пт 9-18",
        "10-20 пн вт выходной",
        "9-18, пн, вт 10-16",
        "closed Mon, Tue, Wed-Sun 10-8",
        "closed Sun, Mon. Tue-Fri 11-7",
        "10-20, кроме пт, сб 11-16",
        "10-20, кроме пн, вт, сб 11-16",
        "пн-пт 9-18, кроме среды 10-12",
        "пн-пт 9-18, кроме среды 20-22",
        "ежедневно 9-12 кроме вс сб 14-18",
        "9-18, пн-вс 10-16",
        "пн-пт 9-18, обед",
        "вторник выходной",
        "до 18",
        "🙂",
        "пн-чт 9-13, 14-18, пт до 17",
        "пн-чт 9-18, обед 13-14, пт до 17",
        "пятница-суббота до 2 ночи",
        "пн-пт с 9",
        "2/2 с 9 до 21",
        "пн-пт 9-18, первый вторник месяца выходной",
        "пн-пт 9-18, сб по записи",
    ],
)
def test_what_is_not_certain_is_not_guessed(written: str) -> None:
    with pytest.raises(NotUnderstoodError):
        read_week(written)


HOURS = st.integers(0, 23)
SPELLINGS = (
    "{days} {since:02}:00-{until}:00",
    "{days}: {since:02}.00 – {until:02}.00",
    "{days} с {since:02}:00 до {until:02}:00",
    "from {since:02}:00 to {until:02}:00 {days}",
    "{days} — {since:02}00-{until:02}00",
)
DAY_NAMES = (
    ("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
    ("Понедельник", "Вторник", "Среда", "Четверг", "Пятница", "Суббота", "Воскресенье"),
    ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
)
NOTED = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


@settings(deadline=None)
@given(HOURS, HOURS, st.integers(0, 6), st.sampled_from(SPELLINGS), st.sampled_from(DAY_NAMES))
def test_hours_that_leave_nothing_open_mean_the_same_in_every_spelling(
    since: int, length: int, day: int, spelling: str, names: tuple[str, ...]
) -> None:
    until = min(since + length + 1, 24)
    week = read_week(spelling.format(days=names[day], since=since, until=until))
    whole = since == 0 and until == 24
    assert week == f"{NOTED[day]} {since:02}:00-{until:02}:00", whole


@settings(deadline=None)
@given(
    st.sets(st.integers(0, 6), min_size=1), st.sampled_from(DAY_NAMES), st.sampled_from([", ", " и ", " and ", "; "])
)
def test_any_days_can_be_listed(days: set[int], names: tuple[str, ...], joined: str) -> None:
    week = read_week(f"{joined.join(names[day] for day in sorted(days))} 9-18")
    calendar = Calendar("UTC", week)
    assert {day for day in range(7) if calendar.plan(date(2026, 4, 13 + day)).shifts} == days


PIECES = (
    *(
        "пн",
        "пт",
        "сб",
        "вс",
        "-",
        "–",
        " ",
        ", ",
        "; ",
        "9",
        "18",
        "10:30",
        "с ",
        " до ",
        " по ",
        "выходной",
        "выходные",
    ),
    *(
        "будни",
        "кроме ",
        "перерыв ",
        "обед",
        "13-14",
        "9-18",
        "круглосуточно",
        "Mon",
        "Fri",
        "am",
        "pm",
        "to",
        "closed",
    ),
    *("24/7", "праздники", "midnight", "00", ".", ":", "(", ")", "\n", "?", "PH", "и"),
)


def understood(text: str) -> str | None:
    """The week, None for a text of which a piece is named."""
    try:
        return read_week(text)
    except NotUnderstoodError as error:
        if len(error.piece) > len(text):
            raise
        return None


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=40))
def test_any_text_is_a_week_that_the_calendar_keeps_or_an_error_with_its_piece(text: str) -> None:
    week = understood(text)
    if week is None:
        return
    assert in_openstreetmap(week) == week
    with suppress(CalendarError):  # "off" on all holidays needs a country
        Calendar("Europe/Moscow", week, "RU").plan(date(2026, 6, 12))
    assert Calendar("Europe/Moscow", text, "RU").week == text
