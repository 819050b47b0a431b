"""Which rows are sent next: one new message to a chat at a time, lanes in order, the most urgent first."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.rate_limiter import Rate, RateLimiter, RateLimits
from bot.delivery.selection import OutboxQueue, Waiting
from bot.desk.notifications import SendPriority

GROUP = -100
NOW = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
SOON = NOW + timedelta(seconds=30)
FREE = Rate(1000, 0.0)
UNLIMITED = RateLimits(FREE, FREE, FREE)


def waiting(
    row_id: int,
    chat_id: int = 1,
    lane: str | None = None,
    messages: int = 1,
    priority: SendPriority = SendPriority.CUSTOMER,
    due_at: datetime = NOW,
    maybe_sent: bool = False,
    failures: int = 0,
) -> Waiting:
    return Waiting(row_id, lane or f"lane {row_id}", chat_id, messages, priority, due_at, maybe_sent, failures)


def queue(*rows: Waiting, limits: RateLimits = UNLIMITED) -> OutboxQueue:
    made = OutboxQueue(RateLimiter(limits))
    made.add(rows)
    return made


def selected(queue: OutboxQueue, now: datetime = NOW, loop_time: float = 0.0, most: int = 64) -> list[int]:
    return [row.row_id for row in queue.select(most, now, loop_time).rows]


def test_one_new_message_to_a_chat_until_it_is_settled() -> None:
    rows = queue(waiting(1), waiting(2), waiting(3, chat_id=2))
    assert selected(rows) == [1, 3]
    assert selected(rows) == []
    rows.finish(1)
    assert selected(rows) == [2]


def test_changes_do_not_wait_for_new_messages() -> None:
    rows = queue(waiting(1), waiting(2, messages=0), waiting(3, messages=0))
    assert sorted(selected(rows)) == [1, 2, 3]


def test_a_lane_is_sent_in_order_even_to_several_chats() -> None:
    rows = queue(waiting(1, lane="a"), waiting(2, chat_id=2, lane="a"), waiting(3, chat_id=3))
    assert selected(rows) == [1, 3]
    rows.finish(1)
    assert selected(rows) == [2]


def test_the_group_is_first_then_answers_then_the_oldest() -> None:
    rows = queue(
        waiting(1, chat_id=1, priority=SendPriority.NOTICE),
        waiting(2, chat_id=2),
        waiting(3, chat_id=3),
        waiting(4, chat_id=4, priority=SendPriority.ANSWER),
        waiting(5, chat_id=GROUP, priority=SendPriority.CARD),
    )
    assert selected(rows) == [5, 4, 2, 3, 1]


def test_first_words_come_before_further_ones() -> None:
    rows = queue(waiting(1))
    assert selected(rows) == [1]
    rows.finish(1)
    rows.add([waiting(2), waiting(3, chat_id=2)])
    assert selected(rows, loop_time=1.0) == [3, 2]


def test_nobody_waits_for_ever_behind_answers() -> None:
    rows = queue(
        waiting(1, chat_id=1, due_at=NOW - timedelta(seconds=61)),
        waiting(2, chat_id=2, priority=SendPriority.ANSWER),
        waiting(3, chat_id=3, due_at=NOW - timedelta(seconds=59)),
    )
    assert selected(rows) == [1, 2, 3]


def test_the_group_keeps_its_share_when_the_limit_of_all_is_used_up() -> None:
    limits = RateLimits(person=FREE, group=FREE, everybody=Rate(2, 1.0))
    rows = queue(*(waiting(number, chat_id=number) for number in range(1, 8)), limits=limits)
    assert selected(rows) == [1, 2]
    rows.add([waiting(9, chat_id=GROUP, priority=SendPriority.CARD)])
    assert selected(rows, loop_time=1.0) == [9, 3]


def test_nobody_pushes_in_while_others_wait_for_the_limit_of_all() -> None:
    limits = RateLimits(person=FREE, group=FREE, everybody=Rate(2, 1.0))
    rows = queue(*(waiting(number, chat_id=number) for number in range(1, 4)), limits=limits)
    assert selected(rows) == [1, 2]
    assert not rows.offer(waiting(0, chat_id=9), NOW, 1.0, free=8)
    assert rows.offer(waiting(0, chat_id=GROUP), NOW, 1.0, free=8), "the group is first"


def test_two_of_a_group_s_messages_a_minute_are_for_alarms() -> None:
    cards = [waiting(number, chat_id=GROUP, priority=SendPriority.CARD) for number in range(1, 30)]
    rows = queue(*cards, limits=RateLimits(everybody=FREE))
    sent = []
    while found := selected(rows):
        sent += found
        rows.finish(found[0])
    assert len(sent) == 18
    rows.add([waiting(number, chat_id=GROUP, priority=SendPriority.ALARM) for number in (30, 31, 32)])
    for number in (30, 31):
        assert selected(rows) == [number]
        rows.finish(number)
    assert selected(rows) == []
    assert selected(rows, loop_time=60.0) == [32]


def test_an_alarm_hurries_what_is_before_it_in_its_lane() -> None:
    rows = queue(
        waiting(1, chat_id=GROUP, lane="staff"),
        waiting(2, chat_id=GROUP, lane="ticket:5", priority=SendPriority.CARD),
        waiting(3, chat_id=GROUP, lane="ticket:5", priority=SendPriority.ALARM),
    )
    for number in (2, 3, 1):
        assert selected(rows) == [number]
        rows.finish(number)
    assert rows.size == 0


def test_what_keeps_failing_takes_turns_with_the_others() -> None:
    failing = [waiting(number, chat_id=GROUP, failures=3) for number in (1, 2)]
    rows = queue(*failing, *(waiting(number, chat_id=GROUP) for number in (3, 4)))
    tried = []
    for _ in range(6):
        [row] = rows.select(1, NOW, 0.0).rows
        tried.append(row.row_id)
        if row.failures:
            rows.put_back(row.row_id, NOW, maybe_sent=False, has_failed=True)
        else:
            rows.finish(row.row_id)
    assert tried == [1, 3, 1, 4, 1, 1]


def test_what_is_in_doubt_holds_its_chat_until_it_was_tried_again() -> None:
    rows = queue(waiting(1, chat_id=GROUP), waiting(2, chat_id=GROUP))
    assert selected(rows) == [1]
    rows.put_back(1, NOW, maybe_sent=True, has_failed=True)
    assert selected(rows) == [1]
    rows.put_back(1, SOON, maybe_sent=True, has_failed=True)
    assert selected(rows) == [2]


def test_of_several_in_doubt_the_one_that_is_in_doubt_longer_is_tried_first() -> None:
    """Its message would be found for the other's."""
    rows = queue(waiting(1, chat_id=GROUP, maybe_sent=True, failures=2, due_at=SOON), waiting(2, chat_id=GROUP))
    assert selected(rows) == [2]
    rows.put_back(2, NOW, maybe_sent=True, has_failed=True)
    assert selected(rows) == []
    assert selected(rows, SOON) == [1]


