"""Retention: erases texts and personal data that are older than the configured limits, one day of data at a time."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from bot.desk.unit_of_work import UnitOfWork
from storage.erasure import erase_people, erase_words, first_contact
from storage.models import Memo

DAY = timedelta(days=1)
WORDS, PEOPLE = "words_erased_until", "people_erased_until"  # keys of Memo; the values are ISO 8601


def due(uow: UnitOfWork) -> Iterator[Callable[[UnitOfWork], None]]:
    """The jobs that erase the next day of data; none until a whole day is older than the limit."""
    for kind in (WORDS, PEOPLE):
        if _next_day(uow, kind):
            yield partial(erase_next_day, kind)


def erase_next_day(kind: str, uow: UnitOfWork) -> None:
    """Erase one day of data, and record up to when data is erased. `kind`: `WORDS` or `PEOPLE`."""
    since = _next_day(uow, kind)
    if since is None:
        return
    if kind == WORDS:
        erase_words(uow.session, since, since + DAY, uow.now)
    else:
        erase_people(uow.session, since, since + DAY)
    uow.session.merge(Memo(key=kind, value=(since + DAY).isoformat()))


def _next_day(uow: UnitOfWork, kind: str) -> datetime | None:
    """The start of the day of data to erase next (aware); None while that day is not old enough."""
    privacy = uow.context.settings.privacy
    days = privacy.texts_days if kind == WORDS else privacy.keep_tickets_days
    if not days:
        return None
    memo = uow.session.get(Memo, kind)
    since = datetime.fromisoformat(memo.value) if memo else first_contact(uow.session)
    return since if since and since + DAY <= uow.now - timedelta(days=days) else None
