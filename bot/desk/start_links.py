"""Links that open the chat with a start parameter, `https://t.me/NAME?start=PARAMETER`. Pure.

A parameter has up to 64 characters of A-Z, a-z, 0-9, _ and - (https://core.telegram.org/bots/features#deep-linking):
- `faq_ID` opens an entry of the FAQ;
- `KIND_VALUE--SIGNATURE` says what the customer writes about, and that the company made the link;
- anything else says so, too, but anybody may have made it.
"""

import hmac
import re
from base64 import b32encode, urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

LONGEST_PARAMETER = 64  # characters
ORDER, FAQ = "order", "faq"

_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")
_KIND = re.compile(r"[A-Za-z][A-Za-z0-9]{0,15}")
_SIGNED = re.compile(r"(?P<body>.+)--(?P<signature>[a-z2-7]{12})")
_ENCODED = "-u"  # after the kind: the value is base64url of UTF-8
_KEY_PURPOSE = b"nightdesk start link"
_SIGNATURE_LENGTH = 12  # characters of five bits


class LinkError(Exception):
    """No link can be made of it; the message says why."""


@dataclass(frozen=True)
class StartLink:
    """What a link says: `kind` "order" and `value` "4411"; `kind` is "" where a foreign link names none.

    `is_confirmed`: the desk's own signature is on it. It says who made the link, not who opened it.
    """

    kind: str
    value: str
    is_confirmed: bool

    @property
    def is_telling(self) -> bool:
        """Whether the customer is told about it; a foreign mark, as of an advertisement, means nothing to them."""
        return self.is_confirmed or self.kind == ORDER


def signing_key(token: str) -> bytes:
    """The key of the desk's signatures, derived from the bot's token; a new token makes earlier links foreign."""
    return hmac.digest(token.encode(), _KEY_PURPOSE, "sha256")


def is_parameter(text: str) -> bool:
    """Whether a link can have brought it; anything else was typed."""
    return _PARAMETER.fullmatch(text) is not None


def entry_id_in(parameter: str) -> str | None:
    """The entry that the link opens; None when it opens none."""
    prefix, _, entry_id = parameter.partition("_")
    return entry_id if prefix == FAQ else None


def read_link(parameter: str, key: bytes) -> StartLink:
    """What the parameter says. One without a valid signature is read too, and is not confirmed."""
    signed = _SIGNED.fullmatch(parameter)
    if signed is None:
        return _unconfirmed(parameter)
    body = signed["body"]
    if not hmac.compare_digest(signed["signature"], _signature(body, key)):
        return _unconfirmed(body)
    kind, _, value = body.partition("_")
    is_encoded = kind.endswith(_ENCODED)
    return StartLink(kind.removesuffix(_ENCODED), _decoded(value) if is_encoded else value, is_confirmed=True)


def entry_parameter(entry_id: str) -> str:
    """The parameter that opens the entry; each valid id fits in."""
    return f"{FAQ}_{entry_id}"


def signed_parameter(kind: str, value: str, key: bytes) -> str:
    """The signed parameter for `kind` and `value`. Raises LinkError when there is none.

    A value in other letters than a link may have, «А-4411», is encoded, which leaves less room.
    """
    if _KIND.fullmatch(kind) is None or kind == FAQ:
        raise LinkError(f'"{kind}" can\'t be what a link is about: write a Latin word of up to 16 letters, as "order"')
    if not value.strip() or not value.isprintable():
        raise LinkError("the value must have characters that can be seen")
    body = f"{kind}_{value}" if is_parameter(value) else f"{kind}{_ENCODED}_{_encoded(value)}"
    parameter = f"{body}--{_signature(body, key)}"
    if len(parameter) > LONGEST_PARAMETER:
        too_many = len(parameter) - LONGEST_PARAMETER
        raise LinkError(f"Telegram's links have up to {LONGEST_PARAMETER} characters: shorten the value by {too_many}")
    return parameter


def start_url(username: str, parameter: str) -> str:
    """The link to the bot of that name, which stands without @."""
    return f"https://t.me/{username}?start={parameter}"


def _unconfirmed(parameter: str) -> StartLink:
    """Its value is shown as it came: decoded, it could bring a ✓ of its own along."""
    kind, _, value = parameter.partition("_")
    return StartLink(ORDER, value, False) if kind == ORDER and value else StartLink("", parameter, False)


def _signature(body: str, key: bytes) -> str:
    return b32encode(hmac.digest(key, body.encode(), "sha256")).decode().lower()[:_SIGNATURE_LENGTH]


def _encoded(value: str) -> str:
    return urlsafe_b64encode(value.encode()).decode().rstrip("=")


def _decoded(value: str) -> str:
    """The inverse of `_encoded`; only for signed values."""
    return urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode()
