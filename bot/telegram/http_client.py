"""Calls the Bot API over aiohttp, which takes a fraction of the processor time of httpx."""

import json
import ssl
from functools import cache
from io import SEEK_END, BytesIO
from typing import IO, Any
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from storage.fencing import may_act

CONNECT_SECONDS = 5.0
WRITE_SECONDS = 20.0  # besides what the files of the call take
UPLOAD_RATE = 100_000  # bytes a second: the slowest line over which files still arrive
STORING_RATE = 1_000_000  # bytes a second: how fast Telegram stores a file that has arrived
_URL_ENCODED = {"Content-Type": "application/x-www-form-urlencoded"}
KEEP_ALIVE_SECONDS = 50.0  # Telegram closes a connection that was silent for longer


class UnsentError(NetworkError):
    """The request was not sent, so Telegram can't have executed the call."""


class AiohttpRequest(BaseRequest):
    """A pool of up to `connections` connections; `initialize` opens it and may be called again."""

    def __init__(self, connections: int, read_timeout: float) -> None:
        """`read_timeout`: seconds without data after which a call times out."""
        self._connections = connections
        self._read_timeout = read_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._session is None:
            connector = aiohttp.TCPConnector(
                limit=self._connections, keepalive_timeout=KEEP_ALIVE_SECONDS, ssl=_certificates()
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                trace_configs=[_fence()],
            )

    async def shutdown(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Raise TelegramError for what is no JSON, as a provider's or a proxy's page; it is logged by who called.

        The library's own logs the whole page with a traceback, at each try.
        """
        try:
            response: dict[str, Any] = json.loads(payload)
        except ValueError:
            raise TelegramError("Invalid server response") from None
        return response

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Returns the status and the body of the response. `read_timeout` is in seconds; other timeouts are ignored.

        Both timeouts, of the whole call and of the wait for the response, grow with the files that are uploaded.

        Raises UnsentError, also when the work was given to another process (`storage.fencing`), or TimedOut or
        NetworkError when Telegram may have executed the call. Errors don't contain the URL, since the token is part of
        it.
        """
        if self._session is None:
            raise RuntimeError("call initialize() first")
        read = read_timeout if isinstance(read_timeout, int | float) else self._read_timeout
        files = request_data if request_data and request_data.contains_files else None
        timeout = call_timeout(read, uploaded_bytes(files))
        try:
            async with self._session.request(
                method,
                url,
                data=_form(files) if files else _url_encoded(request_data),
                headers=None if files else _URL_ENCODED,
                timeout=timeout,
                allow_redirects=False,
                proxy=_proxy_of(url),
            ) as response:
                return response.status, await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError) as error:
            raise UnsentError(_said(error, url)) from None
        except TimeoutError:
            raise TimedOut from None
        except aiohttp.ClientError as error:
            raise NetworkError(_said(error, url)) from None


def _fence() -> aiohttp.TraceConfig:
    """Checks, as the last thing before a request is written, that this process may still make it."""

    async def check(*_: object) -> None:
        if not may_act():
            raise UnsentError("this process stood still for so long that another one may have taken over")

    tracing = aiohttp.TraceConfig()
    tracing.on_connection_reuseconn.append(check)
    tracing.on_connection_create_end.append(check)
    return tracing


def uploaded_bytes(request_data: RequestData | None) -> int:
    """The size of the files in the call."""
    return sum(_size(content) for _, content, _ in request_data.multipart_data.values()) if request_data else 0


def _size(content: bytes | IO[bytes]) -> int:
    if isinstance(content, bytes):
        return len(content)
    size = content.seek(0, SEEK_END)
    content.seek(0)
    return size


def call_timeout(read: float, uploaded: int) -> aiohttp.ClientTimeout:
    """`read`: seconds to wait for a response without files; `uploaded`: the size of the files in bytes."""
    read += uploaded / STORING_RATE
    whole = CONNECT_SECONDS + WRITE_SECONDS + uploaded / UPLOAD_RATE + read
    return aiohttp.ClientTimeout(total=whole, connect=CONNECT_SECONDS, sock_read=read)


@cache
def _certificates() -> ssl.SSLContext:
    """The CA certificates. Cached: loading them is the slowest part of a start."""
    return httpx.create_ssl_context()


def _proxy_of(url: str) -> str | None:
    scheme, _, rest = url.partition("://")
    return _environment_proxy(scheme, rest.partition("/")[0])


@cache
def _environment_proxy(scheme: str, host: str) -> str | None:
    """The proxy by HTTPS_PROXY and NO_PROXY. Cached: aiohttp would read them and ~/.netrc for each call."""
    return None if proxy_bypass(host) else getproxies().get(scheme)


def _url_encoded(request_data: RequestData | None) -> bytes | None:
    """The parameters alone: encoding them here takes half the time that aiohttp's form takes."""
    return request_data.url_encoded_parameters().encode() if request_data and request_data.parameters else None


def _form(request_data: RequestData) -> aiohttp.FormData:
    """The parameters and the files, as the Bot API takes them."""
    form = aiohttp.FormData(request_data.json_parameters, quote_fields=False)  # keeps file names readable
    for name, (file_name, content, kind) in request_data.multipart_data.items():
        stream = BytesIO(content) if isinstance(content, bytes) else content  # a stream is sent in pieces
        form.add_field(name, stream, filename=file_name, content_type=kind)
    return form


def _said(error: aiohttp.ClientError, url: str) -> str:
    """The error's text, with the API method in place of the URL."""
    return f"{type(error).__name__}: {error}".replace(url, url.rpartition("/")[2])
