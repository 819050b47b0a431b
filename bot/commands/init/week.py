"""The question for the week's hours: written as people write them, shown as they are read."""

from bot.calendar import Calendar, in_openstreetmap
from bot.commands.console import NO, YES, Console
from bot.runtime.clock import SystemClock
from bot.setup.answers import config_error
from bot.wording.drawn_week import drawn_week

_USUAL = {"ru": "пн-пт 9-18, сб 10-16", "en": "Mon-Fri 9am-6pm, Sat 10am-4pm"}
_HOLIDAYS = "RU"  # hours on holidays need a country, which is asked for next


def asked_week(console: Console, timezone: str) -> str:
    """The week in OpenStreetMap's notation. One that was written freely is drawn, and asked again until it is right."""

    def error_in(answer: str) -> str | None:
        return config_error(console.language, "hours", week=answer, holidays=_HOLIDAYS)

    def error_in_other(answer: str) -> str | None:
        return None if answer.lower() in {"", *YES, *NO} else error_in(answer)

    usual = _USUAL[console.language]
    answer = console.ask_until("week", error_in, usual)
    while True:
        week = in_openstreetmap(answer)
        _draw(console, timezone, week)
        if answer in (week, usual):
            return week
        other = console.ask_until("week_again", error_in_other)
        if other.lower() in {"", *YES}:
            return week
        answer = console.ask_until("week", error_in, usual) if other.lower() in NO else other


def _draw(console: Console, timezone: str, week: str) -> None:
    calendar = Calendar(timezone, week, _HOLIDAYS)
    print(drawn_week(calendar, SystemClock().now().astimezone(calendar.zone).date(), console.language), flush=True)
