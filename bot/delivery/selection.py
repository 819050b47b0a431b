"""Selection: which outbox rows are sent next. `OutboxQueue` is the only owner of the waiting rows in memory.

Rows of one lane are sent in order. At most one new message is in flight to a chat at any time: this keeps each chat in
order and lets `bot.telegram.deduplication` find out after a crash whether it arrived. A message that may have been sent
(`maybe_sent`) holds its chat until that is known. Among chats, the row with the highest priority is first, then the
oldest.

The cost of a row grows at most with the logarithm of the number of waiting rows. Durations are in seconds, `loop_time`
is `time.monotonic()`. All methods are thread-safe.
"""

import heapq
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock
from typing import TypeAlias

from bot.delivery.rate_limiter import RateLimiter
from bot.desk.notifications import SendPriority

Key: TypeAlias = tuple[bool, SendPriority, int]


@dataclass(frozen=True)
class Waiting:
    """A row that waits to be sent. `messages`: how many new messages it posts to its chat. `due_at` is aware (UTC)."""

    row_id: int
    lane: str
    chat_id: int
    messages: int
    priority: SendPriority
    due_at: datetime
    maybe_sent: bool = False

    @property
    def key(self) -> Key:
        return not self.maybe_sent, self.priority, self.row_id


@dataclass(frozen=True)
class Selected:
    """Rows to send now, and the seconds until another one may be sent; None when no row waits for a time."""

    rows: Sequence[Waiting]
    wait: float | None


@dataclass
class _Chat:
    heads: list[tuple[Key, Waiting]] = field(default_factory=list)  # a heap: due first rows of lanes
    is_busy: bool = False  # a new message is in flight
    held: int = 0  # messages that may have been sent and are due later: nothing may overtake them
    offered: int = 0  # rows of transactions that are not committed yet


@dataclass
class _Lane:
    rows: deque[Waiting] = field(default_factory=deque)
    in_flight: Waiting | None = None


