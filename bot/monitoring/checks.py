"""What the desk ails from, judged by what was seen of it. Pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.monitoring.health import Condition
from bot.monitoring.issues import Ailment, Sign
from bot.monitoring.liveness import Vitals
from storage.disk import LEAST_FREE

SILENT_SECONDS = 120.0  # a poll comes to its end within 40 seconds, whatever it brings
UNHANDLED_SECONDS = 300.0
UNSENT_SECONDS = 600.0
JOB_FAILURES = 3  # in a row, a minute apart
MEGABYTE = 1024 * 1024


def signs(vitals: Vitals, condition: Condition, free: int | None, polls: bool) -> list[Sign]:
    """`free` is the room left on the disk in bytes, where it matters; `polls`: else Telegram posts to us."""
    return [
        *_of_telegram(vitals, condition.at, polls),
        *_of_queues(condition),
        *_of_this_machine(vitals, condition.at, free),
    ]


def _of_telegram(vitals: Vitals, now: datetime, polls: bool) -> Iterator[Sign]:
    if polls and not vitals.stands_by and vitals.silence >= SILENT_SECONDS:
        yield Sign(Ailment.SILENT, vitals.heard_at or now - timedelta(seconds=vitals.silence))
    if vitals.rival_since:
        yield Sign(Ailment.RIVAL, vitals.rival_since)
    if vitals.webhook_error:
        since, why = vitals.webhook_error
        yield Sign(Ailment.WEBHOOK, since, detail=why)


def _of_queues(condition: Condition) -> Iterator[Sign]:
    now = condition.at
    if condition.inbox.oldest and condition.inbox.age(now) >= UNHANDLED_SECONDS:
        yield Sign(Ailment.UNHANDLED, condition.inbox.oldest, condition.inbox.waiting)
    if condition.aside:
        yield Sign(Ailment.SET_ASIDE, now, condition.aside, condition.last_aside)
    if condition.outbox.oldest and condition.outbox.age(now) >= UNSENT_SECONDS:
        yield Sign(Ailment.UNSENT, condition.outbox.oldest, condition.outbox.waiting)


def _of_this_machine(vitals: Vitals, now: datetime, free: int | None) -> Iterator[Sign]:
    if free is not None and free < LEAST_FREE:
        yield Sign(Ailment.DISK, now, free // MEGABYTE)
    stubborn = [job for job in vitals.failing if job.times >= JOB_FAILURES]
    if stubborn:
        detail = ", ".join(sorted({f"{job.name} ({job.error})" for job in stubborn}))
        yield Sign(Ailment.JOB, min(job.since for job in stubborn), len(stubborn), detail)
