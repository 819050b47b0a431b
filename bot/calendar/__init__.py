"""Business hours: when the desk is open, when it opens next, and which instant a promise falls on.

Pure: no clock, no files, no database. Aware datetimes go in, aware datetimes in the calendar's zone come out; a naive
one raises ValueError.
"""

from bot.calendar.business_hours import HORIZON, Calendar, DayPlan
from bot.calendar.errors import CalendarError
from bot.calendar.schedule import DecidedBy
from bot.calendar.shift import Closure, Shift

__all__ = ["HORIZON", "Calendar", "CalendarError", "Closure", "DayPlan", "DecidedBy", "Shift"]
