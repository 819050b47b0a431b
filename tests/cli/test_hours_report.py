"""The table that an operator checks the hours with."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.calendar import Calendar, Closure
from bot.calendar.public_holidays import Language
from bot.commands.hours_report import hours_table, two_weeks

MOSCOW = ZoneInfo("Europe/Moscow")
CALENDAR = Calendar(
    "Europe/Moscow",
    "Mo-Th 09:00-13:00,14:00-18:00; Fr 20:00-04:00; Sa 10:00-24:00",
    "RU",
    {date(2027, 1, 4): "10:00-14:00", date(2026, 12, 30): "closed"},
    [Closure(datetime(2027, 1, 11, 10, tzinfo=MOSCOW), datetime(2027, 1, 12, tzinfo=MOSCOW))],
)


def test_two_weeks_over_new_year_in_russian() -> None:
    assert hours_table(CALENDAR, date(2026, 12, 30), "ru") == (
        "Время: Europe/Moscow\n"
        "\n"
        "ср 30 дек. 2026  закрыто                   особый день ([hours.dates])\n"
        "чт 31 дек. 2026  закрыто                   Выходной (перенесено с 04.01.2026)\n"
        "пт 1 янв. 2027   закрыто                   Новогодние каникулы\n"
        "сб 2 янв. 2027   закрыто                   Новогодние каникулы\n"
        "вс 3 янв. 2027   закрыто                   Новогодние каникулы\n"
        "пн 4 янв. 2027   10:00–14:00               Новогодние каникулы; особый день ([hours.dates])\n"
        "вт 5 янв. 2027   закрыто                   Новогодние каникулы\n"
        "ср 6 янв. 2027   закрыто                   Новогодние каникулы\n"
        "чт 7 янв. 2027   закрыто                   Рождество Христово\n"
        "пт 8 янв. 2027   закрыто                   Новогодние каникулы\n"
        "сб 9 янв. 2027   10:00–24:00\n"
        "вс 10 янв. 2027  закрыто\n"
        "пн 11 янв. 2027  09:00–10:00               объявлено закрытие\n"
        "вт 12 янв. 2027  09:00–13:00, 14:00–18:00"
    )


def test_a_night_shift_and_a_moved_working_day_in_english() -> None:
    lines = hours_table(CALENDAR, date(2025, 10, 31), "en").splitlines()
    assert lines[0] == "Time zone: Europe/Moscow"
    assert [" ".join(line.split()) for line in lines[2:7]] == [
        "Fri Oct 31, 2025 20:00–04:00 (+1)",
        "Sat Nov 1, 2025 09:00–13:00, 14:00–17:00 working day by decree; short day before a holiday",
        "Sun Nov 2, 2025 closed",
        "Mon Nov 3, 2025 closed Day off (substituted from 11/01/2025)",
        "Tue Nov 4, 2025 closed Unity Day",
    ]


def test_it_is_fourteen_days_from_the_start() -> None:
    days = [plan.day for plan in two_weeks(CALENDAR, date(2026, 2, 20))]
    assert (days[0], days[-1], len(days)) == (date(2026, 2, 20), date(2026, 3, 5), 14)


def test_a_day_and_night_are_around_the_clock() -> None:
    calendar = Calendar("Europe/Moscow", "24/7")
    languages: tuple[tuple[Language, str], ...] = (("ru", "круглосуточно"), ("en", "around the clock"))
    for language, words in languages:
        days = hours_table(calendar, date(2026, 12, 1), language).splitlines()[2:]
        assert [line for line in days if not line.endswith(f"  {words}")] == []
