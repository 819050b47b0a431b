"""Which health issues there are, decided by what was observed. Pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.monitoring.health import Health
from bot.monitoring.issues import Detection, HealthIssue
from bot.monitoring.liveness import Liveness
from storage.disk import LEAST_FREE

SILENT_SECONDS = 120.0  # a poll ends within 40 seconds, with updates or without
UNHANDLED_SECONDS = 300.0
NO_LEADER_SECONDS = 20.0  # another replica leads after 15 seconds
JOB_FAILURES = 3  # in a row, a minute apart
MEGABYTE = 1024 * 1024


def run_checks(liveness: Liveness, health: Health, free: int | None, polls: bool) -> list[Detection]:
    """The issues that are there now. `free` is the space left on the disk in bytes; `polls`: there is no webhook."""
    return [
        *_of_telegram(liveness, health.at, polls),
        *_of_queues(health),
        *_of_leader(health),
        *_of_this_machine(liveness, health.at, free),
    ]


def _of_telegram(liveness: Liveness, now: datetime, polls: bool) -> Iterator[Detection]:
    if polls and not liveness.stands_by and liveness.silence >= SILENT_SECONDS:
        yield Detection(HealthIssue.SILENT, liveness.heard_at or now - timedelta(seconds=liveness.silence))
    if liveness.rival_since:
        yield Detection(HealthIssue.RIVAL, liveness.rival_since)
    if liveness.webhook_error:
        since, why = liveness.webhook_error
        yield Detection(HealthIssue.WEBHOOK, since, detail=why)


def _of_queues(health: Health) -> Iterator[Detection]:
    now = health.at
    if health.inbox.oldest and health.inbox.age(now) >= UNHANDLED_SECONDS:
        yield Detection(HealthIssue.UNHANDLED, health.inbox.oldest, health.inbox.waiting)
    if health.dead_letters:
        yield Detection(HealthIssue.DEAD_LETTERS, now, health.dead_letters, health.newest_dead_letter)
    if health.unsent_since:
        yield Detection(HealthIssue.OUTBOX, health.unsent_since, health.outbox.waiting)


def _of_leader(health: Health) -> Iterator[Detection]:
    leader = health.leader
    if leader and leader.silent >= NO_LEADER_SECONDS:
        yield Detection(HealthIssue.NO_LEADER, health.at - timedelta(seconds=leader.silent), detail=leader.name)


def _of_this_machine(liveness: Liveness, now: datetime, free: int | None) -> Iterator[Detection]:
    if free is not None and free < LEAST_FREE:
        yield Detection(HealthIssue.DISK, now, free // MEGABYTE)
    stubborn = [job for job in liveness.failing if job.times >= JOB_FAILURES]
    if stubborn:
        detail = ", ".join(sorted({f"{job.name} ({job.error})" for job in stubborn}))
        yield Detection(HealthIssue.JOB, min(job.since for job in stubborn), len(stubborn), detail)
    if stuck := liveness.stuck:
        detail = ", ".join(sorted({f"{one.work} ({one.where})" for one in stuck}))
        yield Detection(HealthIssue.STUCK, min(one.since for one in stuck), len(stuck), detail)