class OutboxQueue:
    """The waiting rows. `offer` and `settle_offer` add the rows of a transaction, `select` takes those to send now."""

    def __init__(self, limiter: RateLimiter) -> None:
        self._limiter = limiter
        self._lock = Lock()
        self.clear(with_in_flight=True)

    def clear(self, with_in_flight: bool = False) -> None:
        """Remove the waiting rows, before they are loaded again; with `with_in_flight` those in flight, too."""
        with self._lock:
            in_flight = {} if with_in_flight else self._in_flight
            self._in_flight: dict[int, Waiting] = in_flight
            self._lanes: dict[str, _Lane] = {row.lane: _Lane(in_flight=row) for row in in_flight.values()}
            self._chats: dict[int, _Chat] = {
                row.chat_id: _Chat(is_busy=True) for row in in_flight.values() if row.messages
            }
            self._ready: list[
                tuple[Key, int]
            ] = []  # chats by the key of their first head; outdated entries are skipped
            self._non_messages: list[
                tuple[Key, Waiting]
            ] = []  # heads that post no new message (edits, reactions, answers to presses)
            self._delayed: list[tuple[datetime, int, Waiting]] = []  # heads that are due later
            self._limited: list[
                tuple[float, int]
            ] = []  # chats by the loop time at which their limit allows the next message
            self._known: set[int] = set(in_flight)
            self.newest = 0  # the highest id that was added
            self._for_groups = 0

    @property
    def size(self) -> int:
        """How many rows wait or are in flight."""
        return len(self._known)

    @property
    def messages_for_groups(self) -> int:
        """How many rows with new messages wait for groups (chats with negative ids)."""
        return self._for_groups

    def add(self, rows: Iterable[Waiting]) -> None:
        """Add rows read from the database, in the order of their ids; known ones are ignored."""
        with self._lock:
            for row in rows:
                self._add(row)

    def offer(self, row: Waiting, now: datetime, loop_time: float, free: int) -> bool:
        """Whether a new row, not committed yet and without an id, may be sent as soon as it is committed.

        True if nothing waits in its lane or for its chat, and the rate limits allow it; then it counts as sent. Call
        `settle_offer` after each offer, when the transaction has ended. `free`: how many more rows may be in flight.
        """
        with self._lock:
            chat, lane = self._chat(row.chat_id), self._lanes.get(row.lane)
            is_first = lane is None or (lane.in_flight is None and not lane.rows)
            is_free = not (chat.is_busy or chat.heads or chat.held or chat.offered) or not row.messages
            chat.offered += 1
            if (
                free <= 0
                or not is_first
                or not is_free
                or row.due_at > now
                or self._seconds_until_allowed(row, loop_time)
            ):
                return False
            self._lanes.setdefault(row.lane, _Lane()).in_flight = row
            self._count(row, loop_time)
            return True

    def settle_offer(self, row: Waiting, was_accepted: bool, is_committed: bool) -> None:
        """The transaction of an offered row has ended; if it was committed, `row` has its id now."""
        with self._lock:
            chat = self._chat(row.chat_id)
            chat.offered -= 1
            lane = self._lanes.get(row.lane)
            if was_accepted and lane:
                lane.in_flight = row if is_committed else None
            if was_accepted and is_committed:
                self._in_flight[row.row_id] = row
                self._known.add(row.row_id)
                self.newest = max(self.newest, row.row_id)
            elif was_accepted and row.messages:
                chat.is_busy = False
            if is_committed and not was_accepted:
                self._add(row)
            self._drop_if_idle(row)

    def select(self, most: int, now: datetime, loop_time: float) -> Selected:
        """Take up to `most` rows to send now; return each by `finish` or `put_back`."""
        with self._lock:
            self._release_delayed(now)
            self._release_limited(loop_time)
            chosen: list[Waiting] = []
            wait = self._select_non_messages(chosen, most, loop_time)
            while len(chosen) < most and (row := self._most_urgent()):
                if not (seconds := self._limiter.wait_for(row.chat_id, loop_time, row.messages)):
                    heapq.heappop(self._chat(row.chat_id).heads)
                    self._count(row, loop_time)
                    self._mark_in_flight(row)
                    chosen.append(row)
                elif of_chat := self._limiter.wait_of_chat(row.chat_id, loop_time, row.messages):
                    heapq.heappush(self._limited, (loop_time + of_chat, row.chat_id))
                else:
                    heapq.heappush(self._ready, (row.key, row.chat_id))
                    wait = min(wait or seconds, seconds)
                    break
            waits = [self._limited[0][0] - loop_time] if self._limited else []
            waits += [(self._delayed[0][0] - now).total_seconds()] if self._delayed else []
            return Selected(chosen, min([*waits, *([wait] if wait else [])], default=None))

    def finish(self, row_id: int) -> None:
        """The row was sent or given up, or was deleted."""
        with self._lock:
            if row := self._remove_in_flight(row_id):
                self._known.discard(row_id)
                self._queue_next_of_lane(row.lane)
                self._drop_if_idle(row)

    def put_back(self, row_id: int, due_at: datetime, maybe_sent: bool, messages: int | None = None) -> None:
        """The row is retried at `due_at`; it stays the first of its lane. `messages`: if their number has changed."""
        with self._lock:
            if row := self._remove_in_flight(row_id):
                count = row.messages if messages is None else messages
                again = replace(row, due_at=due_at, maybe_sent=maybe_sent, messages=count)
                self._lane(row.lane).rows.appendleft(again)
                self._for_groups += _counts_for_group(again)
                self._put_head(again)

    def pause(self, chat_id: int, seconds: float, loop_time: float) -> None:
        """Telegram asked for no calls to the chat for `seconds`."""
        with self._lock:
            self._limiter.pause(chat_id, seconds, loop_time)

    def count_unexpected(self, chat_id: int, messages: int, loop_time: float) -> None:
        """Count messages that were posted to the chat beyond those expected."""
        with self._lock:
            self._limiter.count(chat_id, loop_time, messages)

    def has_more_for(self, chat_id: int) -> bool:
        """Whether other rows wait for the chat."""
        with self._lock:
            chat = self._chats.get(chat_id)
            return chat is not None and bool(chat.heads or chat.offered)

    def _chat(self, chat_id: int) -> _Chat:
        return self._chats.setdefault(chat_id, _Chat())

    def _lane(self, lane: str) -> _Lane:
        return self._lanes.setdefault(lane, _Lane())

    def _add(self, row: Waiting) -> None:
        if row.row_id in self._known:
            return
        self._known.add(row.row_id)
        self.newest = max(self.newest, row.row_id)
        self._for_groups += _counts_for_group(row)
        lane = self._lane(row.lane)
        lane.rows.append(row)
        if lane.in_flight is None and len(lane.rows) == 1:
            self._put_head(row)

    def _put_head(self, row: Waiting) -> None:
        """Queue the first row of a lane until it is due. One that may have been sent holds its chat."""
        heapq.heappush(self._delayed, (row.due_at, row.row_id, row))
        if _holds_chat(row):
            self._chat(row.chat_id).held += 1

    def _put_ready(self, row: Waiting) -> None:
        chat = self._chat(row.chat_id)
        chat.held -= _holds_chat(row)
        heapq.heappush(chat.heads, (row.key, row))
        self._push_if_ready(row.chat_id, chat)

    def _push_if_ready(self, chat_id: int, chat: _Chat) -> None:
        if chat.heads and not chat.is_busy and not chat.held:
            heapq.heappush(self._ready, (chat.heads[0][0], chat_id))

    def _release_delayed(self, now: datetime) -> None:
        while self._delayed and self._delayed[0][0] <= now:
            row = heapq.heappop(self._delayed)[2]
            if row.messages:
                self._put_ready(row)
            else:
                heapq.heappush(self._non_messages, (row.key, row))

    def _release_limited(self, loop_time: float) -> None:
        while self._limited and self._limited[0][0] <= loop_time:
            chat_id = heapq.heappop(self._limited)[1]
            if chat := self._chats.get(chat_id):
                self._push_if_ready(chat_id, chat)

    def _select_non_messages(self, chosen: list[Waiting], most: int, loop_time: float) -> float | None:
        paused: list[tuple[Key, Waiting]] = []
        wait: float | None = None
        while self._non_messages and len(chosen) < most:
            key, row = heapq.heappop(self._non_messages)
            if seconds := self._limiter.pause_of(row.chat_id, loop_time):
                paused.append((key, row))
                wait = min(wait or seconds, seconds)
            else:
                self._mark_in_flight(row)
                chosen.append(row)
        for one in paused:
            heapq.heappush(self._non_messages, one)
        return wait

    def _most_urgent(self) -> Waiting | None:
        """The most urgent first row among the chats to which no message is in flight."""
        while self._ready:
            key, chat_id = heapq.heappop(self._ready)
            chat = self._chats.get(chat_id)
            if chat and chat.heads and chat.heads[0][0] == key and not chat.is_busy and not chat.held:
                return chat.heads[0][1]
        return None

    def _seconds_until_allowed(self, row: Waiting, loop_time: float) -> float:
        if row.messages:
            return self._limiter.wait_for(row.chat_id, loop_time, row.messages)
        return self._limiter.pause_of(row.chat_id, loop_time)

    def _count(self, row: Waiting, loop_time: float) -> None:
        if row.messages:
            self._limiter.count(row.chat_id, loop_time, row.messages)
            self._chat(row.chat_id).is_busy = True

    def _mark_in_flight(self, row: Waiting) -> None:
        lane = self._lane(row.lane)
        lane.rows.popleft()
        lane.in_flight = row
        self._in_flight[row.row_id] = row
        self._for_groups -= _counts_for_group(row)

    def _remove_in_flight(self, row_id: int) -> Waiting | None:
        row = self._in_flight.pop(row_id, None)
        if row is None:
            return None
        self._lane(row.lane).in_flight = None
        if row.messages:
            chat = self._chat(row.chat_id)
            chat.is_busy = False
            self._push_if_ready(row.chat_id, chat)
        return row

    def _queue_next_of_lane(self, name: str) -> None:
        lane = self._lane(name)
        if lane.rows:
            self._put_head(lane.rows[0])

    def _drop_if_idle(self, row: Waiting) -> None:
        lane, chat = self._lanes.get(row.lane), self._chats.get(row.chat_id)
        if lane and lane.in_flight is None and not lane.rows:
            del self._lanes[row.lane]
        if chat and not (chat.heads or chat.is_busy or chat.held or chat.offered):
            del self._chats[row.chat_id]


def _holds_chat(row: Waiting) -> int:
    return int(row.maybe_sent and row.messages > 0)


def _counts_for_group(row: Waiting) -> int:
    return int(row.chat_id < 0 and row.messages > 0)
