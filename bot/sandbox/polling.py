"""getUpdates: long polling by one client at a time."""

import contextlib
import time

from bot.sandbox.api_json import Json
from bot.sandbox.changes import Changes
from bot.sandbox.errors import conflict
from bot.sandbox.updates import MOST_AT_ONCE, Updates

_ENDED = "terminated by other getUpdates request; make sure that only one bot instance is running"
_BETWEEN_POLLS = 3.0  # seconds
LONGEST = 50  # seconds


class Polling:
    """The current poller. A newer poll ends an older one with error 409, as in Telegram."""

    def __init__(self) -> None:
        self._turn: object | None = None
        self._answered_at = -_BETWEEN_POLLS

    @property
    def is_waiting(self) -> bool:
        """Whether a poll is open."""
        return self._turn is not None

    @property
    def is_going_on(self) -> bool:
        """Whether a poll is open or was answered within the last seconds."""
        return self.is_waiting or time.monotonic() - self._answered_at < _BETWEEN_POLLS

    def end(self, changes: Changes) -> None:
        self._turn = None
        changes.happened()

    async def poll(self, updates: Updates, changes: Changes, limit: int, timeout: int) -> list[Json]:  # noqa: ASYNC109
        """Wait for updates up to `timeout` seconds of real time. Raises BotApiError 409 when a newer poll starts."""
        self._turn = turn = object()
        changes.happened()
        try:
            with contextlib.suppress(TimeoutError):
                seconds = min(max(timeout, 0), LONGEST)
                await changes.until(lambda: updates.first(1) or self._turn is not turn, seconds)
            if self._turn is not turn:
                raise conflict(_ENDED)
        finally:
            if self._turn is turn:
                self.end(changes)
        self._answered_at = time.monotonic()
        found = updates.first(min(limit if limit > 0 else MOST_AT_ONCE, MOST_AT_ONCE))
        updates.delivered += found
        return found
