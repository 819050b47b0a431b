"""Who presses and commands faster than a person does: nothing of theirs is lost by not doing it.

Kept in memory: what it holds back is not worth a row, and a minute later it has to be forgotten anyway.
"""

from collections import deque
from datetime import datetime, timedelta

MOST, SPAN = 60, timedelta(minutes=1)  # updates of one chat
CHATS = 10_000  # so many are remembered at least


class FloodGuard:
    """The last moments at which something came from each chat."""

    def __init__(self) -> None:
        self._moments: dict[str, deque[datetime]] = {}

    def is_flooding(self, lane: str, now: datetime) -> bool:
        """Count an update of the chat; whether more than `MOST` have come within `SPAN`."""
        if len(self._moments) > CHATS:
            self._moments = {chat: when for chat, when in self._moments.items() if when[-1] > now - SPAN}
        moments = self._moments.setdefault(lane, deque(maxlen=MOST + 1))
        moments.append(now)
        return len(moments) > MOST and moments[0] > now - SPAN
