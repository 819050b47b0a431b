"""The sandbox's clock: real time with an adjustable offset."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def _real_now() -> datetime:
    return datetime.now(UTC)


class MovableClock:
    """A clock that can be set to any moment and runs on at the speed of real time.

    `start` is its initial time, an aware datetime; by default the real time. Results are in UTC.
    """

    def __init__(self, start: datetime | None = None, *, real_now: Callable[[], datetime] = _real_now) -> None:
        self._real_now = real_now
        self._shift = timedelta()
        if start is not None:
            self.set(start)

    def now(self) -> datetime:
        return self._real_now() + self._shift

    def unix(self) -> int:
        """Unix time in seconds, as in the Bot API."""
        return int(self.now().timestamp())

    def set(self, moment: datetime) -> None:
        """Set the time to `moment` (aware). Raises ValueError for a naive one."""
        if moment.tzinfo is None:
            raise ValueError(f"the clock needs a time zone: {moment.isoformat()} has none")
        self._shift = moment.astimezone(UTC) - self._real_now()

    def advance(self, by: timedelta | float) -> None:
        """Advance by a timedelta or by seconds; negative values go back."""
        self._shift += by if isinstance(by, timedelta) else timedelta(seconds=by)

    def reset(self) -> None:
        """Return to real time."""
        self._shift = timedelta()

    @property
    def shift(self) -> timedelta:
        """How far it is ahead of real time."""
        return self._shift

    @property
    def moved(self) -> bool:
        return self._shift != timedelta()
