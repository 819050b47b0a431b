"""POST requests to one server that may hang, lie or flood: limited in time and size, following nothing."""

import asyncio
import json
import ssl
from collections.abc import Coroutine, Mapping
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import urlsplit

import aiohttp
from pydantic import SecretStr

from bot.inference.time_budget import seconds_left

T = TypeVar("T")
_CHUNK_BYTES = 65_536
_LEAST_SECONDS = 0.02  # less is not worth a call


class EndpointError(Exception):
    """No usable answer. The message says why in technical words, and holds nothing of what was sent or received."""


class NoTimeError(EndpointError):
    """The time budget is used up, which says nothing of the server."""


class Endpoint:
    """An OpenAI-compatible API at an address such as "http://127.0.0.1:8080/v1". May be asked by several threads.

    Redirects, proxies of the environment and cookies are not followed.
    """

    def __init__(self, address: str, key: SecretStr | None = None) -> None:
        self.address = address
        self._key = key

    @property
    def host(self) -> str:
        """Host and port, for messages."""
        return urlsplit(self.address).netloc

    def post(self, path: str, payload: Mapping[str, object], *, seconds: float, most_bytes: int) -> object:
        """The JSON that the server answers. Raises EndpointError.

        seconds: from connecting to the last byte, less where the time budget ends before.
        """
        left = seconds_left(seconds)
        if left < _LEAST_SECONDS:
            raise NoTimeError("no time is left for a call")
        body = _run(self._post(path, json.dumps(payload).encode(), left, most_bytes))
        try:
            return json.loads(body)
        except (ValueError, RecursionError):
            raise EndpointError("the answer is not JSON") from None

    async def _post(self, path: str, body: bytes, seconds: float, most_bytes: int) -> bytes:
        try:
            async with (
                asyncio.timeout(seconds),
                aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False) as session,
                session.post(
                    f"{self.address}{path}", data=body, headers=self._headers, allow_redirects=False, ssl=self._tls
                ) as response,
            ):
                if response.status != 200:
                    raise EndpointError(f"HTTP status {response.status}")
                return await _limited(response, most_bytes)
        except TimeoutError:
            raise EndpointError(f"no whole answer within {seconds:.1f} s") from None
        except (aiohttp.ClientError, OSError, ValueError) as error:  # ValueError: headers that are no HTTP
            raise EndpointError(f"the connection failed: {type(error).__name__}") from None

    @property
    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept-Encoding": "identity", "User-Agent": "nightdesk"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key.get_secret_value()}"
        return headers

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context()


async def _limited(response: aiohttp.ClientResponse, most_bytes: int) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK_BYTES):
        body += chunk
        if len(body) > most_bytes:
            raise EndpointError(f"the answer has more than {most_bytes:,} bytes")
    return bytes(body)


def _run(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end on this thread. Unlike asyncio.run, it doesn't wait for a name that is still being resolved."""
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(work)
    finally:
        loop.close()
