"""The desk's web server: the webhook of Telegram, health and metrics."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from bot.config import Settings
from bot.monitoring.monitor import Monitor
from bot.web.webhook_contract import Keep
from storage.models import Json


@asynccontextmanager
async def listening(settings: Settings, keep: Keep, monitor: Monitor) -> AsyncIterator[None]:
    """Listen until the block ends, if a port is configured. Raises ConfigError when the address is taken.

    Updates are stored whenever they are posted; those that come while the desk stops are handled after the next start.
    """
    if settings.web_port is None:
        yield
        return
    from starlette.applications import Starlette  # 3 MB with uvicorn, needed only with a port

    from bot.web.allowed_hosts import AllowedHosts
    from bot.web.health import health_routes
    from bot.web.server import serving
    from bot.web.webhook import webhook_route

    async def receive(updates: Sequence[Json]) -> None:
        await keep(updates)
        monitor.liveness.heard()

    routes = health_routes(monitor)
    if settings.telegram.mode == "webhook":
        routes.append(webhook_route(receive, webhook_secret(settings), monitor.liveness.clock))
    app = AllowedHosts(Starlette(routes=routes), settings)
    async with serving(app, settings.web.host, settings.web_port):
        yield


def webhook_secret(settings: Settings) -> str:
    secret = settings.telegram.webhook_secret
    return secret.get_secret_value() if secret else ""
