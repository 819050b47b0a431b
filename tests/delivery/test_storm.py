"""A storm in the time of the test: two thousand customers write within a minute, and Telegram's limits hold.

All are told in time, a sure question asked meanwhile is answered soon, and the group gets all its messages.
"""

import heapq
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

from bot.delivery.rate_limiter import RateLimiter
from bot.delivery.selection import OutboxQueue, Waiting
from bot.desk.notifications import SendPriority

NIGHT = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
GROUP = -100
CUSTOMERS, SECONDS = 2_000, 60.0
ASKS_EVERY = 3.0
LATENCY = 0.2  # seconds that a call takes
STEP = 0.01
FIRST_ASKER = 10_000


def arrivals(seconds: float) -> Iterator[tuple[float, list[Waiting]]]:
    """When rows are written, and which: notices with cards, and now and then a sure answer."""
    numbers = count(1)

    def row(chat_id: int, lane: str, priority: SendPriority, at: float, messages: int = 1) -> Waiting:
        return Waiting(next(numbers), lane, chat_id, messages, priority, NIGHT + timedelta(seconds=at))

    events = [(number * seconds / CUSTOMERS, number + 1) for number in range(CUSTOMERS)]
    events += [(number * ASKS_EVERY, FIRST_ASKER + number) for number in range(int(seconds / ASKS_EVERY) + 10)]
    for at, chat in sorted(events):
        if chat >= FIRST_ASKER:
            yield at, [row(chat, f"customer:{chat}", SendPriority.ANSWER, at)]
        else:
            notice = row(chat, f"customer:{chat}", SendPriority.CUSTOMER, at)
            yield at, [notice, row(GROUP, f"ticket:{chat}", SendPriority.CARD, at, messages=2)]


def delivered(seconds: float, until: float) -> list[tuple[float, Waiting]]:
    """What is sent up to that second, and when."""
    queue, sent = OutboxQueue(RateLimiter()), list[tuple[float, Waiting]]()
    flying, coming, now = list[tuple[float, int]](), list(arrivals(seconds)), 0.0
    while now < until:
        while coming and coming[0][0] <= now:
            queue.add(coming.pop(0)[1])
        while flying and flying[0][0] <= now:
            queue.finish(heapq.heappop(flying)[1])
        for row in queue.select(64 - len(flying), NIGHT + timedelta(seconds=now), now).rows:
            sent.append((now, row))
            heapq.heappush(flying, (now + LATENCY, row.row_id))
        now += STEP
    return sent


def test_all_are_told_in_time_and_the_group_gets_its_share() -> None:
    sent = delivered(SECONDS, until=180.0)
    told = [at for at, row in sent if row.priority is SendPriority.CUSTOMER]
    assert len(told) == CUSTOMERS
    assert max(told) < SECONDS + 90.0
    for minute in (0, 1, 2):
        slots = sum(row.messages for at, row in sent if row.chat_id == GROUP and minute * 60 <= at < minute * 60 + 60)
        assert 0.85 * 20 <= slots <= 20


def test_a_sure_question_is_answered_at_once_even_if_all_write_in_ten_seconds() -> None:
    for seconds in (SECONDS, 10.0):
        waits = [
            at - (row.due_at - NIGHT).total_seconds()
            for at, row in delivered(seconds, until=120.0)
            if row.priority is SendPriority.ANSWER
        ]
        assert len(waits) >= seconds / ASKS_EVERY
        assert max(waits) < 15.0


def test_no_second_has_more_messages_than_telegram_takes() -> None:
    moments = [at for at, row in delivered(SECONDS, until=120.0) for _ in range(row.messages)]
    assert all(later - first >= 1.0 - STEP for first, later in zip(moments, moments[30:], strict=False))
