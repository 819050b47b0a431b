"""Names of hosts, as they stand in URLs, in the `Host` header and in `[web] allowed_hosts`."""

import re
from ipaddress import IPv6Address, ip_address

_LABELS = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
_LONGEST = 253  # characters, without the dot at the end: https://www.rfc-editor.org/rfc/rfc1035


def normal_host(text: str) -> str:
    """The one form of a host's name or address: lower case, punycode, no dot at the end, IPv6 without brackets.

    Raises ValueError for what is no host, such as a URL, a name with a port, or an empty text.
    """
    is_bracketed = text.startswith("[") and text.endswith("]")
    bare = text[1:-1] if is_bracketed else text
    if is_bracketed or ":" in bare:
        return str(_ipv6(bare))
    name = _punycode(bare).lower().removesuffix(".")
    if not _LABELS.fullmatch(name) or len(name) > _LONGEST:
        raise ValueError(f"{text!r} is no host")
    return name


def is_ip_address(host: str) -> bool:
    """Whether a host in its normal form is an IPv4 or IPv6 address."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def is_loopback_name(host: str) -> bool:
    """Whether the name means this machine everywhere: https://www.rfc-editor.org/rfc/rfc6761#section-6.3"""
    return host == "localhost" or host.endswith(".localhost")


def is_near(host: str) -> bool:
    """Whether the host, in its normal form, is in a network of one's own: by its address, or by a name without a dot.

    Names without a dot are those of containers and of the local network.
    """
    if is_ip_address(host):
        return ip_address(host).is_private
    return is_loopback_name(host) or "." not in host


def is_this_machine(host: str) -> bool:
    """Whether what is sent to the host, in its normal form, stays on this machine."""
    return ip_address(host).is_loopback if is_ip_address(host) else is_loopback_name(host)


def _ipv6(text: str) -> IPv6Address:
    address = IPv6Address(text)
    if address.scope_id is not None:
        raise ValueError(f"{text!r} has a zone, which is of one machine only")
    return address


def _punycode(name: str) -> str:
    """Raises UnicodeError, a ValueError, for a name that IDNA does not allow."""
    return name if name.isascii() else name.encode("idna").decode("ascii")
