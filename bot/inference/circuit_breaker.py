"""Leaves a failing server alone for a while: questions don't wait for what will fail.

After three failures in a row nothing is asked for 30 seconds, then one call is let through; each time that one fails,
too, the pause doubles, up to ten minutes.
"""

import time
from collections.abc import Callable
from threading import Lock

FAILURES = 3
FIRST_PAUSE = 30.0  # seconds
LONGEST_PAUSE = 600.0


class CircuitBreaker:
    """Its state of one server. May be used by several threads."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = Lock()
        self._failures = 0
        self._closed_until = 0.0  # when the next call is let through

    def lets_through(self) -> bool:
        """Whether to make a call now. While it pauses, the one that ends the pause is let through alone."""
        with self._lock:
            if self._failures < FAILURES:
                return True
            now = self._monotonic()
            if now < self._closed_until:
                return False
            self._closed_until = now + self._pause()
            return True

    def succeeded(self) -> bool:
        """Whether it had failed before."""
        with self._lock:
            had_failed, self._failures = self._failures > 0, 0
            return had_failed

    def failed(self) -> bool:
        """Whether the server is left alone from now on, and was not before."""
        with self._lock:
            self._failures += 1
            if self._failures >= FAILURES:
                self._closed_until = self._monotonic() + self._pause()
            return self._failures == FAILURES

    def _pause(self) -> float:
        return float(min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(10, max(0, self._failures - FAILURES))))
