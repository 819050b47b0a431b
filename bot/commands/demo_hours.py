"""When the day of the desk in `nightdesk demo` begins."""

from datetime import datetime

from bot.calendar import Calendar


def day_begins(calendar: Calendar, now: datetime) -> datetime | None:
    """The next opening that is not the end of a break; None when none is known."""
    opening = calendar.next_opening(now)
    while opening and any(shift.start < opening for shift in calendar.plan(opening.date()).shifts):
        opening = calendar.next_opening(opening)
    return opening
