"""What this process observes of itself and of Telegram while it runs."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.runtime.clock import Clock
from storage.uptime import uptime

RIVAL_SECONDS = 90.0  # without a conflict for this long the other program is considered gone
TAKEOVER_SECONDS = 60.0  # so long the last leader's poll may conflict with ours: Telegram may hold it open
STUCK_SECONDS = 60.0  # a work that took too long is told of for so long after its end
OUTAGE_SECONDS = 3600.0
FORGIVEN_SECONDS = 600.0  # a job that has not failed for this long is not due any more


@dataclass(frozen=True)
class Stuck:
    """A work that has run for too long, where it runs and since when (aware, UTC); `ended` is None while it runs."""

    work: str
    where: str
    since: datetime
    ended: float | None = None


@dataclass(frozen=True)
class Failing:
    """A scheduled job that has failed `times` in a row since that moment; `error` is the kind of the last failure."""

    name: str
    since: datetime
    times: int
    error: str
    last: float


class Liveness:
    """Written by the parts as they work, read by the monitor. Spans are seconds of the monotonic clock.

    That clock stands still while the machine sleeps, so that waking up does not look like a silent Telegram. Only
    `outage` includes the time asleep.
    """

    def __init__(self, clock: Clock, stands_by: bool = False) -> None:
        self.clock = clock
        self.stands_by = stands_by  # another replica leads and receives updates; this one takes over when that one dies
        self._heard = time.monotonic()
        self._heard_uptime = uptime()
        self.outage: tuple[datetime, datetime] | None = None  # a long one without contact that is not reported yet
        self._conflict = 0.0
        self.heard_at: datetime | None = None  # the last contact with Telegram, with updates or without
        self.rival_since: datetime | None = None  # since when another program has polled with the same token
        self.webhook_error: tuple[datetime, str] | None = (
            None  # since when Telegram can't deliver to the webhook, and why
        )
        self._failing: dict[str, Failing] = {}
        self.leads_since: datetime | None = None
        self._took_over = -TAKEOVER_SECONDS
        self._stuck: dict[str, Stuck] = {}  # the last one, by where it ran

    @contextmanager
    def on_duty(self) -> Iterator[None]:
        """This process leads, and has to be in contact with Telegram, until the block ends."""
        before, self.stands_by = self.stands_by, False
        self._heard, self._heard_uptime = time.monotonic(), uptime()
        self.leads_since = self.clock.now()
        if before:
            self._took_over = time.monotonic()
        try:
            yield
        finally:
            self.stands_by, self.leads_since = before, None

    @property
    def silence(self) -> float:
        """Seconds since the last contact with Telegram, or since the start when there was none."""
        return time.monotonic() - self._heard

    def heard(self) -> None:
        """Note a contact with Telegram: a poll has ended, or an update was posted to the webhook."""
        now, awake = self.clock.now(), uptime()
        if self.heard_at and awake - self._heard_uptime > OUTAGE_SECONDS:
            self.outage = self.heard_at, now
        self._heard, self._heard_uptime = time.monotonic(), awake
        self.heard_at = now
        if self.rival_since and self._heard - self._conflict > RIVAL_SECONDS:
            self.rival_since = None

    def met_rival(self) -> bool:
        """Note a conflict with another program that polls with the same token; whether it is the first one.

        Right after a takeover it is the poll of the last leader, and not noted.
        """
        if time.monotonic() - self._took_over < TAKEOVER_SECONDS:
            return False
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
        """The scheduled jobs that have failed lately."""
        now = time.monotonic()
        self._failing = {key: job for key, job in self._failing.items() if now - job.last < FORGIVEN_SECONDS}
        return list(self._failing.values())

    def job_done(self, key: str) -> None:
        self._failing.pop(key, None)

    def job_failed(self, key: str, name: str, error: str) -> None:
        """Note a failure. `key` identifies the job, `name` says what it does, `error` is the kind of its error."""
        before = self._failing.get(key)
        since, times = (before.since, before.times) if before else (self.clock.now(), 0)
        self._failing[key] = Failing(name, since, times + 1, error, time.monotonic())

    @property
    def stuck(self) -> list[Stuck]:
        """The works that have run for too long, now or lately."""
        now = time.monotonic()
        return [one for one in list(self._stuck.values()) if one.ended is None or now - one.ended < STUCK_SECONDS]

    def is_able(self) -> bool:
        """Whether this process can do its work: no other work keeps it waiting for too long now."""
        return all(one.ended is not None for one in list(self._stuck.values()))

    def note_stuck(self, work: str, where: str, seconds: float) -> None:
        """A work has been running for so many seconds. May be called from any thread."""
        self._stuck[where] = Stuck(work, where, self.clock.now() - timedelta(seconds=seconds))

    def note_unstuck(self, where: str) -> None:
        """What ran there has ended. May be called from any thread."""
        if (one := self._stuck.get(where)) and one.ended is None:
            self._stuck[where] = replace(one, ended=time.monotonic())
