"""The HTTP server: Bot API, control API and web page on one loopback port."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.sandbox.botapi import call_method, download
from bot.sandbox.control import ROUTES as CONTROL
from bot.sandbox.control import page
from bot.sandbox.loopback_server import Listener
from bot.sandbox.own_pages import only_own_pages
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.webhook_delivery import deliver_to_webhook

_PAGE = Path(__file__).parent / "page"


def app_for(sandbox: Sandbox) -> Starlette:
    app = Starlette(
        routes=[
            Route("/bot{token}/{method}", call_method, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", download),
            *CONTROL,
            Route("/", page),
            Mount("/static", StaticFiles(directory=_PAGE)),
        ]
    )
    app.state.sandbox = sandbox
    return app


@asynccontextmanager
async def serving(sandbox: Sandbox, port: int) -> AsyncIterator[str]:
    """Serve in this event loop and yield the address. At the end all connections are closed."""
    app = app_for(sandbox)
    listener = Listener(only_own_pages(app))
    app.state.hang_up = listener.hang_up
    webhooks = asyncio.create_task(deliver_to_webhook(sandbox.world))
    try:
        yield await listener.open(port)
    finally:
        webhooks.cancel()
        await asyncio.gather(webhooks, return_exceptions=True)
        await listener.close()
