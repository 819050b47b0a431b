"""The settings as a report shows them: a value is shown only if its key is listed here, any other is "set"."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import time, timedelta
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import BaseModel
from sqlalchemy import make_url

from bot.config import ConfigError, Settings
from bot.config.hosts import is_near, normal_host

_COUNTRY = re.compile(r"[A-Za-z]{2}(-[A-Za-z0-9]{1,3})?")
_WORDS_OF_HOURS = frozenset(
    {
        *("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "PH", "off", "closed", "open", "week", "easter", "day", "days"),
        *("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    }
)
_EVERYWHERE = frozenset({"127.0.0.1", "::1", "localhost", "0.0.0.0", "::"})  # noqa: S104  # names nobody's machine


def _number(value: object) -> str:
    """A number, a boolean, one of the program's own words, a time, or several of them."""
    match value:
        case timedelta():
            return f"{value.total_seconds():g} s"
        case time():
            return f"{value:%H:%M}"
        case tuple():
            return ", ".join(map(_number, value)) or "none"
    return str(value)


def _zone(value: str) -> str | None:
    return value if value in available_timezones() else None


def _country(value: str) -> str | None:
    return value if _COUNTRY.fullmatch(value) else None


def _week(value: str) -> str | None:
    """Hours are digits and words of their own grammar; anything else is somebody's words."""
    return value if set(re.findall(r"[^\W\d_]+", value)) <= _WORDS_OF_HOURS and value.isascii() else None


def _listens_at(value: str) -> str | None:
    return value if value in _EVERYWHERE else None


def _database(url: str) -> str:
    return make_url(url).get_backend_name()


def _near(address: object) -> str:
    return "on this network" if is_near(normal_host(urlsplit(str(address)).hostname or "")) else "on the internet"


SHOWN: Mapping[str, Callable[..., str | None]] = {
    **dict.fromkeys(("company.language", "telegram.mode", "staff.topics"), _number),
    **{"hours.timezone": _zone, "hours.week": _week, "hours.holidays": _country},
    **dict.fromkeys(
        ("faq.max_wrong", "faq.learn", "faq.to_person", "faq.preview_from", "faq.offer_from"),
        _number,
    ),
    **dict.fromkeys(("faq.encoder", "faq.picker"), _near),
    "pilot.share": _number,
    **dict.fromkeys(("promise.reply_within", "promise.an_hour", "promise.reopen_within"), _number),
    **dict.fromkeys(("on_call.rota", "on_call.escalate_after"), _number),
    **dict.fromkeys(("privacy.keep_texts_days", "privacy.keep_tickets_days"), _number),
    **{"storage.url": _database, "backup.at": _number, "backup.keep_days": _number},
    **{"web.host": _listens_at, "web.port": _number, "log.format": _number, "log.level": _number},
}
"""How the value of a key is shown, None where it turns out not to have the shape that it should have. Only what can't
hold a name, a text, an address, an id or a secret is listed; a new key is masked until somebody adds it here."""


def configuration_lines(settings: Settings) -> Iterator[str]:
    """A line a key."""
    for key, value, default in _values(settings):
        yield f"{key}: {_shown(key, value, default)}"


def keys_named_in(error: ConfigError) -> Iterator[str]:
    """Which keys the errors are about; what stands there, and keys that the program doesn't know, are left out."""
    known = sorted(_known_keys(Settings))
    for line in str(error).splitlines():
        named = [key for key in known if re.search(rf"(?<![\w.]){re.escape(key)}(?![\w.])", line)]
        yield f"invalid: {', '.join(named) or 'the file, or a key that does not exist'}"


def _shown(key: str, value: object, default: object) -> str:
    if value is None or value == "":
        return "not set"
    if key in SHOWN:
        return SHOWN[key](value) or "set"
    if isinstance(value, tuple | list | dict | set | frozenset):
        return f"{len(value)} given"
    return "the default" if value == default else "set"


def _values(section: BaseModel, prefix: str = "") -> Iterator[tuple[str, object, object]]:
    """Each key with its value and its default."""
    for name, field in type(section).model_fields.items():
        value = getattr(section, name)
        if isinstance(value, BaseModel):
            yield from _values(value, f"{prefix}{name}.")
        elif hasattr(value, "get_secret_value"):
            yield f"{prefix}{name}", value.get_secret_value() and _SECRET, None
        else:
            yield f"{prefix}{name}", value, field.get_default()


_SECRET = object()
"""Stands for a secret, so that none is handed on."""


def _known_keys(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _known_keys(kind, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"
