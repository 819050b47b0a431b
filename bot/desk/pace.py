"""How many first replies this desk gives in an hour, measured once a day over the last four weeks."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from bot.calendar import Calendar, Closure
from bot.calendar.stretches import merged
from bot.desk.unit_of_work import UnitOfWork
from storage.models import Memo
from storage.tickets import closures, first_replies

WEEKS = timedelta(weeks=4)
EACH = timedelta(days=1)  # between two measurements
PACE = "pace"  # key of Memo
HOUR = timedelta(hours=1)
EXPECTED_REPLIES = 20  # so many replies at the configured pace count along with the measured ones
FORGOTTEN = 0.1  # the share of waits left out, the longest: somebody forgot those
MOST_AN_HOUR = 60.0


@dataclass(frozen=True)
class Measurement:
    """`an_hour` as measured at `at` (ISO 8601), where `configured` was expected."""

    at: str
    an_hour: float
    configured: float


def pace(uow: UnitOfWork) -> float:
    """First replies an hour: the last measurement, before the first one what is configured."""
    known = uow.remembered(PACE, lambda: _read(uow))
    return known.an_hour if known else uow.context.settings.promise.an_hour


def due(uow: UnitOfWork) -> Iterator[Callable[[UnitOfWork], None]]:
    """The job that measures anew, if that is due."""
    memo = uow.session.get(Memo, PACE)
    if next_measurement(memo.value if memo else None, uow.now, uow.context.settings.promise.an_hour) <= uow.now:
        yield measure_pace


def next_measurement(memo: str | None, now: datetime, configured: float) -> datetime:
    """When to measure next (aware): now, when it never was or the configuration has changed since."""
    last = _parsed(memo)
    return now if last is None or last.configured != configured else datetime.fromisoformat(last.at) + EACH


def measure_pace(uow: UnitOfWork) -> None:
    since, configured = uow.now - WEEKS, uow.context.settings.promise.an_hour
    announced = [Closure(one.starts_at, one.ends_at) for one in closures(uow.session, since)]
    calendar = uow.context.calendar.with_closures(announced)
    an_hour = pace_of(first_replies(uow.session, since), calendar, configured)
    uow.session.merge(Memo(key=PACE, value=json.dumps(asdict(Measurement(uow.now.isoformat(), an_hour, configured)))))
    uow.forget(PACE)


def pace_of(waits: Sequence[tuple[datetime, datetime]], calendar: Calendar, configured: float) -> float:
    """First replies in an hour of business time in which somebody waited for one.

    Hours without anybody waiting say nothing about the pace, and a reply at night was no work of a shift. `waits` are
    pairs of aware times: a ticket was opened, its first reply came. `EXPECTED_REPLIES` at the `configured` pace are
    counted along, so that the first replies of a new desk change little (the mean of a gamma prior).
    """
    spans = sorted(
        (calendar.business_time_between(opened, replied), opened, replied)
        for opened, replied in waits
        if calendar.is_open(replied)
    )
    kept = spans[: len(spans) - int(len(spans) * FORGOTTEN)]
    busy = merged(sorted((opened, replied) for _, opened, replied in kept))
    hours = sum((calendar.business_time_between(*stretch) for stretch in busy), timedelta()) / HOUR
    measured = (len(kept) + EXPECTED_REPLIES) / (hours + EXPECTED_REPLIES / configured)
    return min(measured, max(MOST_AN_HOUR, configured))


def _read(uow: UnitOfWork) -> Measurement | None:
    memo = uow.session.get(Memo, PACE)
    return _parsed(memo.value) if memo else None


def _parsed(memo: str | None) -> Measurement | None:
    return Measurement(**json.loads(memo)) if memo else None
