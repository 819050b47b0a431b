"""The two values of the calendar that others hold: shifts and closures."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


def in_utc(at: datetime) -> datetime:
    """The same instant in UTC, where differences are elapsed time; ValueError when `at` is naive."""
    if at.utcoffset() is None:
        raise ValueError(f"{at!r} is a naive datetime; give it a time zone")
    return at.astimezone(UTC)


@dataclass(frozen=True)
class Shift:
    """A stretch of business hours, from `start` up to but not including `end`, in the calendar's zone."""

    start: datetime
    end: datetime

    @property
    def duration(self) -> timedelta:
        """Elapsed time; `end - start` would be the difference of the clock faces, wrong when the clocks change."""
        return in_utc(self.end) - in_utc(self.start)


@dataclass(frozen=True)
class Closure:
    """An announced closure that nobody planned, from `start` up to `end`; None: until it is lifted."""

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        if self.end and in_utc(self.end) < in_utc(self.start):
            raise ValueError(f"a closure can't end ({self.end}) before it starts ({self.start})")
        in_utc(self.start)

    def covers(self, at: datetime) -> bool:
        return in_utc(self.start) <= in_utc(at) and (self.end is None or in_utc(at) < in_utc(self.end))
