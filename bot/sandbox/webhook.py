"""The webhook and its status."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.sandbox.api_json import Json, present
from bot.sandbox.errors import bad_request

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass
class Webhook:
    """The webhook's URL, and its last error for getWebhookInfo, with the date in Unix time."""

    url: str
    secret: str = ""
    max_connections: int = 40
    error_date: int | None = None
    error_message: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        return {SECRET_HEADER: self.secret} if self.secret else {}

    def info(self, pending: int, allowed: tuple[str, ...] | None) -> Json:
        """A WebhookInfo object."""
        last_error = present(last_error_date=self.error_date, last_error_message=self.error_message)
        known = present(max_connections=self.max_connections, allowed_updates=list(allowed) if allowed else None)
        address = {"url": self.url, "ip_address": "127.0.0.1"}
        return address | {"has_custom_certificate": False, "pending_update_count": pending} | known | last_error


def checked_url(url: str) -> str:
    """Check the URL: Telegram requires HTTPS on a public address, the sandbox HTTP on loopback."""
    parts = urlsplit(url)
    if parts.scheme != "http":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook (the sandbox: http on loopback)")
    if parts.hostname not in _LOOPBACK:
        raise bad_request("bad webhook: the sandbox reaches nothing but loopback")
    return url
