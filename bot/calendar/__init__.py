"""Business hours: is the desk open, when does it open next, when is a promise due.

Pure functions: no clock, no I/O. Datetimes are aware; results are in the calendar's time zone. A naive datetime raises
ValueError.
"""

from bot.calendar.business_hours import HORIZON, Calendar, DayPlan, calendar_errors
from bot.calendar.errors import CalendarError
from bot.calendar.schedule import DecidedBy
from bot.calendar.shift import Closure, Shift
from bot.calendar.week import in_openstreetmap

__all__ = [
    "HORIZON",
    "Calendar",
    "CalendarError",
    "Closure",
    "DayPlan",
    "DecidedBy",
    "Shift",
    "calendar_errors",
    "in_openstreetmap",
]
