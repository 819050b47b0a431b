"""A bot that speaks to the sandbox in plain HTTP."""

from dataclasses import dataclass
from typing import Any

import httpx


@dataclass(frozen=True)
class Refusal:
    code: int
    description: str
    parameters: dict[str, int]


@dataclass(frozen=True)
class Bot:
    """Calls methods by name: `await bot("sendMessage", chat_id=5, text="…")`."""

    address: str
    http: httpx.AsyncClient
    token: str = "1:TEST"

    async def __call__(self, method: str, **params: object) -> Any:
        """The result. Fails when the call is refused."""
        body = (await self.post(method, **params)).json()
        assert body["ok"], body
        return body["result"]

    async def refused(self, method: str, **params: object) -> Refusal:
        """What is said to a call that must be refused."""
        response = await self.post(method, **params)
        body = response.json()
        assert not body["ok"], body
        assert response.status_code == body["error_code"]
        return Refusal(body["error_code"], body["description"], body.get("parameters", {}))

    async def post(self, method: str, **params: object) -> httpx.Response:
        return await self.http.post(f"{self.address}/bot{self.token}/{method}", json=params)
