"""uvicorn in the current event loop: starts and stops without delay and can close single connections."""

import asyncio
import socket
from contextlib import suppress

import uvicorn
from starlette.datastructures import Address
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

_HOST, _HOST_6 = "127.0.0.1", "::1"
_TICK_SECONDS = 1.0


class Listener:
    """Serves an application on loopback. Tests start hundreds of servers, so nothing here polls."""

    def __init__(self, app: ASGIApp) -> None:
        self._server = _Server(
            uvicorn.Config(_quiet(app), http="h11", log_config=None, access_log=False, lifespan="off")
        )
        self._running: asyncio.Task[None] | None = None

    async def open(self, port: int) -> str:
        """Listen on the port, 0 for a free one. Returns the address. Raises OSError when the port is in use."""
        bound = _bound(socket.AF_INET, _HOST, port)
        chosen: int = bound.getsockname()[1]
        sockets = [bound]
        with suppress(OSError):  # a machine without IPv6
            sockets.append(_bound(socket.AF_INET6, _HOST_6, chosen))
        self._running = asyncio.create_task(self._server.serve(sockets=sockets))
        await self._server.is_up.wait()
        return f"http://{_HOST}:{chosen}"

    async def close(self) -> None:
        """Stop and close all connections."""
        self._server.is_over.set()
        if self._running is not None:
            await self._running

    def hang_up(self, client: Address) -> None:
        """Close the connection of this client."""
        for connection in list(self._server.server_state.connections):
            if getattr(connection, "client", None) == tuple(client):
                connection.transport.abort()


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = asyncio.Event()
        self.is_over = asyncio.Event()

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        """As in uvicorn, but without installing signal handlers."""
        await self._serve(sockets)

    async def main_loop(self) -> None:
        """Refresh the Date header once a second; return at once when stopped."""
        while not self.is_over.is_set():
            await self.on_tick(0)
            self.is_up.set()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.is_over.wait(), _TICK_SECONDS)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await asyncio.sleep(0)  # lets the protocols see the disconnect before their requests are cancelled
        running = list(self.server_state.tasks)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def _bound(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    """Set TCP_NODELAY, which asyncio does only for sockets with an explicit protocol; else +40 ms a response."""
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        bound.bind((host, port))
    except OSError:
        bound.close()
        raise
    return bound


def _quiet(app: ASGIApp) -> ASGIApp:
    """Do not log requests that are cancelled at the stop, or whose client disconnects while sending."""

    async def run(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await app(scope, receive, send)
        except (asyncio.CancelledError, ClientDisconnect):
            return

    return run
