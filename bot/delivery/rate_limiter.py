"""Telegram's rate limits for sending: about one message a second to a person, 20 a minute to a group, 30 a second in
total.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this . Telegram allows short bursts, so each
limit is a count in a sliding window. A few of a group's messages are reserved for alarms. A 429 pauses only its own
chat. Times are in seconds on any one monotonic clock.
"""

import math
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

CHATS = 10_000  # beyond this many, chats without recent messages are dropped


@dataclass(frozen=True)
class Rate:
    """At most `count` messages in any `seconds`."""

    count: int
    seconds: float


@dataclass(frozen=True)
class RateLimits:
    person: Rate = Rate(5, 5.0)
    group: Rate = Rate(20, 60.0)
    everybody: Rate = Rate(28, 1.0)  # calls bunch a little on their way to Telegram, which counts 30
    reserved: int = 2  # of a group's messages, for alarms

    def of(self, chat_id: int) -> Rate:
        """Groups have negative ids."""
        return self.group if chat_id < 0 else self.person


class Window:
    """When the last messages were sent: a sliding window."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._sent: deque[float] = deque(maxlen=rate.count)

    def wait(self, now: float, messages: int) -> float:
        """Seconds until `messages` more fit in. More than the window's count have to wait until it is empty."""
        excess = len(self._sent) + min(messages, self._rate.count) - self._rate.count
        return max(self._sent[excess - 1] + self._rate.seconds - now, 0.0) if excess > 0 else 0.0

    def count(self, now: float, messages: int) -> None:
        self._sent.extend([now] * messages)

    def recount(self, now: float, counted: int, messages: int) -> None:
        """The last ones `counted` were `messages`, and on their way until now."""
        for _ in range(min(counted, len(self._sent))):
            self._sent.pop()
        self.count(now, messages)

    @property
    def last_sent(self) -> float:
        return self._sent[-1] if self._sent else -math.inf

    def recent(self, now: float) -> list[float]:
        """The send times that still count, oldest first."""
        return [sent for sent in self._sent if sent > now - self._rate.seconds]

    def load(self, sent: Iterable[float]) -> None:
        """Count messages that another machine sent; `sent` are their times, oldest first."""
        self._sent.extend(sent)


@dataclass
class RateLimiter:
    """Tells how long to wait before the next messages to a chat, and counts the messages sent."""

    limits: RateLimits = RateLimits()
    _chats: dict[int, Window] = field(default_factory=dict)
    _paused_until: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.everybody = Window(self.limits.everybody)

    def wait_for(self, chat_id: int, now: float, messages: int = 1, is_alarm: bool = False) -> float:
        """Seconds until so many new messages may be sent to the chat."""
        return max(self.wait_of_chat(chat_id, now, messages, is_alarm), self.everybody.wait(now, messages))

    def wait_of_chat(self, chat_id: int, now: float, messages: int = 1, is_alarm: bool = False) -> float:
        """The same for the chat's own limit and pause alone."""
        window = self._chats.get(chat_id)
        reserved = self.limits.reserved if chat_id < 0 and not is_alarm else 0
        return max(self.pause_of(chat_id, now), window.wait(now, messages + reserved) if window else 0.0)

    def has_heard(self, chat_id: int, now: float, within: float) -> bool:
        """Whether a message was sent to the chat within the last seconds."""
        window = self._chats.get(chat_id)
        return window is not None and window.last_sent > now - within

    def pause_of(self, chat_id: int, now: float) -> float:
        """Seconds for which Telegram wants no call at all for the chat."""
        return max(self._paused_until.get(chat_id, now) - now, 0.0)

    def count(self, chat_id: int, now: float, messages: int = 1) -> None:
        """Count messages sent to the chat now."""
        if len(self._chats) > CHATS:
            self._chats = {chat: window for chat, window in self._chats.items() if window.recent(now)}
        self.window_of(chat_id).count(now, messages)
        self.everybody.count(now, messages)

    def recount(self, chat_id: int, now: float, counted: int, messages: int) -> None:
        """The last ones `counted` for the chat were `messages`, and may have arrived only now: that is what counts."""
        self.window_of(chat_id).recount(now, counted, messages)

    def window_of(self, chat_id: int) -> Window:
        return self._chats.setdefault(chat_id, Window(self.limits.of(chat_id)))

    def pause(self, chat_id: int, seconds: float, now: float) -> None:
        """Telegram asked for no calls to this chat for `seconds`."""
        self._paused_until = {chat: until for chat, until in self._paused_until.items() if until > now}
        self._paused_until[chat_id] = max(self._paused_until.get(chat_id, now), now + seconds)
