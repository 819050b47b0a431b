"""Treating a connection badly: closing it, or never answering."""

import asyncio
from collections.abc import Coroutine
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

Result = TypeVar("Result")


class NoAnswer(Response):
    """Nothing is sent: there is nobody to send it to any more."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        return


async def until_gone(request: Request) -> Response:
    """Wait for the other side to give up."""
    while (await request.receive())["type"] != "http.disconnect":
        continue
    return NoAnswer()


async def unless_gone(request: Request, work: Coroutine[None, None, Result]) -> Result | None:
    """What the work comes to, or None when the other side has given up while it was being waited for."""
    working = asyncio.create_task(work)
    leaving = asyncio.create_task(until_gone(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        working.cancel()
        leaving.cancel()


async def hang_up(request: Request) -> Response:
    """Close the connection without a word."""
    request.app.state.hang_up(request.client)
    return await until_gone(request)
