"""Whether Telegram may have executed a call without a response."""

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError, TimedOut

from bot.telegram.errors import may_have_arrived
from bot.telegram.http_client import UnsentError


@pytest.mark.parametrize(
    ("error", "may_have"),
    [
        (TimedOut(), True),
        (NetworkError("reset"), True),
        (NetworkError("Bad Gateway"), True),
        (TelegramError("Invalid server response"), True),
        (UnsentError("refused"), False),
        (BadRequest("message is too long"), False),
        (Forbidden("bot was blocked by the user"), False),
    ],
)
def test_may_have_arrived(error: TelegramError, may_have: bool) -> None:
    assert may_have_arrived(error) is may_have
