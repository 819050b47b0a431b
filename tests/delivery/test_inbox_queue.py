"""InboxQueue: oldest updates first, each lane in order, one update of a lane at a time."""

from datetime import UTC, datetime, timedelta

from bot.delivery.inbox import InboxQueue
from storage.inbox import Update

NOW = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
SOON = NOW + timedelta(seconds=2)


def update(number: int, lane: str = "5", due_at: datetime = NOW) -> Update:
    return Update(number, lane, "{}", NOW, due_at)


def queue(*updates: Update) -> InboxQueue:
    made = InboxQueue()
    made.add(updates)
    return made


def taken(queue: InboxQueue, now: datetime = NOW, most: int = 32) -> list[int]:
    return [one.id for one in queue.take(most, now)]


def test_the_oldest_of_each_lane() -> None:
    waiting = queue(update(1, "5"), update(2, "5"), update(3, "6"))
    assert taken(waiting) == [1, 3]
    assert taken(waiting) == []
    waiting.finish(update(1, "5"))
    assert taken(waiting) == [2]


def test_no_more_than_asked_for() -> None:
    waiting = queue(update(1, "5"), update(2, "6"), update(3, "7"))
    assert taken(waiting, most=2) == [1, 2]
    assert taken(waiting) == [3]


def test_one_that_failed_holds_its_lane_only() -> None:
    waiting = queue(update(1, "5"), update(2, "5"), update(3, "6"))
    first, _ = waiting.take(32, NOW)
    waiting.put_back(first, SOON)
    waiting.finish(update(3, "6"))
    assert taken(waiting) == []
    [again] = waiting.take(32, SOON)
    assert (again.id, again.attempts) == (1, 1)


def test_what_comes_out_of_order_is_put_in_order() -> None:
    waiting = queue(update(7), update(9))
    waiting.add([update(8), update(6)])
    order = []
    for _ in range(4):
        [one] = waiting.take(32, NOW)
        order.append(one.id)
        waiting.finish(one)
    assert order == [6, 7, 8, 9]


def test_one_that_is_known_is_there_once() -> None:
    waiting = queue(update(1))
    waiting.add([update(1)])
    assert waiting.size == 1
    assert taken(waiting) == [1]
    waiting.add([update(1)])
    assert taken(waiting) == []
    waiting.finish(update(1))
    assert (waiting.size, waiting.in_flight, taken(waiting)) == (0, 0, [])
