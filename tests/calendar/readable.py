"""Moments and hours as the tests of the calendar write them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.calendar import Calendar


def at(text: str, zone: str = "Europe/Moscow", fold: int = 0) -> datetime:
    """The moment that the clocks of `zone` show; `fold` 1 is the second time when they show it twice."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


def clock(moment: datetime | None) -> str | None:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else None


def hours(calendar: Calendar, day: str) -> str:
    """The shifts that start on `day`: "09:00-13:00, 14:00-18:00", or "closed"."""
    shifts = calendar.plan(date.fromisoformat(day)).shifts
    return ", ".join(f"{shift.start:%H:%M}-{shift.end:%H:%M}" for shift in shifts) or "closed"
