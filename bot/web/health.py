"""Whether the desk lives, whether it is ready, and its figures: for whoever watches it from outside."""

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
from bot.monitoring.issues import Ailment
from bot.monitoring.monitor import Seen, Watchman
from storage.models import Json

log = logging.getLogger(__name__)

HEALTH, READY, METRICS = "/healthz", "/readyz", "/metrics"
DATABASE_SECONDS = 5.0  # a database that does not answer for so long is of no use
UNFIT = frozenset({Ailment.SILENT, Ailment.WEBHOOK, Ailment.UNHANDLED})
"""With these the desk can't take or handle what customers write; of the others people have to be told."""


def health_routes(watchman: Watchman) -> list[Route]:
    """They answer nobody who comes through a proxy: the webhook's public address leads to the same port."""

    async def live(request: Request) -> Response:
        return _not_here(request) or PlainTextResponse("alive\n")

    async def ready(request: Request) -> Response:
        return _not_here(request) or await _readiness(watchman)

    async def figures(request: Request) -> Response:
        return _not_here(request) or await _metrics(watchman)

    return [Route(HEALTH, live), Route(READY, ready), Route(METRICS, figures)]


def _not_here(request: Request) -> Response | None:
    """What a proxy passes on bears its mark: https://www.rfc-editor.org/rfc/rfc7239 and what was used before it."""
    is_forwarded = any(name == "forwarded" or name.startswith("x-forwarded-") for name in request.headers)
    return PlainTextResponse("not found\n", status_code=404) if is_forwarded else None


async def _readiness(watchman: Watchman) -> Response:
    try:
        seen = await _seen(watchman)
    except (SQLAlchemyError, TimeoutError) as error:
        return JSONResponse({"ready": False, "reasons": [_why(error)]}, status_code=503)
    reasons = [f"{sign.ailment} since {_instant(sign.since)}" for sign in seen.signs if sign.ailment in UNFIT]
    if watchman.polls and not watchman.vitals.stands_by and watchman.vitals.heard_at is None:
        reasons.append("Telegram has not answered yet")
    told = {"ready": not reasons, "reasons": reasons} | _described(seen, watchman)
    return JSONResponse(told, status_code=503 if reasons else 200)


async def _metrics(watchman: Watchman) -> Response:
    """Gauges that need the database are left out while it can't be read; the rest is told all the same."""
    try:
        _measure(await _seen(watchman), watchman)
    except (SQLAlchemyError, TimeoutError) as error:
        log.warning("Metrics without the database's: %s", _why(error))
    return Response(generate_latest(metrics.REGISTRY), media_type=CONTENT_TYPE_PLAIN_0_0_4)


async def _seen(watchman: Watchman) -> Seen:
    async with asyncio.timeout(DATABASE_SECONDS):
        return await watchman.look()


def _why(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return f"the database has not answered for {DATABASE_SECONDS:.0f} s"
    return f"the database can't be written: {error.orig if isinstance(error, DBAPIError) else type(error).__name__}"


def _described(seen: Seen, watchman: Watchman) -> Json:
    condition, heard = seen.condition, watchman.vitals.heard_at
    return {
        "last_heard_at": _instant(heard) if heard else None,
        "last_heard_seconds": round(watchman.vitals.silence, 1) if heard else None,
        "inbox": _queue(condition.inbox, condition.at) | {"set_aside": condition.aside},
        "outbox": _queue(condition.outbox, condition.at),
        "unwell": sorted(sign.ailment for sign in seen.signs),
    }


def _queue(queue: Queue, now: datetime) -> Json:
    return {"waiting": queue.waiting, "oldest_seconds": round(queue.age(now), 1) if queue.oldest else None}


def _measure(seen: Seen, watchman: Watchman) -> None:
    condition = seen.condition
    heard = watchman.vitals.heard_at
    metrics.HEARD.set(heard.timestamp() if heard else 0)
    metrics.INBOX.labels("waiting").set(condition.inbox.waiting)
    metrics.INBOX.labels("set_aside").set(condition.aside)
    metrics.INBOX_AGE.set(condition.inbox.age(condition.at))
    metrics.OUTBOX.set(condition.outbox.waiting)
    metrics.OUTBOX_AGE.set(condition.outbox.age(condition.at))
    for state, count in condition.active.items():
        metrics.TICKETS.labels(state).set(count)
    metrics.WAITING.set(condition.waiting)
    metrics.OVERDUE.set(condition.overdue)
    present = {sign.ailment for sign in seen.signs}
    for ailment in Ailment:
        metrics.AILMENTS.labels(ailment).set(ailment in present)
    if seen.free is not None:
        metrics.DISK.set(seen.free)


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
