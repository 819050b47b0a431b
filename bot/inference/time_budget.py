"""How long all calls of one piece of work may take together, whatever makes them.

A message is matched several times, so that calls that are each in time could add up to more than the reading has.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_ends: ContextVar[float | None] = ContextVar("time_budget_ends", default=None)  # time.monotonic()


@contextmanager
def time_budget(seconds: float) -> Iterator[None]:
    """Calls made in the block take so many seconds of the clock on the wall, all together."""
    token = _ends.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends.reset(token)


def seconds_left(most: float) -> float:
    """How long a call may take that would take `most` without a budget; 0 or less when there is no time left."""
    ends = _ends.get()
    return most if ends is None else min(most, ends - time.monotonic())
