"""The one retry policy: 0.5 s after the first failure, doubled with each further one, at most 30 s.

An error may ask for a delay of its own: Telegram's RetryAfter does, and the database is retried every second. Those who
know such errors pass functions that read the delay; nothing here knows Telegram or the database.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias, TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception

T = TypeVar("T")

FIRST_SECONDS = 0.5
LONGEST_SECONDS = 30.0
DATABASE_SECONDS = 1.0  # for errors of the database: it is nearby, and customers wait

Errors: TypeAlias = type[Exception] | tuple[type[Exception], ...]
ErrorDelay: TypeAlias = Callable[[BaseException], float | None]
"""The seconds to wait that an error asks for; None when it asks for nothing."""


def retry_delay(failures: int, error: BaseException | None = None, delays: Sequence[ErrorDelay] = ()) -> float:
    """Seconds to wait after so many failures in a row, of which `error` is the last.

    The first of `delays` that knows the error decides; without one it is 0.5, 1, 2, 4 … 30 s.
    """
    requested = (delay(error) for delay in delays) if error is not None else ()
    exponential = min(FIRST_SECONDS * 2.0 ** min(max(failures - 1, 0), 12), LONGEST_SECONDS)
    return next((seconds for seconds in requested if seconds is not None), exponential)


async def retry(
    action: Callable[[], Awaitable[T]],
    *,
    on: Errors,
    unless: Errors = (),
    delays: Sequence[ErrorDelay] = (),
    on_failure: Callable[[Exception], None] | None = None,
) -> T:
    """Await `action()` until it succeeds, without a limit of tries, and return its result.

    Errors of the kinds `on`, but not `unless`, are passed to `on_failure` and retried; any other one is raised.
    """

    def is_retried(error: BaseException) -> bool:
        return isinstance(error, on) and not isinstance(error, unless)

    def seconds(state: RetryCallState) -> float:
        return retry_delay(state.attempt_number, _error_of(state), delays)

    def report(state: RetryCallState) -> None:
        error = _error_of(state)
        if on_failure and isinstance(error, Exception):
            on_failure(error)

    try:  # nearly all succeed at once, and the library takes longer than a statement of the database
        return await action()
    except on as error:
        first = [error]

    async def attempt() -> T:
        if first:
            raise first.pop()
        return await action()

    retrying = AsyncRetrying(retry=retry_if_exception(is_retried), wait=seconds, before_sleep=report)
    return await retrying(attempt)


def _error_of(state: RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None
