"""Lets only this machine's programs and the sandbox's own page in.

Any web site that the developer visits can send requests to a loopback port. Its name may even lead there (DNS
rebinding), which the `Host` header tells; else `Origin` and `Sec-Fetch-Site` tell that another site asks.
"""

import re

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_LOOPBACK = re.compile(r"(localhost\.?|127\.0\.0\.1|\[::1\])(:\d{1,5})?", re.ASCII | re.IGNORECASE)
_OTHER_SITES = ("cross-site", "same-site")  # also another port of this machine: https://www.w3.org/TR/fetch-metadata/


def only_own_pages(app: ASGIApp) -> ASGIApp:
    """The application, for requests to a loopback name that no other site's page has made; others get 403."""

    async def run(scope: Scope, receive: Receive, send: Send) -> None:
        why = _reason_to_refuse(scope)
        await (PlainTextResponse(f"{why}\n", status_code=403) if why else app)(scope, receive, send)

    return run


def _reason_to_refuse(scope: Scope) -> str | None:
    headers = Headers(scope=scope)
    hosts, origins = headers.getlist("host"), headers.getlist("origin")
    if len(hosts) != 1 or not _LOOPBACK.fullmatch(hosts[0]):
        return "the sandbox answers at 127.0.0.1, localhost and [::1] only"
    if any(origin.lower() != f"http://{hosts[0].lower()}" for origin in origins):
        return "only the sandbox's own page may do this"
    is_link = headers.get("sec-fetch-mode") == "navigate" and (scope["method"], scope["path"]) == ("GET", "/")
    if headers.get("sec-fetch-site") in _OTHER_SITES and not is_link:
        return "only the sandbox's own page may do this"
    return None
