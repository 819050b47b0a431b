"""A load balancer in front of several machines."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import cycle

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.server import serving


@asynccontextmanager
async def one_address(port: int, behind: list[int]) -> AsyncIterator[None]:
    """Passes each request to the next machine that accepts it; responds 502 when none does."""
    turns = cycle(behind)

    async def hand_on(request: Request) -> Response:
        body = await request.body()
        for _ in behind:
            try:
                answer = await http.post(
                    f"http://127.0.0.1:{next(turns)}/telegram", content=body, headers=request.headers
                )
            except httpx.TransportError:
                continue
            return Response(answer.content, answer.status_code)
        return Response(status_code=502)

    app = Starlette(routes=[Route("/telegram", hand_on, methods=["POST"])])
    async with httpx.AsyncClient(trust_env=False) as http, serving(app, "127.0.0.1", port):
        yield
