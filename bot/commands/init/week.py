"""The question for the week's hours: written as people write them, shown as they are read."""

from bot.calendar import Calendar, in_openstreetmap
from bot.commands.console import Console
from bot.commands.init.answers import config_error
from bot.runtime.clock import SystemClock
from bot.wording.drawn_week import drawn_week

_USUAL = "Mo-Fr 09:00-18:00; Sa 10:00-16:00"
_HOLIDAYS = "RU"  # hours on holidays need a country, which is asked for next


def asked_week(console: Console, timezone: str) -> str:
    """The week in OpenStreetMap's notation. One that was written freely is drawn, and asked again until it is right."""

    def error_in(answer: str) -> str | None:
        return config_error(console.language, "hours", week=answer, holidays=_HOLIDAYS)

    answer, drawn = console.ask_until("week", error_in, _USUAL), ""
    while True:
        week = in_openstreetmap(answer)
        if week != drawn:
            _draw(console, timezone, week)
        if week == answer:
            return week
        answer, drawn = console.ask_until("week_again", error_in, week), week


def _draw(console: Console, timezone: str, week: str) -> None:
    calendar = Calendar(timezone, week, _HOLIDAYS)
    print(drawn_week(calendar, SystemClock().now().astimezone(calendar.zone).date(), console.language), flush=True)
