"""Which rows go now: one new message to a chat at a time, and none past one that is in doubt."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.rate_limiter import Rate, RateLimiter, RateLimits
from bot.delivery.selection import Errand, choose
from storage.models import OutboxRow

NOW = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
SOON = NOW + timedelta(seconds=30)


def errand(chat_id: int, is_new: bool = True, due_at: datetime = NOW) -> Errand:
    return Errand(OutboxRow(id=1, lane="x", action="say", due_at=due_at), chat_id, is_new)


def chosen(*waiting: Errand, filling: tuple[int, ...] = (), limiter: RateLimiter | None = None) -> list[int]:
    """The places of those that may go."""
    errands = choose(waiting, filling, limiter or RateLimiter(), NOW, 0.0).errands
    return [place for place, one in enumerate(waiting) if any(one is other for other in errands)]


def test_one_new_message_to_a_chat() -> None:
    assert chosen(errand(1), errand(1), errand(2)) == [0, 2]


def test_none_where_one_is_on_its_way() -> None:
    assert chosen(errand(1), errand(2), filling=(1,)) == [1]


def test_changes_need_not_wait_for_that() -> None:
    assert chosen(errand(1, is_new=False), errand(1, is_new=False), filling=(1,)) == [0, 1]


def test_what_is_in_doubt_and_not_due_holds_its_chat() -> None:
    assert chosen(errand(1, due_at=SOON), errand(1), errand(2)) == [2]


def test_what_is_limited_is_told_when_it_may_go() -> None:
    limiter = RateLimiter()
    limiter.pause(1, 5.0, now=0.0)
    waiting = [errand(1), errand(1, is_new=False), errand(2)]
    found = choose(waiting, (), limiter, NOW, 0.0)
    assert found.errands == [waiting[2]]
    assert found.wait == 5.0
    assert choose([errand(2)], (), limiter, NOW, 0.0).wait is None


def test_those_that_go_together_are_counted_together() -> None:
    limiter = RateLimiter(RateLimits(everybody=Rate(5, 1.0)))
    limiter.count(9, now=0.0, messages=2)
    found = choose([errand(chat) for chat in range(1, 8)], (), limiter, NOW, 0.5)
    assert [one.chat_id for one in found.errands] == [1, 2, 3]
    assert found.wait == 0.5


@given(st.lists(st.builds(errand, st.integers(1, 3), st.booleans(), st.sampled_from([NOW, SOON])), max_size=20))
def test_never_two_new_ones_and_always_in_order(waiting: list[Errand]) -> None:
    errands = choose(waiting, (), RateLimiter(), NOW, 0.0).errands
    for chat in (1, 2, 3):
        new = [one for one in errands if one.is_new and one.chat_id == chat]
        assert len(new) <= 1
        first = next((one for one in waiting if one.is_new and one.chat_id == chat), None)
        assert all(one is first for one in new)
