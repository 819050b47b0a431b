"""Looks every some seconds how the desk is, and tells who has to know."""

import asyncio
import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import Desk
from bot.monitoring import alerts, downtime
from bot.monitoring.checks import signs
from bot.monitoring.debounce import Steadiness
from bot.monitoring.health import Condition, look
from bot.monitoring.issues import Sign
from bot.monitoring.liveness import Vitals
from bot.runtime.wakeup import Wake
from storage.clock_rollback import wait_no_longer
from storage.disk import free_bytes

log = logging.getLogger(__name__)

LOOK_SECONDS = 15.0
TURNED_BACK = timedelta(minutes=1)  # by less than this a clock is set right all the time


@dataclass(frozen=True)
class Seen:
    """How the desk is at this moment. `free` is the room left on the disk in bytes, where that is known."""

    condition: Condition
    signs: list[Sign]
    free: int | None


class Watchman:
    def __init__(self, transactions: Transactions, vitals: Vitals, polls: bool, done: Wake) -> None:
        self._transactions = transactions
        self.vitals = vitals
        self.polls = polls
        self._done = done  # called when something was said: the outbox has work
        self._steadiness = Steadiness()
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
        self._steadiness.note({sign.ailment for sign in seen.signs})
        stay = [sign for sign in seen.signs if self._steadiness.is_there(sign.ailment)]
        _log(await self._transactions.run(lambda desk: alerts.review(desk, stay, self._steadiness.over)))
        await self._look_back()
        self._done.call()

    async def look(self) -> Seen:
        """How things are. Raises SQLAlchemyError when the database can't be used."""
        condition = await self._transactions.run(look)
        free = free_bytes(self._transactions.database.url)
        return Seen(condition, signs(self.vitals, condition, free, self.polls), free)

    async def _mind_the_clock(self) -> None:
        """Somebody may have set the clock right. That it jumps forward makes things late, which needs no help."""
        before, self._clock_reads = self._clock_reads, self._own_time()
        if before - self._clock_reads > TURNED_BACK:
            log.warning("The clock was turned back by %s", before - self._clock_reads)
            await self._transactions.insist(lambda desk: wait_no_longer(desk.session, desk.now))

    def _own_time(self) -> datetime:
        """What the clock would have shown when the process began to count: the same each time, unless it was set."""
        return self._transactions.clock.now() - timedelta(seconds=time.monotonic())

    async def _look_back(self) -> None:
        """How long were we out of touch: since an earlier process was there, or while this one was cut off."""
        heard_at, outage = self.vitals.heard_at, self.vitals.outage
        if heard_at is None:
            return
        is_first, self._has_looked_back, self.vitals.outage = not self._has_looked_back, True, None

        def note(desk: Desk) -> None:
            before = downtime.heard_before(desk)
            if is_first and before:
                downtime.tell_if_long(desk, before, heard_at)
            if outage:
                downtime.tell_if_long(desk, *outage)
            downtime.note_heard(desk, heard_at if self.polls else desk.now)

        await self._transactions.insist(note)


def _log(news: alerts.News) -> None:
    for sign in news.unwell:
        log.error("The desk is unwell: %s since %s", sign.ailment, sign.since.isoformat(timespec="seconds"))
    for ailment in news.well_again:
        log.info("The desk is well again: %s is over", ailment)
