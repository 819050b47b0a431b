"""Liveness, readiness and metrics over HTTP."""

import asyncio
import logging
from datetime import datetime

from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.monitoring import metrics
from bot.monitoring.health import Queue
from bot.monitoring.issues import HealthIssue
from bot.monitoring.monitor import Monitor, Seen
from storage.models import Json

log = logging.getLogger(__name__)

HEALTH, READY, METRICS = "/healthz", "/readyz", "/metrics"
DATABASE_SECONDS = 5.0  # a database that takes longer to answer counts as unusable
UNFIT = frozenset(
    {HealthIssue.SILENT, HealthIssue.WEBHOOK, HealthIssue.UNHANDLED, HealthIssue.NO_LEADER, HealthIssue.OUTBOX}
)
"""With one of these the desk can't receive, handle or send messages, so it isn't ready; the others are alerts only."""


def health_routes(monitor: Monitor) -> list[Route]:
    """They are hidden from requests through a proxy: the webhook's public address leads to the same port."""

    async def live(request: Request) -> Response:
        return _not_here(request) or PlainTextResponse("alive\n")

    async def ready(request: Request) -> Response:
        return _not_here(request) or await _readiness(monitor)

    async def figures(request: Request) -> Response:
        return _not_here(request) or await _metrics(monitor)

    return [Route(HEALTH, live), Route(READY, ready), Route(METRICS, figures)]


def _not_here(request: Request) -> Response | None:
    """Proxies add a header: https://www.rfc-editor.org/rfc/rfc7239, or X-Forwarded-* before it."""
    is_forwarded = any(name == "forwarded" or name.startswith("x-forwarded-") for name in request.headers)
    return PlainTextResponse("not found\n", status_code=404) if is_forwarded else None


async def _readiness(monitor: Monitor) -> Response:
    try:
        seen = await _seen(monitor)
    except (SQLAlchemyError, TimeoutError) as error:
        stuck = [f"stuck since {_instant(one.since)}: {one.work} on the {one.where}" for one in monitor.liveness.stuck]
        told = {"ready": False, "reasons": [_why(error), *stuck], "unwell": [HealthIssue.STUCK] if stuck else []}
        return JSONResponse(told, status_code=503)
    reasons = [
        f"{detection.issue} since {_instant(detection.since)}"
        for detection in seen.detections
        if detection.issue in UNFIT
    ]
    if monitor.polls and not monitor.liveness.stands_by and monitor.liveness.heard_at is None:
        reasons.append("Telegram has not answered yet")
    told = {"ready": not reasons, "reasons": reasons} | _described(seen, monitor)
    return JSONResponse(told, status_code=503 if reasons else 200)


async def _metrics(monitor: Monitor) -> Response:
    """While the database can't be read, the gauges that need it are left as they were."""
    try:
        _measure(await _seen(monitor), monitor)
    except (SQLAlchemyError, TimeoutError) as error:
        log.warning("Metrics of the database are not updated: %s", _why(error))
    return Response(generate_latest(metrics.REGISTRY), media_type=CONTENT_TYPE_PLAIN_0_0_4)


async def _seen(monitor: Monitor) -> Seen:
    async with asyncio.timeout(DATABASE_SECONDS):
        return await monitor.look()


def _why(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return f"the database has not answered for {DATABASE_SECONDS:.0f} s"
    return f"the database can't be written: {error.orig if isinstance(error, DBAPIError) else type(error).__name__}"


def _described(seen: Seen, monitor: Monitor) -> Json:
    health, heard, leader = seen.health, monitor.liveness.heard_at, monitor.leader(seen)
    return {
        "leader": leader and {"me": leader.is_me, "name": leader.name, "since": _instant(leader.since)},
        "last_heard_at": _instant(heard) if heard else None,
        "last_heard_seconds": round(monitor.liveness.silence, 1) if heard else None,
        "inbox": _queue(health.inbox, health.at) | {"set_aside": health.dead_letters},
        "outbox": _queue(health.outbox, health.at),
        "unwell": sorted(detection.issue for detection in seen.detections),
    }


def _queue(queue: Queue, now: datetime) -> Json:
    return {"waiting": queue.waiting, "oldest_seconds": round(queue.age(now), 1) if queue.oldest else None}


def _measure(seen: Seen, monitor: Monitor) -> None:
    health = seen.health
    heard = monitor.liveness.heard_at
    metrics.HEARD.set(heard.timestamp() if heard else 0)
    metrics.INBOX.labels("waiting").set(health.inbox.waiting)
    metrics.INBOX.labels("set_aside").set(health.dead_letters)
    metrics.INBOX_AGE.set(health.inbox.age(health.at))
    metrics.OUTBOX.set(health.outbox.waiting)
    metrics.OUTBOX_AGE.set(health.outbox.age(health.at))
    for state, count in health.active.items():
        metrics.TICKETS.labels(state).set(count)
    metrics.WAITING.set(health.waiting)
    metrics.OVERDUE.set(health.overdue)
    present = {detection.issue for detection in seen.detections}
    for issue in HealthIssue:
        metrics.HEALTH_ISSUES.labels(issue).set(issue in present)
    if seen.free is not None:
        metrics.DISK.set(seen.free)


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
