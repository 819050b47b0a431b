"""Long downtimes are reported to the staff: Telegram keeps updates for 24 hours, so later ones lost some.

https://core.telegram.org/bots/api#getting-updates
"""

from datetime import datetime, timedelta

from bot.desk.notifications import Notification
from bot.desk.outbox import Post, to_staff_room
from bot.desk.unit_of_work import UnitOfWork
from storage.models import Memo

KEPT = timedelta(hours=24)
REPORTED_FROM = timedelta(hours=20)  # Telegram may delete updates a little early
HEARD_AT = "heard_at"  # the Memo of the last contact with Telegram, over all restarts


def heard_before(uow: UnitOfWork) -> datetime | None:
    """The last contact of an earlier process with Telegram, aware, in UTC."""
    memo = uow.session.get(Memo, HEARD_AT)
    return datetime.fromisoformat(memo.value) if memo else None


def note_heard(uow: UnitOfWork, heard_at: datetime) -> None:
    uow.session.merge(Memo(key=HEARD_AT, value=heard_at.isoformat()))


def tell_if_long(uow: UnitOfWork, since: datetime, until: datetime) -> None:
    """Tell the staff what a downtime from `since` to `until` may have cost, if it was long enough to cost something."""
    if until - since < REPORTED_FROM:
        return
    lost_until = until - KEPT if until - since > KEPT else None
    rich = uow.say(uow.staff_language, "health.was_away", since=since, until=until, lost_until=lost_until)
    to_staff_room(uow, Post(rich), Notification.WAS_AWAY)
