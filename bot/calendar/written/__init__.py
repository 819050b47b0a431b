"""Hours and days as people write them, in Russian and English: "пн-пт 9-18, сб 10-16", "weekdays 9 to 5"."""

from bot.calendar.written.days import DateSpan, read_days
from bot.calendar.written.errors import NotUnderstoodError
from bot.calendar.written.resembling import resembles_hours
from bot.calendar.written.week import read_day_hours, read_week

__all__ = ["DateSpan", "NotUnderstoodError", "read_day_hours", "read_days", "read_week", "resembles_hours"]