def test_that_holds_for_those_read_from_the_database_too() -> None:
    """Whatever their ids, priorities and due times are: the one that came into doubt first is found first."""
    earlier, later = NOW - timedelta(seconds=9), NOW - timedelta(seconds=5)
    lately = replace(waiting(1, chat_id=GROUP, maybe_sent=True, failures=2), doubted_since=later)
    urgent = replace(lately, row_id=2, lane="b", priority=SendPriority.ALARM)
    longest = replace(lately, row_id=3, lane="c", doubted_since=earlier, due_at=SOON)
    rows = queue(lately, urgent, longest)
    assert selected(rows) == []
    for number in (3, 1, 2):
        assert selected(rows, SOON) == [number]
        rows.finish(number)


def test_the_group_s_next_row_is_taken_before_the_outcome_of_the_one_before_is_committed() -> None:
    rows = queue(*(waiting(number, chat_id=GROUP) for number in (1, 2, 3)), waiting(4, chat_id=GROUP, lane="lane 1"))
    assert selected(rows) == [1]
    following = rows.select_after(1, NOW, 0.0)
    assert following
    assert following.row_id == 2
    assert rows.select_after(1, NOW, 0.0) is None  # one is enough
    rows.finish(1)
    assert selected(rows) == []  # the second one is in flight
    rows.put_back(2, NOW, maybe_sent=False)  # its transaction was rolled back
    assert selected(rows) == [2]


