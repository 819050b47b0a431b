"""Telegram's flood limits (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this)."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.errors import too_many_requests

GROUP_A_MINUTE = 20
PRIVATE_A_SECOND = 1
PRIVATE_BURST = 5
ALL_A_SECOND = 30

_ALL_CHATS = 0  # no chat has this id


@dataclass
class _Bucket:
    tokens: float
    at: float


class FloodLimits:
    """20 messages a minute to a group, whatever the topics; one a second to a person after a burst of five; 30 a second
    to all of them together. A new topic is a message to its group.

    `seconds` is the running time in seconds; by default the monotonic clock, since limits hold in real time.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._buckets: dict[int, _Bucket] = {}

    def count(self, chat_id: int, messages: int = 1) -> None:
        """Count messages to a chat. Raises BotApiError 429, without counting them, when the limit is exceeded."""
        of_chat = (GROUP_A_MINUTE, GROUP_A_MINUTE / 60) if chat_id < 0 else (PRIVATE_BURST, PRIVATE_A_SECOND)
        limits = {chat_id: of_chat, _ALL_CHATS: (ALL_A_SECOND, ALL_A_SECOND)}
        buckets = [(self._filled(chat, burst, rate), rate) for chat, (burst, rate) in limits.items()]
        waits = [(messages - bucket.tokens) / rate for bucket, rate in buckets if bucket.tokens < messages]
        if waits:
            raise too_many_requests(math.ceil(max(waits)))
        for bucket, _ in buckets:
            bucket.tokens -= messages

    def _filled(self, chat_id: int, burst: float, rate: float) -> _Bucket:
        """The chat's bucket as it is now."""
        now = self._seconds()
        bucket = self._buckets.setdefault(chat_id, _Bucket(burst, now))
        bucket.tokens = min(burst, bucket.tokens + (now - bucket.at) * rate)
        bucket.at = now
        return bucket
