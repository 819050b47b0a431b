"""The retry policy: what is retried, after how long, and what is not."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.desk.transactions import database_delay
from bot.runtime import backoff
from bot.runtime.backoff import retry, retry_delay
from bot.telegram.errors import retry_after_seconds

DELAYS = retry_after_seconds, database_delay


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0.5), (1, 0.5), (2, 1.0), (3, 2.0), (6, 16.0), (7, 30.0), (8, 30.0), (10_000, 30.0)],
)
def test_the_delay_doubles_up_to_half_a_minute(failures: int, seconds: float) -> None:
    assert retry_delay(failures) == retry_delay(failures, NetworkError("gone"), DELAYS) == seconds


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (RetryAfter(7), 7.0),
        (RetryAfter(timedelta(minutes=2)), 120.0),
        (OperationalError(None, None, OSError()), 1.0),
        (IntegrityError(None, None, OSError()), 1.0),
    ],
)
def test_an_error_that_asks_for_a_delay_gets_it(error: Exception, seconds: float) -> None:
    assert retry_delay(5, error, DELAYS) == seconds


async def test_it_is_tried_until_it_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backoff, "FIRST_SECONDS", 0.001)
    failing = [NetworkError("gone"), RetryAfter(0), NetworkError("gone")]
    reported: list[Exception] = []

    async def act() -> str:
        if len(reported) < len(failing):
            raise failing[len(reported)]
        return "done"

    # A lambda, too, whose awaitable the library itself would not await.
    assert await retry(lambda: act(), on=TelegramError, delays=DELAYS, on_failure=reported.append) == "done"
    assert reported == failing


@pytest.mark.parametrize("error", [InvalidToken(), BadRequest("no"), ValueError()])
async def test_other_errors_are_raised_as_they_are(error: Exception) -> None:
    async def act() -> None:
        raise error

    with pytest.raises(type(error)) as raised:
        await retry(act, on=TelegramError, unless=(InvalidToken, BadRequest))
    assert raised.value is error
