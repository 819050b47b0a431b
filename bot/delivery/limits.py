"""How fast Telegram lets us send: about one message a second to a person, twenty a minute to a group, thirty a second
to everybody together.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this . Short bursts are let through, so a
limit holds for any window of its length. A 429 pauses only its own chat. Times are those of the event loop, seconds.
"""

from collections import deque
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Pace:
    """At most `count` messages in any `seconds`."""

    count: int
    seconds: float


@dataclass(frozen=True)
class Limits:
    person: Pace = Pace(5, 5.0)
    group: Pace = Pace(20, 60.0)
    everybody: Pace = Pace(30, 1.0)

    def of(self, chat_id: int) -> Pace:
        """Groups have negative ids."""
        return self.group if chat_id < 0 else self.person


class _Window:
    """When the last messages went out."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._sent: deque[float] = deque(maxlen=pace.count)

    def wait(self, now: float) -> float:
        is_full = len(self._sent) == self._pace.count
        return max(self._sent[0] + self._pace.seconds - now, 0.0) if is_full else 0.0

    def count(self, now: float) -> None:
        self._sent.append(now)


@dataclass
class Limiter:
    """Says how long to wait before the next message to a chat, and counts what was sent."""

    limits: Limits = Limits()
    _chats: dict[int, _Window] = field(default_factory=dict)
    _paused_until: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._everybody = _Window(self.limits.everybody)

    def wait_for(self, chat_id: int, now: float) -> float:
        """Seconds until a new message may go out to the chat."""
        chat = self._chats.get(chat_id)
        return max(self.pause_of(chat_id, now), self._everybody.wait(now), chat.wait(now) if chat else 0.0)

    def pause_of(self, chat_id: int, now: float) -> float:
        """Seconds for which Telegram wants no call at all for the chat."""
        return max(self._paused_until.get(chat_id, now) - now, 0.0)

    def count(self, chat_id: int, now: float) -> None:
        """A message goes out to the chat."""
        self._chats.setdefault(chat_id, _Window(self.limits.of(chat_id))).count(now)
        self._everybody.count(now)

    def pause(self, chat_id: int, seconds: float, now: float) -> None:
        """Telegram asked this chat to wait."""
        self._paused_until[chat_id] = max(self._paused_until.get(chat_id, now), now + seconds)
