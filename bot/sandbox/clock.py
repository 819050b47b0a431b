"""The sandbox's clock: the real one until somebody moves it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def _real_now() -> datetime:
    return datetime.now(UTC)


class MovableClock:
    """A clock that can be moved to any moment and runs on from there at the speed of real time.

    `start` is where it stands at first, an aware datetime (the real time when left out). All of what it gives is UTC.
    """

    def __init__(self, start: datetime | None = None, *, real_now: Callable[[], datetime] = _real_now) -> None:
        self._real_now = real_now
        self._shift = timedelta()
        if start is not None:
            self.set(start)

    def now(self) -> datetime:
        return self._real_now() + self._shift

    def unix(self) -> int:
        """Seconds since 1970, as in the Bot API's dates."""
        return int(self.now().timestamp())

    def set(self, moment: datetime) -> None:
        """Move to an aware moment. Raises ValueError for a naive one."""
        if moment.tzinfo is None:
            raise ValueError(f"the clock needs a time zone: {moment.isoformat()} has none")
        self._shift = moment.astimezone(UTC) - self._real_now()

    def advance(self, by: timedelta | float) -> None:
        """Move on by a timedelta or by seconds; a negative one moves back."""
        self._shift += by if isinstance(by, timedelta) else timedelta(seconds=by)

    def reset(self) -> None:
        """Back to the real time."""
        self._shift = timedelta()

    @property
    def moved(self) -> bool:
        return self._shift != timedelta()
