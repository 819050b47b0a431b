"""The inbox: updates are committed first, then confirmed to Telegram, then handled in one transaction each.

Updates of one lane (one chat) are handled in order; a lane that waits does not block the others. `InboxQueue` owns all
pending updates in memory. They are read from the database only at start and after the queue was full; as a safety net
their number is compared with the database once a second.
"""

import asyncio
import heapq
import json
import logging
from bisect import insort
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import TypeAlias

from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import UnitOfWork
from bot.monitoring import metrics
from bot.runtime.task_pool import TaskPool
from bot.runtime.wakeup import Wakeup
from storage import inbox
from storage.change_check import ChangeCheck
from storage.database import after_commit
from storage.inbox import Update
from storage.loop_calls import call_on_loop
from storage.models import Json

log = logging.getLogger(__name__)

AT_ONCE = 32  # updates in flight, each of another lane
IN_MEMORY = 5_000  # pending updates in memory; the others stay in the database
IDLE_SECONDS = 1.0
FINISH_SECONDS = 0.5
UNRECORDED_SECONDS = 5.0  # until the retry of an update whose failure can't be recorded
Handle: TypeAlias = Callable[[Update], Awaitable[datetime | None]]
"""Handles an update; returns when to retry it (aware, UTC), or None when it is handled or given up."""
NeedsNothing: TypeAlias = Callable[[Json], bool]
"""Whether nobody has to handle a raw update. Must take any JSON."""


def _never(_raw: Json) -> bool:
    return False


@dataclass
class _Lane:
    updates: deque[Update] = field(default_factory=deque)
    is_busy: bool = False


