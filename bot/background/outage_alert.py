"""Tells the staff that the database can't be used, by a message that bypasses the outbox, and when that is over."""

import asyncio
import logging
from datetime import datetime, timedelta

from sqlalchemy.exc import OperationalError
from telegram import Bot
from telegram.error import TelegramError

from bot.desk.notifications import Notification
from bot.desk.outbox import Post, to_staff_room
from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import UnitOfWork
from bot.monitoring.outage import Outage
from bot.runtime.backoff import retry_delay
from bot.telegram.direct_alert import DirectAlert
from bot.telegram.errors import retry_after_seconds
from storage.models import Memo

log = logging.getLogger(__name__)

CHECK_SECONDS = 1.0
ALERT_AFTER = timedelta(seconds=30)  # shorter outages are not reported
KEPT_BY_TELEGRAM = timedelta(hours=24)
WRITTEN_AT = "written_at"


class OutageAlert:
    """One alert an outage, sent at most once: the outbox, which makes sure of deliveries, can't be written then."""

    def __init__(self, bot: Bot, transactions: Transactions, outage: Outage) -> None:
        self._direct = DirectAlert(bot, transactions)
        self._transactions = transactions
        self._outage = outage
        self._is_alerted = False
        self._failures = 0  # to send the alert, in a row

    async def run(self) -> None:
        """Wait for outages and follow each to its end, until cancelled."""
        await self._direct.learn_chat()
        while True:
            await self._outage.has_begun.wait()
            await asyncio.sleep(CHECK_SECONDS)
            await self.check()

    async def check(self) -> None:
        """During an outage: alert the staff when it lasts, and test whether it is over."""
        since = self._outage.since
        if since is None:
            return
        lasts = self._outage.lasted >= ALERT_AFTER
        if lasts and not self._is_alerted:
            self._is_alerted = await self._alert(since)
        is_quiet = self._outage.is_quiet(self._transactions.clock.now())
        if is_quiet and await self._can_write(since if lasts else None):
            self._is_alerted = False
            self._outage.end()

    async def _alert(self, since: datetime) -> bool:
        try:
            await self._direct.say("staff.database_fails", since=since, kind=self._outage.kind)
        except TelegramError as error:
            self._failures += 1
            log.warning("The staff can't be alerted to the outage: %s", error.message)
            await asyncio.sleep(retry_delay(self._failures, error, [retry_after_seconds]))
            return False
        self._failures = 0
        return True

    async def _can_write(self, since: datetime | None) -> bool:
        """Test the database by writing to it; with `since`, the message that the outage is over is part of that."""

        def write(uow: UnitOfWork) -> None:
            uow.session.merge(Memo(key=WRITTEN_AT, value=uow.now.isoformat()))
            if since is not None:
                too_long = uow.now - since > KEPT_BY_TELEGRAM
                rich = uow.say(uow.staff_language, "staff.database_works", since=since, too_long=too_long)
                to_staff_room(uow, Post(rich), Notification.DATABASE_WORKS)

        try:
            await self._transactions.run(write)
        except OperationalError:
            return False
        return True
