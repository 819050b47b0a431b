"""The webhook: an update that Telegram posts is answered once it is committed."""

import asyncio
import hmac
import json
import logging

from sqlalchemy.exc import OperationalError, SQLAlchemyError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.delivery.flood_guard import FloodGuard
from bot.runtime.clock import Clock
from bot.web.webhook_contract import PATH, Keep
from storage.models import Json

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (a header's name)
LARGEST_BODY = 1024 * 1024  # bytes; an update is a few kilobytes
BODY_SECONDS = 10.0
_TOO_MANY = PlainTextResponse("too many requests\n", status_code=429, headers={"Retry-After": "60"})


def webhook_route(keep: Keep, secret: str, clock: Clock) -> Route:
    """`keep` stores updates, or raises SQLAlchemyError. Telegram repeats an update that is not answered by 200.

    A request without the secret is refused before its body is read; many of them from one address are limited.
    """
    strangers = FloodGuard()

    async def receive(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            is_flooding = strangers.is_flooding(request.client.host if request.client else "", clock.now())
            return _TOO_MANY if is_flooding else PlainTextResponse("the secret header is wrong\n", status_code=403)
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too large or too slow\n", status_code=413)
        update = _update(body)
        if update is None:
            return PlainTextResponse("not an update\n", status_code=400)
        return await _kept(keep, update)

    return Route(PATH, receive, methods=["POST"])


async def _body(request: Request) -> bytes | None:
    """The body; None when it is larger than LARGEST_BODY or takes longer than BODY_SECONDS."""
    body = b""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > LARGEST_BODY:
                    return None
    except TimeoutError:
        return None
    return body


def _update(body: bytes) -> Json | None:
    """The raw update, or None when it has no id; it is parsed when it is handled."""
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return update if isinstance(update, dict) and type(update.get("update_id")) is int else None


async def _kept(keep: Keep, update: Json) -> Response:
    try:
        await keep([update])
    except OperationalError:  # logged once by the outage
        return PlainTextResponse("try again\n", status_code=503)
    except SQLAlchemyError:
        log.exception("Update %s could not be stored", update["update_id"])
        return PlainTextResponse("try again\n", status_code=503)
    return Response(status_code=200)
