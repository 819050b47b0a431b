"""Whether Telegram may have done what it gave no answer to."""

import httpx
import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError, TimedOut

from bot.delivery.doubt import may_have_arrived


def because(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "may_have"),
    [
        (because(TimedOut(), httpx.ReadTimeout("")), True),
        (because(NetworkError("reset"), httpx.ReadError("")), True),
        (NetworkError("Bad Gateway"), True),
        (TelegramError("Invalid server response"), True),
        (because(NetworkError("refused"), httpx.ConnectError("")), False),
        (because(TimedOut(), httpx.ConnectTimeout("")), False),
        (because(TimedOut(), httpx.PoolTimeout("")), False),
        (BadRequest("message is too long"), False),
        (Forbidden("bot was blocked by the user"), False),
    ],
)
def test_may_have_arrived(error: TelegramError, may_have: bool) -> None:
    assert may_have_arrived(error) is may_have
