"""Telegram keeps updates for 24 hours: who was away for longer has lost some, and has to know.

https://core.telegram.org/bots/api#getting-updates
"""

from datetime import datetime, timedelta

from bot.desk.notifications import Notification
from bot.desk.outbox import Post, to_staff_room
from bot.desk.unit_of_work import UnitOfWork
from storage.models import Memo

KEPT = timedelta(hours=24)
WORTH_TELLING = timedelta(hours=20)  # Telegram may be in a hurry
HEARD_AT = "heard_at"  # the Memo of when Telegram last gave us something, over all restarts


def heard_before(uow: UnitOfWork) -> datetime | None:
    """When an earlier process was last in touch with Telegram."""
    memo = uow.session.get(Memo, HEARD_AT)
    return datetime.fromisoformat(memo.value) if memo else None


def note_heard(uow: UnitOfWork, heard_at: datetime) -> None:
    uow.session.merge(Memo(key=HEARD_AT, value=heard_at.isoformat()))


def tell_if_long(uow: UnitOfWork, since: datetime, until: datetime) -> None:
    """Tell the staff what it means that the desk was out of touch for so long, if it means something."""
    if until - since < WORTH_TELLING:
        return
    lost_until = until - KEPT if until - since > KEPT else None
    rich = uow.say(uow.staff_language, "health.was_away", since=since, until=until, lost_until=lost_until)
    to_staff_room(uow, Post(rich), Notification.WAS_AWAY)
