"""Words and names that are older than the company keeps them are erased: a day's worth at a time, each day."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from bot.desk.unit_of_work import Desk
from storage.erasure import erase_people, erase_words, first_contact
from storage.models import Memo

DAY = timedelta(days=1)
WORDS, PEOPLE = "words_erased_until", "people_erased_until"


def due(desk: Desk) -> Iterator[Callable[[Desk], None]]:
    """The jobs that erase the next day's worth; none until a whole day is too old."""
    for kind in (WORDS, PEOPLE):
        if _next_day(desk, kind):
            yield partial(erase_next_day, kind)


def erase_next_day(kind: str, desk: Desk) -> None:
    """Erase what one day brought, and remember how far that has come."""
    since = _next_day(desk, kind)
    if since is None:
        return
    if kind == WORDS:
        erase_words(desk.session, since, since + DAY, desk.now)
    else:
        erase_people(desk.session, since, since + DAY)
    desk.session.merge(Memo(key=kind, value=(since + DAY).isoformat()))


def _next_day(desk: Desk, kind: str) -> datetime | None:
    """When the day began that is to be erased next; None while it is not old enough."""
    privacy = desk.office.settings.privacy
    days = privacy.texts_days if kind == WORDS else privacy.keep_tickets_days
    if not days:
        return None
    memo = desk.session.get(Memo, kind)
    since = datetime.fromisoformat(memo.value) if memo else first_contact(desk.session)
    return since if since and since + DAY <= desk.now - timedelta(days=days) else None
