"""uvicorn in the desk's own event loop."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import ASGIApp

from bot.config import ConfigError
from bot.runtime.background_task import background_task
from bot.runtime.wakeup import Wakeup
from bot.web.connections import ConnectionPool, LimitedProtocol

ACCEPTED_AT_ONCE = 64  # connections, before those too many are closed: each takes a file descriptor
WAITING_TO_BE_ACCEPTED = 1024
SHUTDOWN_SECONDS = 1  # for requests that are being answered when the desk stops
TICK_SECONDS = 1.0


@asynccontextmanager
async def serving(app: ASGIApp, host: str, port: int) -> AsyncIterator[None]:
    """Serve `app` until the block ends. Raises ConfigError when the address can't be bound."""
    bound = _bound(host, port)

    class Protocol(LimitedProtocol):
        pool = ConnectionPool()

    config = uvicorn.Config(
        app,
        http=Protocol,
        log_level="error",  # it warns of each malformed request
        ws="none",  # it would take the connection out of the pool
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        backlog=ACCEPTED_AT_ONCE,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
    server = _Server(config)
    async with background_task(server.serve([bound])):
        await server.is_up.wait()
        bound.listen(WAITING_TO_BE_ACCEPTED)
        try:
            yield
        finally:
            server.stop()
            await server.is_down.wait()


class _Server(uvicorn.Server):
    """Leaves signals to the owner of the event loop, and wakes once a second instead of ten times."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = asyncio.Event()
        self.is_down = asyncio.Event()
        self._stop = Wakeup()

    def stop(self) -> None:
        self.should_exit = True
        self._stop.call()

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await self._serve(sockets)
        finally:
            self.is_down.set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_up.set()

    async def main_loop(self) -> None:
        while not await self.on_tick(0):  # renews the Date header
            await self._stop.sleep(TICK_SECONDS)


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise ConfigError(
            f"web.host, web.port: can't listen on {host}:{port}: {error.strerror}; take another port, "
            "or stop the program that has this one"
        ) from None
