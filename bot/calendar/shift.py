"""Shifts and closures: the values that the calendar exchanges with its callers."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


def in_utc(at: datetime) -> datetime:
    """The same instant in UTC, where differences are elapsed time. Raises ValueError when `at` is naive."""
    if at.utcoffset() is None:
        raise ValueError(f"{at!r} is a naive datetime; give it a time zone")
    return at.astimezone(UTC)


@dataclass(frozen=True)
class Shift:
    """Continuous business hours [start, end), in the calendar's time zone."""

    start: datetime
    end: datetime

    @property
    def duration(self) -> timedelta:
        """Elapsed time. `end - start` in one zone is wall-clock time, which is wrong when the clocks change."""
        return in_utc(self.end) - in_utc(self.start)


@dataclass(frozen=True)
class Closure:
    """An announced closure [start, end); `end` None: until further notice. ValueError when `end` is before `start`."""

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        if self.end and in_utc(self.end) < in_utc(self.start):
            raise ValueError(f"a closure can't end ({self.end}) before it starts ({self.start})")
        in_utc(self.start)

    def covers(self, at: datetime) -> bool:
        return in_utc(self.start) <= in_utc(at) and (self.end is None or in_utc(at) < in_utc(self.end))
