"""uvicorn's HTTP protocol with time limits for a request, and a pool that makes room for new connections.

uvicorn has neither: `timeout_keep_alive` counts between requests only and ends with the first byte, and beyond
`limit_concurrency` new requests are refused, so whoever holds connections open keeps Telegram out.
"""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address
from typing import Any

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

MAX_CONNECTIONS = 200  # Telegram opens at most 40
MAX_OF_ONE_ADDRESS = 150  # a proxy's address may be everybody's
HEAD_SECONDS = 5.0  # from the connection, or the first byte of a later request, to the end of the headers
BODY_SECONDS = 10.0  # from the end of the headers to the end of the body
ANSWER_SECONDS = 60.0  # from the end of the body to the end of the response; a locked database takes 15 s
KNOWN = "is_known"
"""The key of a request's state that an application sets for clients whose connections are the last to be closed."""

_TOO_SLOW = b"the request took too long\n"


@dataclass
class ConnectionPool:
    """The open connections. One too many closes another one that is not being answered, not the newcomer.

    First those of unknown clients are closed, the longest waiting first: neither silent nor dripping connections keep
    others out, not even behind a proxy, where all come from one address.
    """

    most: int = MAX_CONNECTIONS
    most_of_one_address: int = MAX_OF_ONE_ADDRESS
    _connections: dict["LimitedProtocol", None] = field(default_factory=dict)  # the longest waiting first

    def add(self, newcomer: "LimitedProtocol") -> None:
        """Add a connection, and close another one, or this one if all others are being answered."""
        counts = Counter(connection.network for connection in self._connections)
        chosen: LimitedProtocol | None = None
        if counts[newcomer.network] >= self.most_of_one_address:
            chosen = self._longest_waiting(newcomer.network) or newcomer
        elif len(self._connections) >= self.most:
            [(largest, _)] = counts.most_common(1)
            chosen = self._longest_waiting(largest, *counts) or newcomer
        self._connections[newcomer] = None
        if chosen is not None:
            self.remove(chosen)
            chosen.transport.abort()

    def remove(self, connection: "LimitedProtocol") -> None:
        self._connections.pop(connection, None)

    def begin_to_wait(self, connection: "LimitedProtocol") -> None:
        """The connection was answered, and waits for its next request from now on."""
        if connection in self._connections:
            del self._connections[connection]
            self._connections[connection] = None

    def _longest_waiting(self, *networks: str) -> "LimitedProtocol | None":
        """An unknown one if there is one, and of the first network if there is one."""
        idle = [one for one in self._connections if not one.is_being_answered and one.network in networks]
        return min(
            idle, key=lambda one: (one.is_known, one.network != networks[0]), default=None
        )  # of equals the first


class LimitedProtocol(H11Protocol):
    """A connection that is closed when a request takes too long; unlike in uvicorn, idle ones of strangers go first."""

    pool: ConnectionPool

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.network = ""
        self.is_known = False
        self._deadline: asyncio.TimerHandle | None = None
        self._phase: object = None

    @property
    def is_being_answered(self) -> bool:
        """Whether the application has the headers of a request and has not finished its response."""
        is_answered = self.cycle is None or self.cycle.response_complete
        return not is_answered and not self.transport.is_closing()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in uvicorn
        super().connection_made(transport)
        self.network = network_of(self.client[0] if self.client else "")
        self._limit((self.cycle, h11.IDLE), HEAD_SECONDS)
        self.pool.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self.pool.remove(self)
        self._stop_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch_progress()

    def on_response_complete(self) -> None:
        self.is_known = self.is_known or bool(self.scope["state"].get(KNOWN))
        self.pool.begin_to_wait(self)
        super().on_response_complete()  # which takes up the next request, if that has arrived already
        self._watch_progress()

    def _watch_progress(self) -> None:
        """Set the time limit of what the connection waits for now. More bytes of the same do not prolong it."""
        theirs = self.conn.their_state
        if theirs is h11.SEND_BODY:
            self._limit((self.cycle, theirs), BODY_SECONDS)
        elif self.is_being_answered:
            self._limit((self.cycle, theirs), ANSWER_SECONDS)
        elif theirs is h11.IDLE and self.conn.trailing_data[0]:
            self._limit((self.cycle, theirs), HEAD_SECONDS)
        else:  # uvicorn closes it when it stays idle
            self._stop_timer()

    def _limit(self, phase: object, seconds: float) -> None:
        if self._phase != phase:
            self._stop_timer()
            self._phase = phase
            self._deadline = self.loop.call_later(seconds, self._give_up)

    def _stop_timer(self) -> None:
        self._phase = None
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        """Say that the request took too long if it is not being answered yet, and close."""
        has_begun = self.is_being_answered and self.cycle.response_started
        is_incomplete = self.conn.their_state in (h11.IDLE, h11.SEND_BODY)
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE) or has_begun or not is_incomplete:
            self.transport.abort()
            return
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
        response = h11.Response(status_code=408, headers=headers, reason=b"Request Timeout")
        for event in (response, h11.Data(data=_TOO_SLOW), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()


def network_of(address: str) -> str:
    """What counts as one address: of IPv6 the /64 network, which one client has whole. Any other text is itself."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    return str(parsed.ipv4_mapped or IPv6Address(int(parsed) >> 64 << 64))
