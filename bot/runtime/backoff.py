"""How long to wait before the next try. Spans are in seconds."""

from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError
from telegram.error import RetryAfter

FIRST_SECONDS = 0.5
LONGEST_SECONDS = 30.0
DATABASE_SECONDS = 1.0  # it is on this machine, and customers wait


def pause(failures: int, error: Exception | None = None) -> float:
    """The wait after so many failures in a row: 0.5, 1, 2, 4 … up to 30, or what Telegram asked for.

    The database is always tried again after 1.
    """
    if isinstance(error, RetryAfter):
        return asked_for(error)
    if isinstance(error, SQLAlchemyError):
        return DATABASE_SECONDS
    return min(FIRST_SECONDS * 2.0 ** min(max(failures - 1, 0), 12), LONGEST_SECONDS)


def asked_for(error: RetryAfter) -> float:
    """How long Telegram wants to be left alone."""
    span: int | timedelta = error.retry_after
    return span.total_seconds() if isinstance(span, timedelta) else float(span)
