"""The calendar with the closures that were announced."""

from datetime import datetime

from bot.calendar import Calendar, Closure
from bot.commands.database import is_made, reading
from bot.config import Settings
from storage.tickets import closures


def calendar_of(settings: Settings, now: datetime) -> Calendar:
    """The hours of the configuration, less what /away has announced; without a database there is nothing announced.

    CommandError when there is a database that can't be read.
    """
    if not is_made(settings.storage.url):
        return settings.calendar()
    with reading(settings.storage.url) as session:
        announced = [Closure(one.starts_at, one.ends_at) for one in closures(session, now)]
    return settings.calendar().with_closures(announced)
