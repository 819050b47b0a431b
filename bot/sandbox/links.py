"""Recognition of URLs as Telegram does it."""

from urllib.parse import parse_qs, urlsplit

_WEB = ("http", "https", "ton")


def checked_link(url: str) -> str | None:
    """The URL as Telegram stores it, or None when it is invalid.

    A scheme may be left out; the host of a web address needs a dot, so `http://localhost` is refused as it is there.
    """
    url = url.strip()
    if url.startswith("tg:"):
        return url
    if "://" not in url:
        url = f"http://{url}"
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme not in _WEB or "." not in host.strip(".") or any(character.isspace() for character in url):
        return None
    return url if parts.path else f"{url}/"


def mentioned_user(url: str) -> int | None:
    """The user id in `tg://user?id=…`, a mention of a user without a username."""
    parts = urlsplit(url)
    if parts.scheme != "tg" or parts.netloc != "user":
        return None
    number = parse_qs(parts.query).get("id", [""])[0]
    return int(number) if number.isascii() and number.isdigit() else None