def test_not_what_a_limit_holds_or_what_may_not_overtake() -> None:
    limits = RateLimits(person=FREE, group=Rate(1, 60.0), everybody=FREE, reserved=0)
    rows = queue(waiting(1, chat_id=GROUP), waiting(2, chat_id=GROUP), limits=limits)
    assert selected(rows) == [1]
    assert rows.select_after(1, NOW, 0.0) is None
    rows = queue(waiting(1, chat_id=GROUP), waiting(2, chat_id=GROUP, lane="lane 1"))
    assert selected(rows) == [1]
    assert rows.select_after(1, NOW, 0.0) is None  # of the same lane
    rows = queue(waiting(1), waiting(2))
    assert selected(rows) == [1]
    assert rows.select_after(1, NOW, 0.0) is None  # among customers the deadlines decide


def test_within_a_chat_too() -> None:
    rows = queue(waiting(1, priority=SendPriority.STAFF), waiting(2))
    assert selected(rows) == [2]


def test_what_is_not_due_waits_and_holds_its_lane_only() -> None:
    rows = queue(waiting(1, lane="a", due_at=SOON), waiting(2, lane="a"), waiting(3))
    found = rows.select(64, NOW, 0.0)
    assert [row.row_id for row in found.rows] == [3]
    assert found.wait == 30.0
    rows.finish(3)
    assert selected(rows, SOON) == [1]


def test_what_may_have_been_sent_holds_its_chat_until_it_is_due_and_is_first_then() -> None:
    rows = queue(waiting(1), waiting(2, due_at=SOON, maybe_sent=True), waiting(3, chat_id=2), waiting(4, messages=0))
    assert sorted(selected(rows)) == [3, 4]
    assert selected(rows, SOON) == [2]
    rows.finish(2)
    assert selected(rows, SOON) == [1]


def test_a_row_that_is_put_back_stays_the_first_of_its_lane() -> None:
    rows = queue(waiting(1, lane="a"), waiting(2, lane="a"))
    assert selected(rows) == [1]
    rows.put_back(1, SOON, maybe_sent=False)
    assert selected(rows) == []
    assert selected(rows, SOON) == [1]


def test_an_album_that_has_grown_counts_in_full() -> None:
    limits = RateLimits(person=Rate(4, 5.0), group=FREE, everybody=FREE)
    rows = queue(waiting(1, lane="a"), waiting(2, lane="b"), limits=limits)
    assert selected(rows) == [1]
    rows.put_back(1, SOON, maybe_sent=False, messages=3)
    assert selected(rows, SOON) == [1]
    rows.finish(1)
    assert selected(rows, SOON) == []


def test_a_limit_holds_only_its_chat_and_is_told() -> None:
    limits = RateLimits(person=Rate(1, 5.0), group=FREE, everybody=FREE)
    rows = queue(waiting(1), waiting(2), waiting(3, chat_id=2), limits=limits)
    assert selected(rows) == [1, 3]
    rows.finish(1)
    found = rows.select(64, NOW, 1.0)
    assert (list(found.rows), found.wait) == ([], 4.0)
    assert selected(rows, loop_time=5.0) == [2]


def test_the_limit_of_all_is_kept_by_those_that_go_together() -> None:
    limits = RateLimits(person=FREE, group=FREE, everybody=Rate(3, 1.0))
    rows = queue(*(waiting(number, chat_id=number) for number in range(1, 8)), limits=limits)
    found = rows.select(64, NOW, 0.0)
    assert [row.row_id for row in found.rows] == [1, 2, 3]
    assert found.wait == 1.0
    assert selected(rows, loop_time=1.0) == [4, 5, 6]


def test_a_pause_holds_changes_too() -> None:
    rows = queue(waiting(1), waiting(2, messages=0), waiting(3, chat_id=2))
    rows.pause(1, 5.0, 0.0)
    assert selected(rows) == [3]
    assert selected(rows, loop_time=5.0) == [2, 1]


