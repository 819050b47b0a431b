"""How updates come to the desk: it asks for them, or Telegram posts them; and who else may ask the desk something."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from bot.cluster.leader import Work
from bot.config import Settings
from bot.delivery.inbox import Inbox
from bot.monitoring.liveness import Liveness
from bot.monitoring.monitor import Monitor
from bot.telegram.bot import DeskBot
from bot.telegram.polling import Polling
from bot.telegram.webhook_registration import Webhook
from storage.models import Json


def getting_updates(settings: Settings, bot: DeskBot, inbox: Inbox, liveness: Liveness) -> Work:
    """Poll, or see to it that Telegram posts to us."""
    if settings.telegram.mode == "polling":
        return Polling(bot, inbox.keep, liveness).run
    from bot.web.webhook import PATH  # with the web server's libraries, which polling does not need

    return Webhook(bot, f"{settings.telegram.webhook_url}{PATH}", _webhook_secret(settings), liveness).run


@asynccontextmanager
async def listening(settings: Settings, inbox: Inbox, monitor: Monitor) -> AsyncIterator[None]:
    """Serve what is asked of the desk from outside, if it is to listen at all; also while Telegram is not there yet.

    Until the very end updates may be posted: they are written down, and handled by the next process.
    """
    if settings.web_port is None:
        yield
        return
    from starlette.applications import Starlette  # 3 MB with uvicorn, which a desk without a port does without

    from bot.web.health import health_routes
    from bot.web.server import serving
    from bot.web.webhook import webhook_route

    async def receive(updates: Sequence[Json]) -> None:
        await inbox.keep(updates)
        monitor.liveness.heard()

    clock = monitor.liveness.clock
    routes = health_routes(monitor)
    if settings.telegram.mode == "webhook":
        routes.append(webhook_route(receive, _webhook_secret(settings), clock))
    async with serving(Starlette(routes=routes), settings.web.host, settings.web_port):
        yield


def _webhook_secret(settings: Settings) -> str:
    secret = settings.telegram.webhook_secret
    return secret.get_secret_value() if secret else ""
