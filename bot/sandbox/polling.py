"""getUpdates: one poller at a time, who waits for what comes."""

import contextlib
import time

from bot.sandbox.changes import Changes
from bot.sandbox.errors import conflict
from bot.sandbox.updates import MOST_AT_ONCE, Updates
from bot.sandbox.wire import Json

_ENDED = "terminated by other getUpdates request; make sure that only one bot instance is running"
_BETWEEN_POLLS = 3.0  # seconds
LONGEST = 50  # seconds


class Polling:
    """Whose turn it is to poll. A newer poller ends an older one, which then learns of it by error 409."""

    def __init__(self) -> None:
        self._turn: object | None = None
        self._answered_at = -_BETWEEN_POLLS

    @property
    def is_waiting(self) -> bool:
        """Somebody's poll is open right now."""
        return self._turn is not None

    @property
    def is_going_on(self) -> bool:
        """Somebody polls, or has just been answered and will be back."""
        return self.is_waiting or time.monotonic() - self._answered_at < _BETWEEN_POLLS

    def end(self, changes: Changes) -> None:
        self._turn = None
        changes.happened()

    async def poll(self, updates: Updates, changes: Changes, limit: int, timeout: int) -> list[Json]:  # noqa: ASYNC109
        """Updates, at the latest after `timeout` seconds of real time. Raises BotApiError 409 when it was ended."""
        self._turn = turn = object()
        changes.happened()
        try:
            with contextlib.suppress(TimeoutError):
                seconds = min(max(timeout, 0), LONGEST)
                await changes.until(lambda: len(updates) > 0 or self._turn is not turn, seconds)
            if self._turn is not turn:
                raise conflict(_ENDED)
        finally:
            if self._turn is turn:
                self.end(changes)
        self._answered_at = time.monotonic()
        found = updates.first(min(limit if limit > 0 else MOST_AT_ONCE, MOST_AT_ONCE))
        updates.delivered += found
        return found
