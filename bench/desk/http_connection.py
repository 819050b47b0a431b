"""The server side of HTTP/1.1 with as little work a request as possible, so that the bots are what is measured.

It knows what the bots' clients send: a request line, headers and a body with Content-Length.
"""

import asyncio
from typing import Protocol

_END_OF_HEADERS = b"\r\n\r\n"
_LENGTH = b"content-length:"


class UnsupportedRequestError(Exception):
    """The request has a body without Content-Length; this server can't tell where it ends."""


class Handler(Protocol):
    """Answers requests. `reply` and `forget` may be called once each for a connection's request."""

    def handle(self, connection: "Connection", method: str, body: bytes) -> None: ...

    def forget(self, connection: "Connection") -> None: ...


class Connection(asyncio.Protocol):
    """One client. Its requests are handled in order, and the handler replies at once or later."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._received = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, _error: Exception | None) -> None:
        self._handler.forget(self)

    def data_received(self, data: bytes) -> None:
        self._received += data
        while request := self._next_request():
            self._handler.handle(self, *request)

    def reply(self, json_body: bytes) -> None:
        """Send a response with status 200; nothing when the client is gone."""
        if not self._transport.is_closing():
            head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(json_body)
            self._transport.write(head + json_body)

    def _next_request(self) -> tuple[str, bytes] | None:
        """The last part of the path, which is the Bot API's method, and the body; None until all of it is here."""
        end = self._received.find(_END_OF_HEADERS)
        if end < 0:
            return None
        head, start = bytes(self._received[:end]), end + len(_END_OF_HEADERS)
        length = _body_length(head)
        if len(self._received) < start + length:
            return None
        body = bytes(self._received[start : start + length])
        del self._received[: start + length]
        path = head.split(b" ", 2)[1]
        return path.rpartition(b"/")[2].decode(), body


def _body_length(head: bytes) -> int:
    lowered = head.lower()
    if b"transfer-encoding:" in lowered:
        raise UnsupportedRequestError(head.decode(errors="replace"))
    start = lowered.find(_LENGTH)
    return int(lowered[start + len(_LENGTH) :].split(b"\r\n", 1)[0]) if start >= 0 else 0
