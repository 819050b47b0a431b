"""The calendar including announced closures, for commands."""

from datetime import datetime

from bot.calendar import Calendar, Closure
from bot.commands.database import database_exists, reading
from bot.config import Settings
from storage.tickets import closures


def calendar_of(settings: Settings, now: datetime) -> Calendar:
    """The configured hours minus the closures announced with /away; without a database there are none.

    `now` is aware. Raises CommandError when the database can't be read.
    """
    if not database_exists(settings.storage.url):
        return settings.calendar()
    with reading(settings.storage.url) as session:
        announced = [Closure(one.starts_at, one.ends_at) for one in closures(session, now)]
    return settings.calendar().with_closures(announced)
