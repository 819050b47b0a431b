"""Selection: which outbox rows are sent next. `OutboxQueue` is the only owner of the waiting rows in memory.

Rows of one lane are sent in order. At most one new message is in flight to a chat at any time: this keeps each chat in
order and lets `bot.telegram.deduplication` find out after a crash whether it arrived. A message that may have been sent
(`maybe_sent`) holds its chat until it was tried once more; after that it holds its lane only.

Within a chat the row with the highest priority is first, then the oldest; an alarm lends its priority to the rows
before it in its lane. Rows that keep failing and the others take turns. Among chats, groups are first: they get few
messages a minute and need all of them. Then comes the customer whose row has the earliest deadline: its due time plus
the patience of its kind, so that answers come before notices, first words before further ones, and nobody waits for
ever.

The cost of a row grows at most with the logarithm of the number of waiting rows. Durations are in seconds, `loop_time`
is `time.monotonic()`. All methods are thread-safe.
"""

import heapq
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count, takewhile
from threading import Lock
from typing import TypeAlias

from bot.delivery.rate_limiter import RateLimiter
from bot.desk.notifications import SendPriority

KEEPS_FAILING = 2  # failed tries after which a row takes turns with the others of its chat
HEARD_SECONDS = 10.0  # so long after a message what follows it counts as further words
PATIENCE = {SendPriority.ANSWER: 0.0, SendPriority.CUSTOMER: 60.0, SendPriority.NOTICE: 180.0}  # seconds
FURTHER_WORDS = 90.0

Key: TypeAlias = tuple[bool, int, int]
ChatKey: TypeAlias = tuple[bool, float, int]


@dataclass(frozen=True, order=True)
class Waiting:
    """A row that waits to be sent. `due_at` is aware, in UTC.

    `messages`: how many new messages it posts to its chat. `failures`: how many of its tries have failed.
    `doubted_since`: of a row read from the database, since when it may have been sent; `doubt`: its place among those.
    """

    row_id: int
    lane: str
    chat_id: int
    messages: int
    priority: SendPriority
    due_at: datetime
    maybe_sent: bool = False
    failures: int = 0
    doubted_since: datetime | None = None
    doubt: int = 0

    @property
    def key(self) -> Key:
        return not self.maybe_sent, self.doubt if self.maybe_sent else self.priority, self.row_id

    @property
    def is_alarm(self) -> bool:
        return self.priority is SendPriority.ALARM

    @property
    def holds_chat(self) -> bool:
        """Whether no other message may go to the chat before it is known whether this one was sent."""
        return self.maybe_sent and self.messages > 0 and not self.keeps_failing

    @property
    def keeps_failing(self) -> bool:
        return self.failures >= KEEPS_FAILING


@dataclass(frozen=True)
class Selected:
    """Rows to send now, and the seconds until another one may be sent; None when no row waits for a time."""

    rows: Sequence[Waiting]
    wait: float | None


@dataclass
class _Chat:
    heads: list[tuple[Key, Waiting]] = field(default_factory=list)  # a heap: due first rows of lanes
    failing: list[tuple[Key, Waiting]] = field(default_factory=list)  # the same, of rows that keep failing
    is_others_turn: bool = False  # the row tried last keeps failing
    in_flight: int = 0  # rows with new messages; two while the first one's outcome is being recorded
    holding: set[int] = field(default_factory=set)  # rows that hold it and are due later: nothing may overtake them
    offered: int = 0  # rows of transactions that are not committed yet
    in_doubt: dict[int, datetime] = field(default_factory=dict)  # rows that may have been sent, and when they are due
    ready_as: ChatKey | None = None  # its valid entry among the chats with a row to send

    @property
    def is_busy(self) -> bool:
        return self.in_flight > 0

    def next_heap(self) -> list[tuple[Key, Waiting]]:
        """The heap whose first row is next; empty when no row is due."""
        if self.heads and self.failing and not self.is_others_turn:
            return min(self.heads, self.failing, key=lambda heap: heap[0])
        return self.heads or self.failing


@dataclass
class _Lane:
    rows: deque[Waiting] = field(default_factory=deque)
    in_flight: Waiting | None = None
    alarms: set[int] = field(default_factory=set)  # rows that are alarms