def test_a_new_row_is_taken_at_once_when_nothing_waits_before_it() -> None:
    rows = queue()
    new = waiting(0)
    assert rows.offer(new, NOW, 0.0, free=8)
    assert not rows.offer(replace(new, lane="other"), NOW, 0.0, free=8), "another is on its way to the chat"
    rows.settle_offer(replace(new, row_id=1), was_accepted=True, is_committed=True)
    rows.settle_offer(replace(new, row_id=2, lane="other"), was_accepted=False, is_committed=True)
    assert (selected(rows), rows.size) == ([], 2)
    rows.finish(1)
    assert selected(rows) == [2]


def test_a_new_row_goes_past_nothing_that_is_not_committed_yet() -> None:
    rows = queue(limits=RateLimits(person=Rate(1, 5.0), group=FREE, everybody=FREE))
    first, second = waiting(0, lane="a"), waiting(0, lane="b")
    assert rows.offer(first, NOW, 0.0, free=8)
    rows.settle_offer(replace(first, row_id=1), was_accepted=True, is_committed=True)
    rows.finish(1)
    assert not rows.offer(first, NOW, 1.0, free=8), "the limit"
    assert not rows.offer(second, NOW, 9.0, free=8), "the row before it waits"


def test_a_row_whose_transaction_failed_leaves_nothing() -> None:
    rows = queue()
    assert rows.offer(waiting(0), NOW, 0.0, free=8)
    rows.settle_offer(waiting(0), was_accepted=True, is_committed=False)
    assert rows.size == 0
    assert rows.offer(waiting(0), NOW, 0.0, free=8)


def test_nothing_is_offered_when_too_much_is_in_flight_or_it_is_not_due() -> None:
    rows = queue()
    assert not rows.offer(waiting(0), NOW, 0.0, free=0)
    assert not rows.offer(waiting(0, chat_id=2, due_at=SOON), NOW, 0.0, free=8)


def test_read_anew_what_is_in_flight_stays_in_flight() -> None:
    rows = queue(waiting(1), waiting(2))
    assert selected(rows) == [1]
    rows.clear()
    rows.add([waiting(1), waiting(2), waiting(3)])
    assert (selected(rows), rows.size) == ([], 3)
    rows.finish(1)
    assert selected(rows) == [2]


@settings(deadline=None)
@given(
    shapes=st.lists(st.tuples(st.sampled_from((GROUP, 1, 2)), st.sampled_from("abc"), st.integers(0, 2)), max_size=25),
    luck=st.randoms(use_true_random=False),
)
def test_each_is_sent_once_lanes_in_order_and_one_message_to_a_chat(
    shapes: list[tuple[int, str, int]], luck: Random
) -> None:
    """For every outcome of each try: sent, retried, maybe sent, or reloaded from the database in between."""
    all_rows = [
        waiting(number, chat_id=chat, lane=lane, messages=messages)
        for number, (chat, lane, messages) in enumerate(shapes, 1)
    ]
    rows, now, sent, flying = queue(*all_rows), NOW, list[int](), dict[int, Waiting]()
    for _ in range(500):
        now += timedelta(seconds=1)
        for row in rows.select(luck.randint(1, 4), now, 0.0).rows:
            assert not row.messages or all(one.chat_id != row.chat_id for one in flying.values() if one.messages)
            flying[row.row_id] = row
        for row_id in list(flying):
            match luck.choice(("sent", "again", "maybe", "slow")):
                case "sent":
                    following = rows.select_after(row_id, now, 0.0)
                    rows.finish(row_id)
                    sent.append(row_id)
                    del flying[row_id]
                    if following:
                        flying[following.row_id] = following
                case "again" | "maybe" as how:
                    rows.put_back(row_id, now + timedelta(seconds=2), maybe_sent=how == "maybe")
                    del flying[row_id]
        if luck.random() < 0.05:
            rows.clear()
            rows.add(row for row in all_rows if row.row_id not in sent)
        if len(sent) == len(all_rows):
            break
    assert sorted(sent) == [row.row_id for row in all_rows]
    assert rows.size == 0
    for lane in "abc":
        of_lane = [row.row_id for row in all_rows if row.lane == lane]
        assert [row_id for row_id in sent if row_id in of_lane] == of_lane
