"""The web server, in the bot's own event loop."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette

from bot.config import ConfigError
from bot.runtime.background_task import background_task

MOST_AT_ONCE = 200  # connections; Telegram opens 40 at most
CLOSING_SECONDS = 1  # for answers that are on their way when the desk stops


@asynccontextmanager
async def serving(app: Starlette, host: str, port: int) -> AsyncIterator[None]:
    """Serve `app` until the block ends. Raises ConfigError when the address can't be had."""
    bound = _bound(host, port)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        limit_concurrency=MOST_AT_ONCE,
        timeout_graceful_shutdown=CLOSING_SECONDS,
    )
    server = _Server(config)
    async with background_task(server.serve([bound])):
        await server.is_up.wait()
        try:
            yield
        finally:
            server.should_exit = True
            await server.is_down.wait()


class _Server(uvicorn.Server):
    """Signals stay with whoever runs the loop."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = asyncio.Event()
        self.is_down = asyncio.Event()

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await self._serve(sockets)
        finally:
            self.is_down.set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_up.set()


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise ConfigError(
            f"web.host, web.port: can't listen on {host}:{port}: {error.strerror}; take another port, "
            "or stop the program that has this one"
        ) from None