class OutboxQueue:
    """The waiting rows. `offer` and `settle_offer` add the rows of a transaction, `select` takes those to send now."""

    def __init__(self, limiter: RateLimiter) -> None:
        self._limiter = limiter
        self._lock = Lock()
        self._doubts = count(1)
        self.clear(with_in_flight=True)

    def clear(self, with_in_flight: bool = False) -> None:
        """Remove the waiting rows, before they are loaded again; with `with_in_flight` those in flight, too."""
        with self._lock:
            in_flight = {} if with_in_flight else self._in_flight
            self._in_flight: dict[int, Waiting] = in_flight
            self._lanes: dict[str, _Lane] = {row.lane: _Lane(in_flight=row) for row in in_flight.values()}
            self._chats: dict[int, _Chat] = {}
            for row in in_flight.values():
                if row.messages:
                    self._chat(row.chat_id).in_flight += 1
            self._ready: list[
                tuple[ChatKey, int]
            ] = []  # a heap: chats with a row to send; outdated entries are skipped
            self._non_messages: list[
                tuple[Key, Waiting]
            ] = []  # heads that post no new message (edits, reactions, answers to presses)
            self._delayed: list[tuple[datetime, int, Waiting]] = []  # heads that are due later
            self._limited: list[
                tuple[float, int]
            ] = []  # chats by the loop time at which their limit allows the next message
            self._is_crowded = False  # rows wait for the limit of all chats together
            self._loop_time = 0.0  # of the last look
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
            new = [row for row in rows if row.row_id not in self._known]
            in_doubt = self._in_order_of_doubt(new)
            for row in new:
                self._add(in_doubt.get(row.row_id, row))

    def offer(self, row: Waiting, now: datetime, loop_time: float, free: int) -> bool:
        """Whether a new row, not committed yet and without an id, may be sent as soon as it is committed.

        True if nothing waits in its lane or for its chat, and the rate limits allow it; then it counts as sent. Call
        `settle_offer` after each offer, when the transaction has ended. `free`: how many more rows may be in flight.
        """
        with self._lock:
            self._loop_time = loop_time
            chat, lane = self._chat(row.chat_id), self._lanes.get(row.lane)
            is_first = lane is None or (lane.in_flight is None and not lane.rows)
            is_free = not (chat.is_busy or chat.next_heap() or chat.holding or chat.offered) or not row.messages
            is_pushing = self._is_crowded and row.messages > 0 and row.chat_id > 0
            chat.offered += 1
            if (
                free <= 0
                or not is_first
                or not is_free
                or is_pushing
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
                chat.in_flight -= 1
            if is_committed and not was_accepted:
                self._add(row)
            self._drop_if_idle(row)

    def select(self, most: int, now: datetime, loop_time: float) -> Selected:
        """Take up to `most` rows to send now; return each by `finish` or `put_back`."""
        with self._lock:
            self._loop_time = loop_time
            self._release_delayed(now)
            self._release_limited(loop_time)
            chosen: list[Waiting] = []
            wait = self._select_non_messages(chosen, most, loop_time)
            self._is_crowded = False
            while len(chosen) < most and (row := self._most_urgent()):
                if not (seconds := self._limiter.wait_for(row.chat_id, loop_time, row.messages, row.is_alarm)):
                    self._take(row)
                    self._count(row, loop_time)
                    self._mark_in_flight(row)
                    chosen.append(row)
                elif of_chat := self._limiter.wait_of_chat(row.chat_id, loop_time, row.messages, row.is_alarm):
                    heapq.heappush(self._limited, (loop_time + of_chat, row.chat_id))
                else:
                    self._push_if_ready(row.chat_id, self._chat(row.chat_id))
                    wait = min(wait or seconds, seconds)
                    self._is_crowded = True
                    break
            waits = [self._limited[0][0] - loop_time] if self._limited else []
            waits += [(self._delayed[0][0] - now).total_seconds()] if self._delayed else []
            return Selected(chosen, min([*waits, *([wait] if wait else [])], default=None))

    def select_after(self, row_id: int, now: datetime, loop_time: float) -> Waiting | None:
        """Take the group's next row while the outcome of a row in flight to it is being recorded; None if none may go.

        Both are in flight then: call `finish` for the first one when its outcome is committed, and return the other one
        as those of `select`. Only groups: among customers the earliest deadline decides.
        """
        with self._lock:
            row = self._in_flight.get(row_id)
            if row is None or not _counts_for_group(row):
                return None
            self._loop_time = loop_time
            self._release_delayed(now)
            chat = self._chat(row.chat_id)
            heap = self._next_heap(chat)
            if not heap or chat.in_flight > 1 or chat.holding:
                return None
            following = heap[0][1]
            if self._seconds_until_allowed(following, loop_time):
                return None
            self._take(following)
            self._count(following, loop_time)
            self._mark_in_flight(following)
            return following

    def finish(self, row_id: int) -> None:
        """The row was sent or given up, or was deleted."""
        with self._lock:
            if row := self._remove_in_flight(row_id):
                self._known.discard(row_id)
                self._lane(row.lane).alarms.discard(row_id)
                self._chat(row.chat_id).in_doubt.pop(row_id, None)
                self._queue_next_of_lane(row.lane)
                self._drop_if_idle(row)

    def put_back(
        self, row_id: int, due_at: datetime, maybe_sent: bool, messages: int | None = None, has_failed: bool = False
    ) -> None:
        """The row is retried at `due_at`; it stays the first of its lane. `messages`: if their number has changed.

        Of several rows of a chat that may have been sent, the one in doubt for longest is retried first: the search for
        a later one must not find its message.
        """
        with self._lock:
            if row := self._remove_in_flight(row_id):
                expected = row.messages if messages is None else messages
                if maybe_sent:
                    due_at = max([due_at, *self._due_before(row)])
                    row = replace(row, doubt=row.doubt or next(self._doubts))
                failures = row.failures + has_failed
                again = replace(row, due_at=due_at, maybe_sent=maybe_sent, messages=expected, failures=failures)
                self._lane(row.lane).rows.appendleft(again)
                self._for_groups += _counts_for_group(again)
                self._put_head(again)

    def prefer_others(self, chat_id: int) -> None:
        """The row tried last in the chat keeps failing: it is the turn of the others."""
        with self._lock:
            self._chat(chat_id).is_others_turn = True

    def pause(self, chat_id: int, seconds: float, loop_time: float) -> None:
        """Telegram asked for no calls to the chat for `seconds`."""
        with self._lock:
            self._limiter.pause(chat_id, seconds, loop_time)

    def note_arrived(self, row_id: int, messages: int, loop_time: float) -> None:
        """Telegram has answered for a row in flight, the last one of its chat: its messages have arrived by now.

        `messages`: how many it has at the least. An album may have grown since it was selected.
        """
        with self._lock:
            row = self._in_flight.get(row_id)
            if row and row.messages:
                self._limiter.recount(row.chat_id, loop_time, row.messages, max(messages, row.messages))

    def count_unexpected(self, chat_id: int, messages: int, loop_time: float) -> None:
        """Count messages that were posted to the chat beyond those expected."""
        with self._lock:
            self._limiter.count(chat_id, loop_time, messages)

    def has_more_for(self, chat_id: int) -> bool:
        """Whether other rows wait for the chat."""
        with self._lock:
            chat = self._chats.get(chat_id)
            return chat is not None and bool(self._next_heap(chat) or chat.offered)

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
        if row.is_alarm:
            lane.alarms.add(row.row_id)
        if lane.in_flight is None and len(lane.rows) == 1:
            self._put_head(row)
        elif row.is_alarm and lane.in_flight is None and not lane.rows[0].is_alarm:
            self._put_head(lane.rows[0])

    def _in_order_of_doubt(self, rows: Iterable[Waiting]) -> dict[int, Waiting]:
        """Those of the rows that may have been sent, by id: none is due before one that is in doubt for longer."""
        found = dict[int, Waiting]()
        messages = (row for row in rows if row.maybe_sent and row.messages)
        for row in sorted(messages, key=lambda row: (row.doubted_since or row.due_at, row.row_id)):
            in_doubt = self._chat(row.chat_id).in_doubt
            due_at = in_doubt[row.row_id] = max([row.due_at, *in_doubt.values()])
            found[row.row_id] = replace(row, due_at=due_at, doubt=next(self._doubts))
        return found

    def _put_head(self, row: Waiting) -> None:
        """Queue the first row of a lane until it is due. It replaces itself when it has another priority now."""
        lane, chat = self._lane(row.lane), self._chat(row.chat_id)
        if lane.alarms:
            row = replace(row, priority=SendPriority.ALARM)
        lane.rows[0] = row
        heapq.heappush(self._delayed, (row.due_at, row.row_id, row))
        if row.maybe_sent and row.messages:
            chat.in_doubt[row.row_id] = row.due_at
        if row.holds_chat:
            chat.holding.add(row.row_id)

    def _put_ready(self, row: Waiting) -> None:
        chat = self._chat(row.chat_id)
        chat.holding.discard(row.row_id)
        heapq.heappush(chat.failing if row.keeps_failing else chat.heads, (row.key, row))
        self._push_if_ready(row.chat_id, chat)

    def _push_if_ready(self, chat_id: int, chat: _Chat) -> None:
        heap = self._next_heap(chat)
        if heap and not chat.is_busy and not chat.holding:
            chat.ready_as = self._chat_key(heap[0][1])
            heapq.heappush(self._ready, (chat.ready_as, chat_id))

    def _chat_key(self, row: Waiting) -> ChatKey:
        if row.chat_id < 0 or row.maybe_sent:
            return row.chat_id > 0, 0.0, row.row_id
        patience = PATIENCE.get(row.priority, PATIENCE[SendPriority.CUSTOMER])
        if self._limiter.has_heard(row.chat_id, self._loop_time, HEARD_SECONDS):
            patience = max(patience, FURTHER_WORDS)
        return True, row.due_at.timestamp() + patience, row.row_id

    def _next_heap(self, chat: _Chat) -> list[tuple[Key, Waiting]]:
        """The chat's heap whose first row is next, without outdated entries before it; empty when no row is due."""
        for heap in (chat.heads, chat.failing):
            while heap and not self._is_head(heap[0][1]):
                heapq.heappop(heap)
        return chat.next_heap()

    def _is_head(self, row: Waiting) -> bool:
        """Whether it is the first row of its lane, as it is now, and may be sent next."""
        lane = self._lanes.get(row.lane)
        return lane is not None and lane.in_flight is None and bool(lane.rows) and lane.rows[0] is row

    def _due_before(self, row: Waiting) -> list[datetime]:
        """When the chat's rows are due that came into doubt before this one."""
        in_doubt = self._chat(row.chat_id).in_doubt
        return [due_at for other, due_at in takewhile(lambda one: one[0] != row.row_id, in_doubt.items())]

    def _release_delayed(self, now: datetime) -> None:
        while self._delayed and self._delayed[0][0] <= now:
            row = heapq.heappop(self._delayed)[2]
            if not self._is_head(row):
                continue
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
            if not self._is_head(row):
                continue
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
            if chat and chat.ready_as == key and not chat.is_busy and not chat.holding:
                chat.ready_as = None
                if heap := self._next_heap(chat):
                    return heap[0][1]
        return None

    def _take(self, row: Waiting) -> None:
        """Take the first row from its chat's heap."""
        chat = self._chat(row.chat_id)
        heapq.heappop(self._next_heap(chat))
        chat.is_others_turn = row.keeps_failing

    def _seconds_until_allowed(self, row: Waiting, loop_time: float) -> float:
        if row.messages:
            return self._limiter.wait_for(row.chat_id, loop_time, row.messages, row.is_alarm)
        return self._limiter.pause_of(row.chat_id, loop_time)

    def _count(self, row: Waiting, loop_time: float) -> None:
        if row.messages:
            self._limiter.count(row.chat_id, loop_time, row.messages)
            self._chat(row.chat_id).in_flight += 1

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
            chat.in_flight -= 1
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
        if chat and not (self._next_heap(chat) or chat.is_busy or chat.holding or chat.offered or chat.in_doubt):
            del self._chats[row.chat_id]


def _counts_for_group(row: Waiting) -> int:
    return int(row.chat_id < 0 and row.messages > 0)
