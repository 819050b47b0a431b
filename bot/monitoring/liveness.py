"""What this process sees of itself and of Telegram while it runs."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.runtime.clock import Clock

RIVAL_SECONDS = 90.0  # so long after the last conflict the other program is taken to be gone
OUTAGE_SECONDS = 3600.0
FORGIVEN_SECONDS = 600.0  # a job that has not failed for so long is not due any more


@dataclass(frozen=True)
class Failing:
    """A scheduled job that has failed `times` in a row since that moment; `error` is the kind of the last failure."""

    name: str
    since: datetime
    times: int
    error: str
    last: float


class Liveness:
    """Kept by the parts as they work, read by whoever watches. Spans are in seconds of the process's own time.

    That time stands still while the machine sleeps, so that waking up is no silence of Telegram's. Only an outage
    counts the hours that were slept through.
    """

    def __init__(self, clock: Clock, stands_by: bool = False) -> None:
        self.clock = clock
        self.stands_by = stands_by  # another machine is in touch with Telegram, and this one when that one dies
        self._heard = time.monotonic()
        self._heard_uptime = _uptime()
        self.outage: tuple[datetime, datetime] | None = None  # a long one that nobody has told of yet
        self._conflict = 0.0
        self.heard_at: datetime | None = None  # when Telegram last gave us something, be it nothing new
        self.rival_since: datetime | None = None  # when we last began to share our token with another program
        self.webhook_error: tuple[datetime, str] | None = None  # since when Telegram can't post to us, and why
        self._failing: dict[str, Failing] = {}

    @contextmanager
    def on_duty(self) -> Iterator[None]:
        """This process is to be in touch with Telegram as long as the block lasts."""
        before, self.stands_by = self.stands_by, False
        self._heard, self._heard_uptime = time.monotonic(), _uptime()
        try:
            yield
        finally:
            self.stands_by = before

    @property
    def silence(self) -> float:
        """How long Telegram has given us nothing; since the start, when it never has."""
        return time.monotonic() - self._heard

    def heard(self) -> None:
        """A poll came to its end, Telegram posted an update, or it is there and about to be polled."""
        now, uptime = self.clock.now(), _uptime()
        if self.heard_at and uptime - self._heard_uptime > OUTAGE_SECONDS:
            self.outage = self.heard_at, now
        self._heard, self._heard_uptime = time.monotonic(), uptime
        self.heard_at = now
        if self.rival_since and self._heard - self._conflict > RIVAL_SECONDS:
            self.rival_since = None

    def met_rival(self) -> bool:
        """Telegram told us that another program polls with our token; whether that is news."""
        self._conflict = time.monotonic()
        is_news = self.rival_since is None
        self.rival_since = self.rival_since or self.clock.now()
        return is_news

    def webhook_is_well(self) -> None:
        self.webhook_error = None

    def webhook_fails(self, why: str) -> None:
        since = self.webhook_error[0] if self.webhook_error else self.clock.now()
        self.webhook_error = since, why

    @property
    def failing(self) -> list[Failing]:
        """The scheduled jobs that fail at the moment."""
        now = time.monotonic()
        self._failing = {key: job for key, job in self._failing.items() if now - job.last < FORGIVEN_SECONDS}
        return list(self._failing.values())

    def job_done(self, key: str) -> None:
        self._failing.pop(key, None)

    def job_failed(self, key: str, name: str, error: str) -> None:
        """`key` tells this job from those that do the same for others."""
        before = self._failing.get(key)
        since, times = (before.since, before.times) if before else (self.clock.now(), 0)
        self._failing[key] = Failing(name, since, times + 1, error, time.monotonic())


def _uptime() -> float:
    """Seconds since the machine was started, those included in which it slept; where nobody counts them, without."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()
