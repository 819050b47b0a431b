"""Looks every some seconds how the desk is, and tells who has to know."""

import asyncio
import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import UnitOfWork
from bot.monitoring import alerts, downtime
from bot.monitoring.checks import run_checks
from bot.monitoring.debounce import Debounce
from bot.monitoring.health import Health, look
from bot.monitoring.issues import Detection
from bot.monitoring.liveness import Liveness
from storage.clock_rollback import wait_no_longer
from storage.disk import free_bytes

log = logging.getLogger(__name__)

LOOK_SECONDS = 15.0
TURNED_BACK = timedelta(minutes=1)  # by less than this a clock is set right all the time


@dataclass(frozen=True)
class Seen:
    """How the desk is at this moment. `free` is the room left on the disk in bytes, where that is known."""

    health: Health
    detections: list[Detection]
    free: int | None


class Monitor:
    def __init__(self, transactions: Transactions, liveness: Liveness, polls: bool) -> None:
        self._transactions = transactions
        self.liveness = liveness
        self.polls = polls
        self._steadiness = Debounce()
        self._has_looked_back = False
        self._clock_reads = self._own_time()

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await self.round()
            await asyncio.sleep(LOOK_SECONDS)

    async def round(self) -> None:
        """Look, and tell the staff what has come to stay and what is gone for good."""
        await self._mind_the_clock()
        seen = await self.look()
        self._steadiness.note({detection.issue for detection in seen.detections})
        stay = [detection for detection in seen.detections if self._steadiness.is_there(detection.issue)]
        _log(await self._transactions.run(lambda uow: alerts.review(uow, stay, self._steadiness.over)))
        await self._look_back()

    async def look(self) -> Seen:
        """How things are. Raises SQLAlchemyError when the database can't be used."""
        health = await self._transactions.run(look)
        free = free_bytes(self._transactions.database.url)
        return Seen(health, run_checks(self.liveness, health, free, self.polls), free)

    async def _mind_the_clock(self) -> None:
        """Somebody may have set the clock right. That it jumps forward makes things late, which needs no help."""
        before, self._clock_reads = self._clock_reads, self._own_time()
        if before - self._clock_reads > TURNED_BACK:
            log.warning("The clock was turned back by %s", before - self._clock_reads)
            await self._transactions.run_with_retry(lambda uow: wait_no_longer(uow.session, uow.now))

    def _own_time(self) -> datetime:
        """What the clock would have shown when the process began to count: the same each time, unless it was set."""
        return self._transactions.clock.now() - timedelta(seconds=time.monotonic())

    async def _look_back(self) -> None:
        """How long were we out of touch: since an earlier process was there, or while this one was cut off."""
        heard_at, outage = self.liveness.heard_at, self.liveness.outage
        if heard_at is None:
            return
        is_first, self._has_looked_back, self.liveness.outage = not self._has_looked_back, True, None

        def note(uow: UnitOfWork) -> None:
            before = downtime.heard_before(uow)
            if is_first and before:
                downtime.tell_if_long(uow, before, heard_at)
            if outage:
                downtime.tell_if_long(uow, *outage)
            downtime.note_heard(uow, heard_at if self.polls else uow.now)

        await self._transactions.run_with_retry(note)


def _log(news: alerts.News) -> None:
    for detection in news.unwell:
        log.error("The desk is unwell: %s since %s", detection.issue, detection.since.isoformat(timespec="seconds"))
    for issue in news.well_again:
        log.info("The desk is well again: %s is over", issue)
