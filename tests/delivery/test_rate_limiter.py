"""Limits hold in any window of time, and one chat never waits for another."""

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.rate_limiter import CHATS, Rate, RateLimiter, RateLimits

PERSON, OTHER, GROUP = 7, 8, -100
PACES = st.builds(Rate, st.integers(1, 8), st.floats(0.1, 60))
STEPS = st.lists(st.tuples(st.sampled_from([PERSON, OTHER, GROUP]), st.floats(0, 5)), max_size=80)
NO_MATTER = Rate(10_000, 1.0)


def sent_at(limiter: RateLimiter, steps: list[tuple[int, float]]) -> dict[int, list[float]]:
    """Send to a chat after each span as soon as the limiter allows it; returns the times of sending."""
    now, sent = 0.0, dict[int, list[float]]()
    for chat, span in steps:
        now += span
        now += limiter.wait_for(chat, now)
        limiter.count(chat, now)
        sent.setdefault(chat, []).append(now)
    return sent


@given(PACES, st.lists(st.tuples(st.integers(1, 10), st.floats(0, 5)), max_size=40))
def test_several_messages_at_once_count_each(pace: Rate, steps: list[tuple[int, float]]) -> None:
    """More messages than the window's limit are sent when the window is empty."""
    limiter, now, sent = RateLimiter(RateLimits(pace, pace, NO_MATTER)), 0.0, list[float]()
    for messages, span in steps:
        now += span
        now += limiter.wait_for(GROUP, now, messages)
        in_window = sum(1 for moment in sent if moment > now - pace.seconds * 0.999999)
        assert in_window + messages <= max(pace.count, messages)
        limiter.count(GROUP, now, messages)
        sent += [now] * messages


@given(PACES, PACES, STEPS)
def test_no_window_has_more_than_is_allowed(person: Rate, group: Rate, steps: list[tuple[int, float]]) -> None:
    limits = RateLimits(person, group, NO_MATTER)
    for chat, moments in sent_at(RateLimiter(limits), steps).items():
        pace = limits.of(chat)
        for first, later in zip(moments, moments[pace.count :], strict=False):
            assert later - first >= pace.seconds * 0.999999


@given(PACES, STEPS)
def test_nor_have_all_chats_together(everybody: Rate, steps: list[tuple[int, float]]) -> None:
    sent = sent_at(RateLimiter(RateLimits(NO_MATTER, NO_MATTER, everybody)), steps)
    moments = sorted(moment for chat in sent.values() for moment in chat)
    for first, later in zip(moments, moments[everybody.count :], strict=False):
        assert later - first >= everybody.seconds * 0.999999


@given(PACES, st.lists(st.floats(0, 5), max_size=30), st.floats(1, 1000))
def test_a_chat_goes_as_fast_as_if_it_were_alone(pace: Rate, spans: list[float], pause: float) -> None:
    """Whatever else is sent, and whoever else is paused."""
    limits = RateLimits(pace, pace, NO_MATTER)
    alone = sent_at(RateLimiter(limits), [(PERSON, span) for span in spans])
    busy = RateLimiter(limits)
    busy.pause(OTHER, pause, 0.0)
    now = 0.0
    together = []
    for span in spans:
        now += span
        busy.count(GROUP, now)
        now += busy.wait_for(PERSON, now)
        busy.count(PERSON, now)
        together.append(now)
    assert together == alone.get(PERSON, [])


def test_a_pause_holds_every_call_to_its_chat_until_it_is_over() -> None:
    limiter = RateLimiter()
    limiter.pause(GROUP, 30, now=100)
    limiter.pause(GROUP, 5, now=101)
    assert limiter.wait_for(GROUP, 101) == limiter.pause_of(GROUP, 101) == 29
    assert limiter.wait_for(GROUP, 130) == limiter.pause_of(GROUP, 130) == 0


def test_twenty_a_minute_go_to_a_group() -> None:
    limiter = RateLimiter()
    for number in range(20):
        assert limiter.wait_for(GROUP, 0.0) == (0 if number < 18 else 60), "two are reserved"
        assert limiter.wait_for(GROUP, 0.0, is_alarm=True) == 0
        limiter.count(GROUP, 0.0)
    assert limiter.wait_for(GROUP, 0.0, is_alarm=True) == 60
    assert limiter.wait_for(PERSON, 0.0) == 0


def test_what_is_remembered_of_chats_does_not_grow_for_ever() -> None:
    limiter, held = RateLimiter(), []
    tracemalloc.start()
    for chat in range(3 * CHATS):
        limiter.pause(chat, 0.5, now=float(chat))
        limiter.count(chat, now=float(chat))
        held.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    assert max(held[2 * CHATS :]) < 1.2 * max(held[: 2 * CHATS])


@given(st.integers(1, 18), st.floats(0.0, 5.0), st.floats(0.0, 5.0))
def test_what_arrives_late_counts_from_then(messages: int, first_takes: float, second_takes: float) -> None:
    """Telegram counts what arrives: nothing more arrives within a minute, however long each was on its way."""
    limiter, group = RateLimiter(), RateLimits().group
    limiter.count(GROUP, 0.0, messages)
    limiter.recount(GROUP, first_takes, messages, messages)
    sent = first_takes + limiter.wait_for(GROUP, first_takes, group.count)
    limiter.count(GROUP, sent, group.count)
    limiter.recount(GROUP, sent + second_takes, group.count, group.count)
    assert sent >= first_takes + group.seconds
    assert limiter.wait_for(GROUP, sent + second_takes) >= group.seconds * 0.999999


def test_an_album_that_grew_on_its_way_counts_in_full() -> None:
    limiter = RateLimiter()
    limiter.count(GROUP, 0.0, 3)
    limiter.recount(GROUP, 1.0, 3, 5)
    assert limiter.wait_for(GROUP, 1.0, 13) == 0.0
    assert limiter.wait_for(GROUP, 1.0, 14) == 60.0
