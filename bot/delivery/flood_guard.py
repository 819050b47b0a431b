"""Limits button presses and commands of one chat to 60 a minute. Safe to drop: the sender can press again.

The counts are kept in memory only; they matter for a minute.
"""

from collections import deque
from datetime import datetime, timedelta

MOST, SPAN = 60, timedelta(minutes=1)  # updates of one chat, and in what time
CHATS = 10_000  # beyond this many, chats without recent updates are dropped


class FloodGuard:
    """Remembers when the last updates of each chat came."""

    def __init__(self) -> None:
        self._moments: dict[str, deque[datetime]] = {}

    def is_flooding(self, lane: str, now: datetime) -> bool:
        """Count an update; whether the chat has sent more than `MOST` within `SPAN`. `now` is aware."""
        if len(self._moments) > CHATS:
            self._moments = {chat: when for chat, when in self._moments.items() if when[-1] > now - SPAN}
        moments = self._moments.setdefault(lane, deque(maxlen=MOST + 1))
        moments.append(now)
        return len(moments) > MOST and moments[0] > now - SPAN
