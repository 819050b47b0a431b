"""Telegram's flood limits (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this)."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.errors import too_many_requests

GROUP_A_MINUTE = 20
PRIVATE_A_SECOND = 1
PRIVATE_BURST = 5


@dataclass
class _Bucket:
    tokens: float
    at: float


class FloodLimits:
    """20 messages a minute to a group, whatever the topics; one a second to a person after a burst of five.

    `seconds` is the running time in seconds; by default the monotonic clock, since limits hold in real time.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._buckets: dict[int, _Bucket] = {}

    def count(self, chat_id: int, messages: int = 1) -> None:
        """Count messages to a chat. Raises BotApiError 429, without counting them, when the limit is exceeded."""
        burst, rate = (GROUP_A_MINUTE, GROUP_A_MINUTE / 60) if chat_id < 0 else (PRIVATE_BURST, PRIVATE_A_SECOND)
        now = self._seconds()
        bucket = self._buckets.setdefault(chat_id, _Bucket(burst, now))
        bucket.tokens = min(burst, bucket.tokens + (now - bucket.at) * rate)
        bucket.at = now
        if bucket.tokens < messages:
            raise too_many_requests(math.ceil((messages - bucket.tokens) / rate))
        bucket.tokens -= messages
