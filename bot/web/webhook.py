"""The webhook: an update that Telegram posts is answered once it is committed."""

import hmac
import logging

from sqlalchemy.exc import OperationalError, SQLAlchemyError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.delivery.flood_guard import FloodGuard
from bot.runtime.clock import Clock
from bot.web.connections import KNOWN
from bot.web.update_body import parse_update
from bot.web.webhook_contract import PATH, Keep
from storage.models import Json

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (a header's name)
LARGEST_BODY = 1024 * 1024  # bytes; an update is a few kilobytes
_NOBODY_LISTENS = Response(status_code=400)
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
        request.scope["state"][KNOWN] = True
        try:
            body = await _body(request)
        except ClientDisconnect:
            return _NOBODY_LISTENS
        if body is None:
            return PlainTextResponse("too large\n", status_code=413)
        update = parse_update(body)
        if update is None:
            return PlainTextResponse("not an update\n", status_code=400)
        return await _kept(keep, update)

    return Route(PATH, receive, methods=["POST"])


async def _body(request: Request) -> bytes | None:
    """The body; None when it is larger than LARGEST_BODY. Raises ClientDisconnect, also when it comes too slowly."""
    length = request.headers.get("content-length", "0")
    if len(length) > len(str(LARGEST_BODY)) or int(length) > LARGEST_BODY:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)


async def _kept(keep: Keep, update: Json) -> Response:
    try:
        await keep([update])
    except OperationalError:  # logged once by the outage
        return PlainTextResponse("try again\n", status_code=503)
    except SQLAlchemyError:
        log.exception("Update %s could not be stored", update["update_id"])
        return PlainTextResponse("try again\n", status_code=503)
    return Response(status_code=200)
