"""Days, times, spans and numbers as a person says them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.digest.lines import Line
from bot.wording import LANGUAGES, Wording
from tests.wording.cases import COMPANY, MOSCOW, moscow, said, shifts, summary, ticket, waiting

BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY_NIGHT = moscow("2026-11-20 23:40")
WAYS = [
    ("2026-11-20 23:55", "сегодня в 23:55", "today at 23:55"),
    ("2026-11-21 00:00", "завтра в 00:00", "tomorrow at 00:00"),
    ("2026-11-22 09:00", "в воскресенье в 09:00", "on Sunday at 09:00"),
    ("2026-11-23 09:00", "в понедельник в 09:00", "on Monday at 09:00"),
    ("2026-11-24 09:00", "во вторник в 09:00", "on Tuesday at 09:00"),
    ("2026-11-25 09:00", "в среду в 09:00", "on Wednesday at 09:00"),
    ("2026-11-26 23:59", "в четверг в 23:59", "on Thursday at 23:59"),
    ("2026-11-27 09:00", "27 ноября в 09:00", "on November 27 at 09:00"),
    ("2027-01-09 10:00", "9 января в 10:00", "on January 9 at 10:00"),
]


def opening(language: str, at: datetime, now: datetime, zone: ZoneInfo = MOSCOW) -> str:
    """How the opening at `at` is called at `now`."""
    return Wording(COMPANY, zone).label(language, "hours.next_opening", now, at=at)


def promised(language: str, at: datetime, now: datetime = FRIDAY_NIGHT) -> str:
    return Wording(COMPANY, MOSCOW).label(language, "customer.time_promised", now, ticket=ticket(at))


@pytest.mark.parametrize(("at", "russian", "english"), WAYS)
def test_a_day_is_called_as_people_call_it(at: str, russian: str, english: str) -> None:
    assert opening("ru", moscow(at), FRIDAY_NIGHT) == russian
    assert opening("en", moscow(at), FRIDAY_NIGHT) == english


def test_today_and_tomorrow_change_at_midnight_on_the_wall() -> None:
    at = moscow("2026-11-23 09:00")
    assert opening("ru", at, moscow("2026-11-22 23:59")) == "завтра в 09:00"
    assert opening("ru", at, moscow("2026-11-23 00:00")) == "сегодня в 09:00"


def test_the_day_is_the_one_of_the_companys_zone() -> None:
    now, at = datetime(2026, 11, 20, 20, 30, tzinfo=UTC), datetime(2026, 11, 20, 22, 30, tzinfo=UTC)
    assert opening("ru", at, now) == "завтра в 01:30"
    assert opening("ru", at, now, ZoneInfo("UTC")) == "сегодня в 22:30"


@pytest.mark.parametrize(
    ("now", "at", "called"),
    [
        ("2026-03-28 23:30", "2026-03-29 09:00", "tomorrow at 09:00"),  # 23 hours long
        ("2026-10-24 23:30", "2026-10-25 23:30", "tomorrow at 23:30"),  # 25 hours long
        ("2026-10-25 00:30", "2026-10-25 23:30", "today at 23:30"),
    ],
)
def test_days_are_counted_on_the_calendar_when_the_clocks_change(now: str, at: str, called: str) -> None:
    here, there = (datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC) for text in (now, at))
    assert opening("en", there, here, BERLIN) == called


@settings(deadline=None)
@given(st.integers(0, 365 * 24 * 60), st.integers(0, 20 * 24 * 60))
def test_the_clock_is_the_one_on_the_wall(minute: int, later: int) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    at = now + timedelta(minutes=later)
    for language in LANGUAGES:
        assert opening(language, at, now, BERLIN).endswith(f" {at.astimezone(BERLIN):%H:%M}")


@pytest.mark.parametrize(
    ("at", "russian", "english"),
    [
        ("2026-11-20 23:55", "до 23:55", "by 23:55"),
        ("2026-11-21 10:30", "завтра до 10:30", "by 10:30 tomorrow"),
        ("2026-11-23 09:30", "в понедельник до 09:30", "by 09:30 on Monday"),
        ("2027-01-09 10:30", "9 января до 10:30", "by 10:30 on January 9"),
    ],
)
def test_a_promise_names_the_day_unless_it_is_today(at: str, russian: str, english: str) -> None:
    assert promised("ru", moscow(at)) == f"По заявке №142 ответим {russian}."
    assert promised("en", moscow(at)) == f"We'll reply about request #142 {english}."


def test_what_was_promised_yesterday_is_called_so() -> None:
    late = Line((waiting(promised_at=moscow("2026-11-19 18:00")),))
    assert said("ru", "digest.queue", lines=[late], room=60).text.endswith("❗ обещали вчера до 18:00")


@pytest.mark.parametrize(
    ("until", "russian", "english"),
    [
        ("2026-11-20 23:59", "до 23:59", "until 23:59"),
        ("2026-11-21 18:00", "до 18:00 завтра", "until 18:00 tomorrow"),
        ("2026-11-23 18:00", "до 18:00 23 ноября", "until 18:00 on November 23"),
    ],
)
def test_a_closure_lasts_until_a_time_and_a_day(until: str, russian: str, english: str) -> None:
    values = {"until": moscow(until), "reason": ""}
    assert said("ru", "staff.away_announced", **values).text.startswith(f"Закрыты {russian}. ")
    assert said("en", "staff.away_announced", **values).text.startswith(f"Closed {english}. ")


@pytest.mark.parametrize(
    ("zone", "russian", "english"),
    [
        ("Europe/Moscow", "МСК", "MSK"),
        ("Asia/Yekaterinburg", "Екатеринбург", "Yekaterinburg"),
        ("Europe/Berlin", "Берлин", "Berlin"),
        ("UTC", "UTC", "UTC"),
    ],
)
def test_a_time_zone_is_called_by_its_name_or_its_city(zone: str, russian: str, english: str) -> None:
    wording = Wording(COMPANY, ZoneInfo(zone))
    for language, called in (("ru", russian), ("en", english)):
        values = {"ticket": ticket(), "is_open": False, "opening": moscow("2026-11-23 09:00"), "closure": None}
        assert f"({called})." in wording.label(language, "customer.accepted", FRIDAY_NIGHT, **values)


@pytest.mark.parametrize(
    ("span", "russian", "english"),
    [
        ({"seconds": 59}, "меньше минуты", "less than a minute"),
        ({"minutes": 1}, "1 мин", "1 min"),
        ({"hours": 9}, "9 ч", "9 h"),
        ({"hours": 9, "minutes": 20}, "9 ч 20 мин", "9 h 20 min"),
        ({"hours": 47, "minutes": 59}, "47 ч 59 мин", "47 h 59 min"),
        ({"days": 2}, "2 дня", "2 days"),
        ({"days": 5, "hours": 23}, "5 дней", "5 days"),
        ({"days": 21}, "21 день", "21 days"),
        ({"seconds": -5}, "меньше минуты", "less than a minute"),
    ],
)
def test_how_long_something_took(span: dict[str, float], russian: str, english: str) -> None:
    values = {"since": FRIDAY_NIGHT - timedelta(**span), "until": FRIDAY_NIGHT, "lost_until": None}
    assert f"всего {russian}. " in said("ru", "health.was_away", **values).text
    assert f"{english} in all. " in said("en", "health.was_away", **values).text


@pytest.mark.parametrize(
    ("number", "russian", "english"),
    [
        (1, "Написал 1 клиент:", "1 customer wrote:"),
        (3, "Написали 3 клиента:", "3 customers wrote:"),
        (5, "Написали 5 клиентов:", "5 customers wrote:"),
        (11, "Написали 11 клиентов:", "11 customers wrote:"),
        (21, "Написал 21 клиент:", "21 customers wrote:"),
        (102, "Написали 102 клиента:", "102 customers wrote:"),
    ],
)
def test_numbers_agree_with_what_they_count(number: int, russian: str, english: str) -> None:
    values = {"summary": summary(customers=number), "late": False, "room": 60}
    assert russian in said("ru", "digest.digest", **values).text
    assert english in said("en", "digest.digest", **values).text


@pytest.mark.parametrize(
    ("at", "russian", "english"),
    [
        ("2026-11-23 09:00", "☀️ Доброе утро", "☀️ Good morning"),
        ("2026-11-23 14:00", "☀️ Добрый день", "☀️ Good afternoon"),
        ("2026-11-23 20:00", "🌙 Добрый вечер", "🌙 Good evening"),
        ("2026-11-23 00:30", "🌙 Добрый вечер", "🌙 Good evening"),
    ],
)
def test_the_digest_greets_by_the_time_of_day(at: str, russian: str, english: str) -> None:
    wording = Wording(COMPANY, MOSCOW)
    values = {"summary": summary(), "late": False, "room": 60}
    assert russian in wording.label("ru", "digest.digest", moscow(at), **values)
    assert english in wording.label("en", "digest.digest", moscow(at), **values)


def test_days_with_the_same_hours_are_named_together() -> None:
    full = shifts("2026-11-23", "09:00", "13:00", "14:00", "18:00")
    short = shifts("2026-11-27", "09:00", "17:00")
    week = [full, full, [], full, short, [], []]
    assert said("ru", "hours.week_text", week=week).text == (
        "пн–вт 09:00–13:00, 14:00–18:00; ср выходной; чт 09:00–13:00, 14:00–18:00; пт 09:00–17:00; сб–вс выходной"
    )
    assert said("en", "hours.week_text", week=week).text == (
        "Mon–Tue 09:00–13:00, 14:00–18:00; Wed closed; Thu 09:00–13:00, 14:00–18:00; Fri 09:00–17:00; Sat–Sun closed"
    )
