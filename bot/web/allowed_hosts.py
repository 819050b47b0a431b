"""Refuses requests for other hosts, on every path: a web page whose name leads to this machine's address can't read
what the desk tells (DNS rebinding).

Starlette's `TrustedHostMiddleware` takes the first of several hosts and knows neither IPv6 nor a dot at the end.
"""

import logging
import re
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.config import Settings
from bot.config.hosts import is_ip_address, is_loopback_name, normal_host

log = logging.getLogger(__name__)

_HOST = re.compile(r"(\[[^\]]*\]|[^:\[\]]+)(?::(\d{0,5}))?", re.ASCII)
_LARGEST_PORT = 65_535
_SHOWN = 100  # characters of a refused host in the log
_REFUSED = PlainTextResponse("unknown host: see allowed_hosts in the section [web]\n", status_code=400)


class AllowedHosts:
    """The application, for requests with an allowed host; others get 400. The first of them is logged."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._listed = settings.web.allowed_hosts
        own = (settings.web.public_url, settings.telegram.webhook_url)
        self._own = {normal_host(urlsplit(url).hostname or "") for url in own if url}
        self._is_logged = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._allows(scope):
            await self._app(scope, receive, send)
        else:
            await _REFUSED(scope, receive, send)

    def _allows(self, scope: Scope) -> bool:
        """Whether there is one `Host` header, with an allowed host, and a path instead of a URL of another host."""
        given = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        host = requested_host(given[0]) if len(given) == 1 else None
        if host is not None and self._is_allowed(host):
            return bool(scope["path"].startswith("/") or scope["path"] == "*")
        if not self._is_logged:
            self._is_logged = True
            shown = ", ".join(given)[:_SHOWN]
            log.warning("A request for the host %r was refused: if it is yours, add it to [web] allowed_hosts", shown)
        return False

    def _is_allowed(self, host: str) -> bool:
        if self._listed is not None:
            return host in self._listed
        return is_loopback_name(host) or is_ip_address(host) or host in self._own


def requested_host(header: str) -> str | None:
    """The host of a `Host` header in its normal form; None when the header is malformed.

    https://www.rfc-editor.org/rfc/rfc9110#field.host
    """
    match = _HOST.fullmatch(header) if header.isascii() else None
    if match is None or int(match[2] or 0) > _LARGEST_PORT:
        return None
    try:
        return normal_host(match[1])
    except ValueError:
        return None
