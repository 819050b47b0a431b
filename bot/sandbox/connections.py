"""Connection faults: closing a connection, or never responding."""

import asyncio
from collections.abc import Coroutine
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

Result = TypeVar("Result")


class NoAnswer(Response):
    """A response that sends nothing, for closed connections."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        return


async def until_gone(request: Request) -> Response:
    """Wait until the client disconnects."""
    while (await request.receive())["type"] != "http.disconnect":
        continue
    return NoAnswer()


async def unless_gone(request: Request, work: Coroutine[None, None, Result]) -> Result | None:
    """Await `work`; None when the client disconnects first."""
    working = asyncio.create_task(work)
    leaving = asyncio.create_task(until_gone(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        working.cancel()
        leaving.cancel()


async def hang_up(request: Request) -> Response:
    """Close the connection without a response."""
    request.app.state.hang_up(request.client)
    return await until_gone(request)
