"""How fast Telegram lets us send: about one message a second to a person, twenty a minute to a group, thirty a second
to everybody together.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this . Short bursts are let through, so a
limit holds for any window of its length. A 429 pauses only its own chat. Times are those of the event loop, seconds.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

CHATS = 10_000  # so many are remembered at least


@dataclass(frozen=True)
class Rate:
    """At most `count` messages in any `seconds`."""

    count: int
    seconds: float


@dataclass(frozen=True)
class RateLimits:
    person: Rate = Rate(5, 5.0)
    group: Rate = Rate(20, 60.0)
    everybody: Rate = Rate(30, 1.0)

    def of(self, chat_id: int) -> Rate:
        """Groups have negative ids."""
        return self.group if chat_id < 0 else self.person


class Window:
    """When the last messages went out."""

    def __init__(self, pace: Rate) -> None:
        self._pace = pace
        self._sent: deque[float] = deque(maxlen=pace.count)

    def wait(self, now: float, messages: int) -> float:
        """Seconds until so many fit in; more than ever fit in have to find the window empty."""
        in_the_way = len(self._sent) + min(messages, self._pace.count) - self._pace.count
        return max(self._sent[in_the_way - 1] + self._pace.seconds - now, 0.0) if in_the_way > 0 else 0.0

    def count(self, now: float, messages: int) -> None:
        self._sent.extend([now] * messages)

    def recent(self, now: float) -> list[float]:
        """When those went out that still count."""
        return [sent for sent in self._sent if sent > now - self._pace.seconds]

    def recall(self, sent: Iterable[float]) -> None:
        """Messages that went out from somewhere else, oldest first."""
        self._sent.extend(sent)


@dataclass
class RateLimiter:
    """Says how long to wait before the next messages to a chat, and counts what was sent."""

    limits: RateLimits = RateLimits()
    _chats: dict[int, Window] = field(default_factory=dict)
    _paused_until: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.everybody = Window(self.limits.everybody)

    def wait_for(self, chat_id: int, now: float, messages: int = 1, ahead: int = 0) -> float:
        """Seconds until so many new messages may go out to the chat, after `ahead` others to anybody."""
        return max(self.wait_of_chat(chat_id, now, messages), self.everybody.wait(now, messages + ahead))

    def wait_of_chat(self, chat_id: int, now: float, messages: int = 1) -> float:
        """The same for the chat's own limit and pause alone."""
        window = self._chats.get(chat_id)
        return max(self.pause_of(chat_id, now), window.wait(now, messages) if window else 0.0)

    def pause_of(self, chat_id: int, now: float) -> float:
        """Seconds for which Telegram wants no call at all for the chat."""
        return max(self._paused_until.get(chat_id, now) - now, 0.0)

    def count(self, chat_id: int, now: float, messages: int = 1) -> None:
        """So many messages go out to the chat."""
        if len(self._chats) > CHATS:
            self._chats = {chat: window for chat, window in self._chats.items() if window.recent(now)}
        self.window_of(chat_id).count(now, messages)
        self.everybody.count(now, messages)

    def window_of(self, chat_id: int) -> Window:
        return self._chats.setdefault(chat_id, Window(self.limits.of(chat_id)))

    def pause(self, chat_id: int, seconds: float, now: float) -> None:
        """Telegram asked this chat to wait."""
        self._paused_until = {chat: until for chat, until in self._paused_until.items() if until > now}
        self._paused_until[chat_id] = max(self._paused_until.get(chat_id, now), now + seconds)
