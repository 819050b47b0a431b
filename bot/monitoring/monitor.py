"""Checks the desk's health every 15 seconds and alerts the staff to what stays."""

import asyncio
import logging
import time
from collections.abc import Callable
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
from storage.clock_rollback import pull_due_times_forward
from storage.disk import free_bytes
from storage.leases import Replica

log = logging.getLogger(__name__)

CHECK_SECONDS = 15.0
BACKWARD_STEP = timedelta(minutes=1)  # smaller ones are ordinary corrections of a clock


@dataclass(frozen=True)
class Seen:
    """The state of the desk at one moment. `free` is the space left on the disk in bytes, where that is known."""

    health: Health
    detections: list[Detection]
    free: int | None


@dataclass(frozen=True)
class Leader:
    """The replica that leads since a moment (aware, UTC), and whether it is this one."""

    is_me: bool
    name: str
    since: datetime


class Monitor:
    """`on_clock_back` is called after due times were pulled forward, because the clock was set back."""

    def __init__(
        self,
        transactions: Transactions,
        liveness: Liveness,
        replica: Replica,
        polls: bool,
        on_clock_back: Callable[[], None],
    ) -> None:
        self._on_clock_back = on_clock_back
        self._transactions = transactions
        self.liveness = liveness
        self.replica = replica
        self.polls = polls
        self._debounce = Debounce()
        self._has_looked_back = False
        self._clock_offset = self._offset()

    async def run(self) -> None:
        """Check until cancelled. Raises OperationalError when the database can't be used."""
        while True:
            await self.round()
            await asyncio.sleep(CHECK_SECONDS)

    async def round(self) -> None:
        """Check once, and tell the staff which issues are confirmed and which are over."""
        await self._check_clock()
        seen = await self.look()
        self._debounce.note({detection.issue for detection in seen.detections})
        stay = [detection for detection in seen.detections if self._debounce.is_there(detection.issue)]
        _log(await self._transactions.run(lambda uow: alerts.review(uow, stay, self._debounce.over)))
        await self._look_back()

    async def look(self) -> Seen:
        """The state now. Raises SQLAlchemyError when the database can't be used."""
        health = await self._transactions.run(look)
        free = free_bytes(self._transactions.database.url)
        return Seen(health, run_checks(self.liveness, health, free, self.polls), free)

    def leader(self, seen: Seen) -> Leader | None:
        """Who leads, as the database has it; alone it is this process. None while nobody does."""
        holder, since = seen.health.leader, self.liveness.leads_since
        if holder is None:
            return Leader(is_me=True, name=self.replica.name, since=since) if since else None
        is_given_up = holder.id is None
        return None if is_given_up else Leader(holder.id == self.replica.id, holder.name, holder.since)

    async def _check_clock(self) -> None:
        """After a backward clock step, pull due times forward. A forward step makes jobs due by itself."""
        before, self._clock_offset = self._clock_offset, self._offset()
        if before - self._clock_offset > BACKWARD_STEP:
            log.warning("The clock was set back by %s", before - self._clock_offset)
            await self._transactions.run_with_retry(lambda uow: pull_due_times_forward(uow.session, uow.now))
            self._on_clock_back()

    def _offset(self) -> datetime:
        """The clock's time when the monotonic clock was 0: constant, unless the clock is set."""
        return self._transactions.clock.now() - timedelta(seconds=time.monotonic())

    async def _look_back(self) -> None:
        """Report a long time without contact to Telegram: a downtime before this process, or an outage during it."""
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
        since = detection.since.isoformat(timespec="seconds")
        log.error("Health issue: %s since %s; see `nightdesk doctor`", detection.issue, since)
    for issue in news.well_again:
        log.info("Health issue is over: %s", issue)
