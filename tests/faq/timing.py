"""Processor time, for tests that nothing takes quadratic time."""

import time
from collections.abc import Callable


def least_time(work: Callable[[], object], times: int = 3) -> float:
    """Seconds of processor time that `work` takes when nothing disturbs it: the least of several runs."""
    took = []
    for _ in range(times):
        begun = time.process_time()
        work()
        took.append(time.process_time() - begun)
    return min(took)