class InboxQueue:
    """The pending updates, oldest first; each lane in order. All methods are thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.clear()

    def clear(self) -> None:
        with self._lock:
            self._lanes: dict[str, _Lane] = {}
            self._due: list[tuple[int, str]] = []  # a heap of due heads of lanes: update id, lane
            self._delayed: list[tuple[datetime, int, str]] = []  # a heap of heads of lanes that are due later
            self._known: set[int] = set()
            self.newest = -1  # the highest id that was added
            self.in_flight = 0  # updates taken and not yet finished or put back

    @property
    def size(self) -> int:
        """How many updates are pending or being handled."""
        return len(self._known)

    def add(self, updates: Iterable[Update]) -> None:
        """Add updates, given in the order of their ids; known ones are ignored."""
        with self._lock:
            for update in updates:
                if update.id not in self._known:
                    self._known.add(update.id)
                    self.newest = max(self.newest, update.id)
                    lane = self._lanes.setdefault(update.lane, _Lane())
                    insort(lane.updates, update, key=lambda one: one.id)  # a webhook may bring them out of order
                    if lane.updates[0] is update and not lane.is_busy:
                        heapq.heappush(self._delayed, (update.due_at, update.id, update.lane))

    def take(self, most: int, now: datetime) -> list[Update]:
        """Take up to `most` updates that are due; return each by `finish` or `put_back`."""
        with self._lock:
            while self._delayed and self._delayed[0][0] <= now:
                _, number, name = heapq.heappop(self._delayed)
                heapq.heappush(self._due, (number, name))
            taken: list[Update] = []
            while self._due and len(taken) < most:
                number, name = heapq.heappop(self._due)
                lane = self._lanes.get(name)
                if lane and not lane.is_busy and lane.updates and lane.updates[0].id == number:
                    lane.is_busy = True
                    taken.append(lane.updates.popleft())
            self.in_flight += len(taken)
            return taken

    def finish(self, update: Update) -> None:
        """The update was handled or given up."""
        with self._lock:
            self._known.discard(update.id)
            self.in_flight -= 1
            self._release(update.lane)

    def put_back(self, update: Update, due_at: datetime) -> None:
        """The update is retried at `due_at`; it stays the first of its lane."""
        with self._lock:
            self.in_flight -= 1
            lane = self._lanes.get(update.lane)
            if lane and update.id in self._known:
                lane.updates.appendleft(update.put_off(due_at))
            self._release(update.lane)

    def _release(self, name: str) -> None:
        lane = self._lanes.get(name)
        if lane is None:
            return
        lane.is_busy = False
        if lane.updates:
            head = lane.updates[0]
            heapq.heappush(self._delayed, (head.due_at, head.id, name))
        else:
            del self._lanes[name]


class Inbox:
    """Stores updates and passes them to `handle`."""

    def __init__(self, handle: Handle, transactions: Transactions, needs_nothing: NeedsNothing = _never) -> None:
        self._handle = handle
        self._transactions = transactions
        self._needs_nothing = needs_nothing
        self._queue = InboxQueue()
        self._is_loaded = False
        self._has_overflowed = False
        self._change_check = ChangeCheck(transactions.database.files)
        self._must_reload = False  # the updates in memory are outdated
        self._loop: asyncio.AbstractEventLoop | None = None
        self.wakeup = Wakeup()
        self._in_flight = TaskPool[int](AT_ONCE, self.wakeup)

    async def keep(self, updates: Sequence[Json]) -> None:
        """Commit raw updates, all or none. Raises SQLAlchemyError; then don't confirm them to Telegram."""
        count_kept(await self._transactions.run(lambda uow: self._write(uow, updates)))

    async def run(self) -> None:
        """Handle updates until cancelled; those in flight get half a second to finish."""
        self._loop = asyncio.get_running_loop()
        await self._transactions.run(self._begin)
        try:
            while True:
                self._start_due()
                await self.wakeup.sleep(IDLE_SECONDS)
                await self._check_count()
        finally:
            self._is_loaded = False
            await self._in_flight.finish(FINISH_SECONDS)

    def reload(self) -> None:
        """Load the updates again, because due times were changed in the database."""
        self._must_reload = True
        self.wakeup.call()

    def _start_due(self) -> None:
        for update in self._queue.take(self._in_flight.free, self._transactions.clock.now()):
            self._in_flight.start(update.id, self._process(update))

    async def _process(self, update: Update) -> None:
        try:
            again_at = await self._handle(update)
        except Exception:  # its lane must not stay busy
            log.exception("Update %s is retried: its failure can't be recorded", update.id)
            again_at = self._transactions.clock.now() + timedelta(seconds=UNRECORDED_SECONDS)
        if again_at is None:
            self._queue.finish(update)
        else:
            self._queue.put_back(update, again_at)

    async def _check_count(self) -> None:
        """At most once in `IDLE_SECONDS`, with nothing in flight: then, in an own transaction, the number is exact."""
        if not self._queue.in_flight and (self._must_reload or self._change_check.is_due(IDLE_SECONDS)):
            await self._transactions.run(self._resync_if_changed, alone=True)

    # On the writer's thread, in a transaction

    def _write(self, uow: UnitOfWork, updates: Sequence[Json]) -> Sequence[Update]:
        kept = updates_of(updates, uow.now, self._needs_nothing)
        inbox.put(uow.session, kept)
        after_commit(uow.session, lambda: self._add_committed([one for one in kept if not one.needs_nothing]))
        if self._loop is not None:
            call_on_loop(uow.session, self._loop, self.wakeup.call)
        return kept

    def _add_committed(self, updates: Sequence[Update]) -> None:
        if self._is_loaded and not self._has_overflowed:
            self._queue.add(updates)
            self._has_overflowed = self._queue.size >= IN_MEMORY

    def _begin(self, uow: UnitOfWork) -> None:
        self._queue.clear()
        self._load(uow)
        self._is_loaded = True

    def _load(self, uow: UnitOfWork) -> None:
        room = IN_MEMORY - self._queue.size
        waiting = inbox.waiting_after(uow.session, self._queue.newest, room + 1)
        self._has_overflowed = len(waiting) > room
        self._queue.add(waiting[:room])

    def _resync_if_changed(self, uow: UnitOfWork) -> None:
        """The safety net: reload when the number differs, since commands and other replicas can change the table."""
        if self._queue.in_flight:
            return
        if self._has_overflowed:
            if self._queue.size <= IN_MEMORY // 2:
                self._load(uow)
        elif self._must_reload or inbox.depth(uow.session) != self._queue.size:
            self._must_reload = False
            self._queue.clear()
            self._load(uow)


def updates_of(raws: Iterable[Json], now: datetime, needs_nothing: NeedsNothing) -> list[Update]:
    """Raw updates as they are kept, by their ids."""
    kept = [
        Update(raw["update_id"], lane_of(raw), json.dumps(raw), now, now, needs_nothing=needs_nothing(raw))
        for raw in raws
    ]
    return sorted(kept, key=lambda update: update.id)


def count_kept(updates: Sequence[Update]) -> None:
    """Count updates that are stored now, for the metrics; those that need nothing are handled by that."""
    metrics.RECEIVED.inc(len(updates))
    for update in updates:
        if update.needs_nothing:
            metrics.HANDLED.labels("done").inc()
            metrics.HANDLING.observe(0.0)


def lane_of(raw: Json) -> str:
    """The lane of a raw update: its chat's id, else its sender's, else `NO_CHAT_LANE`."""
    for content in raw.values():
        if isinstance(content, dict):
            message = content.get("message")
            around = message if isinstance(message, dict) else content
            where = around.get("chat") or content.get("from") or content.get("user")
            if isinstance(where, dict) and type(where.get("id")) is int:
                return str(where["id"])
    return inbox.NO_CHAT_LANE
