"""When the digest is sent: once at each opening after a closed period."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import col, select

from bot.calendar import Calendar, Closure, Shift
from bot.desk.digest.posts import posts
from bot.desk.digest.summary import Summary, summarise
from bot.desk.notifications import Notification
from bot.desk.operator_log import log_digest
from bot.desk.outbox import to_staff_room
from bot.desk.unit_of_work import UnitOfWork
from storage.models import Digest, Memo
from storage.tickets import closures

BREAK = timedelta(hours=3)  # after a shorter closed period a digest is sent only if tickets were opened
LATE = timedelta(minutes=10)  # a digest sent later than this after the opening says that it is late
LONGEST_CLOSED_PERIOD = timedelta(days=31)
FIRST_RUN_AT = "watching_since"


def due(uow: UnitOfWork) -> list[Callable[[UnitOfWork], None]]:
    """The job that sends the digest of the current shift, unless that was done or skipped already.

    A desk that never closes has no openings: its shift began a year ago or more.
    """
    shift = _calendar(uow).current_shift(uow.now)
    oldest = max(_first_run_at(uow), uow.now - LONGEST_CLOSED_PERIOD)
    if shift is None or _was_shown(uow, shift) or shift.start < oldest:
        return []
    return [partial(show_digest_of, shift=shift)]


def note_first_run(uow: UnitOfWork) -> None:
    """Record when the desk first ran: openings before that get no digest."""
    if uow.session.get(Memo, FIRST_RUN_AT) is None:
        uow.session.add(Memo(key=FIRST_RUN_AT, value=uow.now.isoformat()))


def show_digest_of(uow: UnitOfWork, shift: Shift) -> None:
    """Send the digest of the shift to the staff, at most once; after a short break without tickets only record it."""
    if _was_shown(uow, shift):
        return
    since = _end_of_shift_before(uow, shift)
    uow.session.add(Digest(opening_at=shift.start, since=since, shown_at=uow.now))
    summary = summarise(uow, since, uow.now)
    was_a_break = shift.start - since < BREAK
    if was_a_break and not summary.opened:
        return
    _send(uow, summary, shift.start)
    log_digest(uow, summary.opened, summary.waiting)


def look(uow: UnitOfWork, shift: Shift) -> None:
    """Ask for the readings that `show_digest_of` needs; writes nothing. Raises NotReadError."""
    if not _was_shown(uow, shift):
        summarise(uow, _end_of_shift_before(uow, shift), uow.now)


def show_again(uow: UnitOfWork) -> None:
    """Send the last digest anew, as things are now, since its rows were recalled."""
    last = uow.session.exec(select(Digest).order_by(col(Digest.opening_at).desc()).limit(1)).first()
    if last is not None:
        _send(uow, summarise(uow, last.since, uow.now), last.opening_at)


def _send(uow: UnitOfWork, summary: Summary, opening: datetime) -> None:
    """Only the first message makes a sound."""
    for place, post in enumerate(posts(uow, summary, late=uow.now - opening > LATE)):
        row = to_staff_room(uow, post, Notification.DIGEST)
        row.silent = row.silent or place > 0


def _was_shown(uow: UnitOfWork, shift: Shift) -> bool:
    return uow.session.exec(select(Digest).where(Digest.opening_at == shift.start)).first() is not None


def last_closing(uow: UnitOfWork) -> datetime:
    """When the current closed period began, or else the last one (aware)."""
    reach = uow.now - LONGEST_CLOSED_PERIOD
    ends = [shift.end for shift in _calendar(uow).shifts(reach, uow.now) if shift.end < uow.now]
    return ends[-1] if ends else max(reach, _first_run_at(uow))


def _first_run_at(uow: UnitOfWork) -> datetime:
    memo = uow.session.get(Memo, FIRST_RUN_AT)
    return datetime.fromisoformat(memo.value) if memo else uow.now


def _end_of_shift_before(uow: UnitOfWork, shift: Shift) -> datetime:
    """When the closed period before `shift` began; earlier if the digests of shifts in between were missed."""
    last_shown = uow.session.exec(select(Digest).order_by(col(Digest.opening_at).desc()).limit(1)).first()
    reach = last_shown.opening_at if last_shown else _first_run_at(uow)
    reach = max(reach, shift.start - LONGEST_CLOSED_PERIOD)
    first = next(_calendar(uow).shifts(reach, shift.start), None)
    return first.end if first and first.start <= reach else reach


def _calendar(uow: UnitOfWork) -> Calendar:
    """The calendar including announced closures that have ended: their end is an opening."""
    announced = closures(uow.session, uow.now - LONGEST_CLOSED_PERIOD)
    return uow.context.calendar.with_closures([Closure(one.starts_at, one.ends_at) for one in announced])
