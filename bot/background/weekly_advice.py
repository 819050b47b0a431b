"""The weekly note to the FAQ's authors, made in the night before Monday and there when the week begins."""

import asyncio
import logging
from datetime import datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.desk.digest import FIRST_RUN_AT
from bot.desk.learning.weekly import advice_of, asked_lately, qualities_of, show_week
from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import UnitOfWork
from bot.runtime.daemon_thread import in_daemon_thread
from faq.advice import Advice
from storage.errors import FencedError
from storage.models import Memo

log = logging.getLogger(__name__)

CHECK_SECONDS = 60.0
AT = time(5, 30)  # on Mondays, on the company's clock: after the night was learnt from
ADVISED_AT = "advised_at"  # key of Memo
CLOCK_STEP = timedelta(days=1)


class WeeklyAdvice:
    """Run by one replica for all. Not one of the scheduler's jobs: it may take half a minute."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self._failed_at: datetime | None = None

    async def run(self) -> None:
        """Look each minute whether a week is over, until cancelled.

        Raises OperationalError when the database can't be used.
        """
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            await self.look()

    async def look(self) -> None:
        """Write the note of the last week unless that was done; after a failure again the next week."""
        now = self._transactions.clock.now()
        monday = last_monday(now, ZoneInfo(self._transactions.context.settings.hours.timezone))
        if self._failed_at is not None and self._failed_at >= monday:
            return
        if not await self._transactions.run(lambda uow: is_due(uow, monday)):
            return
        try:
            await self._advise(now)
        except FencedError:
            raise
        except Exception:  # the desk answers as well as before
            self._failed_at = now
            log.exception("There is no weekly note")

    async def _advise(self, now: datetime) -> None:
        context = self._transactions.context
        answerer, today = context.knowledge.answerer.result(), context.today(now)
        asked = await self._transactions.run(lambda uow: asked_lately(uow.session, context.knowledge.library, uow.now))
        advice = await asyncio.wrap_future(in_daemon_thread(partial(advice_of, asked, answerer, now, today)))

        def show(uow: UnitOfWork) -> None:
            _show(uow, advice, now)

        await self._transactions.run(show)


def _show(uow: UnitOfWork, advice: Advice, at: datetime) -> None:
    uow.session.merge(Memo(key=ADVISED_AT, value=at.isoformat()))
    show_week(uow, advice, qualities_of(uow, uow.context.knowledge.answerer.result()))


def last_monday(now: datetime, zone: ZoneInfo) -> datetime:
    """The latest moment at which a week was over (aware)."""
    today = now.astimezone(zone)
    monday = datetime.combine(today.date() - timedelta(days=today.weekday()), AT, zone)
    return monday if monday <= today else monday - timedelta(days=7)


def is_due(uow: UnitOfWork, monday: datetime) -> bool:
    """Whether that week's note was not written yet. The first one comes after the desk's first whole night.

    A time far in the future was written down while the clock was wrong, and says nothing. A clock that is set back by
    less does not bring the note again.
    """
    last = uow.session.get(Memo, ADVISED_AT) or uow.session.get(Memo, FIRST_RUN_AT)
    return last is not None and not monday <= datetime.fromisoformat(last.value) <= uow.now + CLOCK_STEP
