"""Business hours: is the desk open, when does it open next, when is a promise due.

Pure functions: no clock, no I/O. Datetimes are aware; results are in the calendar's time zone. A naive datetime raises
ValueError.
"""

from bot.calendar.business_hours import HORIZON, Calendar, DayPlan
from bot.calendar.errors import CalendarError
from bot.calendar.schedule import DecidedBy
from bot.calendar.shift import Closure, Shift

__all__ = ["HORIZON", "Calendar", "CalendarError", "Closure", "DayPlan", "DecidedBy", "Shift"]
