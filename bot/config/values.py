"""Types of configuration values. An invalid value raises an error whose type names its text in bot/config/words."""

import re
from datetime import time, timedelta
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, LiteralString
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_core import PydanticCustomError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.config.hosts import is_near, normal_host

PROBLEMS: frozenset[str] = frozenset(
    {"duration", "duration_too_long", "time_of_day", "person_id", "group_id", "url", "host", "webhook_secret"}
    | {"database_url", "postgres_extra", "password_place", "backslashes", "number_expected"}
    | {"address_alone", "unencrypted", "misspelt"}
)
"""The types of the errors that are raised here."""

SHADOW = "shadow"  # a share of nobody
_DURATION = re.compile(r"(?:(\d{1,9})d)?\s*(?:(\d{1,9})h)?\s*(?:(\d{1,9})m)?\s*(?:(\d{1,9})s)?")
_LONGEST = timedelta(days=3660)
_TIME_OF_DAY = re.compile(r"(\d\d?)[:.]([0-5]\d)(?:[:.][0-5]\d)?")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−－", "-") | dict.fromkeys(" \u00a0\u202f"))
_SUPERGROUP = "-100"  # with which the Bot API's ids of supergroups begin; links and the web version leave it out


def invalid(problem: LiteralString, **details: object) -> PydanticCustomError:
    """An error of this type, one of PROBLEMS; `details` fill in its text."""
    return PydanticCustomError(problem, problem, details)


def parse_duration(text: object) -> timedelta:
    """Parse "30m", "1h 30m" or "2d". Raises ValueError for anything else, zero, and more than ten years."""
    match = _DURATION.fullmatch(str(text).strip().lower())
    days, hours, minutes, seconds = (int(group or 0) for group in match.groups()) if match else (0, 0, 0, 0)
    if days > _LONGEST.days:
        raise invalid("duration_too_long")
    duration = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if not duration:
        raise invalid("duration")
    if duration > _LONGEST:
        raise invalid("duration_too_long")
    return duration


def _duration(value: object) -> object:
    return value if isinstance(value, timedelta) else parse_duration(value)


def _person_id(value: int) -> int:
    if value <= 0:
        raise invalid("person_id")
    return value


def _plain_number(value: object) -> object:
    """A number in quotes, with any dash for a minus, and spaces."""
    return value.translate(_DASHES) if isinstance(value, str) else value


def _group_id(value: int) -> int:
    if value <= 0:  # 0: none yet, as for authors, who need no group
        return value
    is_without_minus = str(value).startswith(_SUPERGROUP[1:]) and len(str(value)) > 12
    raise invalid("group_id", suggested=f"-{value}" if is_without_minus else f"{_SUPERGROUP}{value}")


def _time_of_day(value: object) -> object:
    """Accepts "04:00", "4.00" and TOML's own 04:00:00; seconds don't count."""
    if isinstance(value, time):
        return value
    found = _TIME_OF_DAY.fullmatch(str(value).strip())
    if not found or int(found[1]) > 23:
        raise invalid("time_of_day")
    return time(int(found[1]), int(found[2]))


def _printable(value: object) -> object:
    """In double quotes TOML reads "C:\\new" as "C:", a line break, "ew"."""
    if isinstance(value, str) and any(ord(character) < 32 for character in value):
        raise invalid("backslashes")
    return value


def _address(value: str) -> str:
    if not re.fullmatch(r"https?://\S+", value) or not _has_host(value):
        raise invalid("url")
    return value.rstrip("/")


def _has_host(url: str) -> bool:
    try:
        return bool(normal_host(urlsplit(url).hostname or ""))
    except ValueError:
        return False


def model_address(value: str) -> str:
    """The address of an OpenAI-compatible API. Raises ValueError where words would cross the internet unencrypted."""
    value = _address(value)
    parsed = urlsplit(value)
    if parsed.username is not None or parsed.query or parsed.fragment:
        raise invalid("address_alone")
    if parsed.scheme == "http" and not is_near(normal_host(parsed.hostname or "")):
        raise invalid("unencrypted")
    return value


def _host(value: str) -> str:
    try:
        return normal_host(value)
    except ValueError:
        raise invalid("host") from None


def webhook_secret(value: SecretStr) -> SecretStr:
    """Check the characters that https://core.telegram.org/bots/api#setwebhook allows. Raises ValueError."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value.get_secret_value()):
        raise invalid("webhook_secret")
    return value


def has_postgres() -> bool:
    """Whether the extra for PostgreSQL is installed."""
    return bool(find_spec("psycopg") and find_spec("procrastinate"))


def _database(value: str) -> str:
    try:
        url = make_url(value)
        engine, is_password_last = url.get_backend_name(), "password" in url.query
    except (ArgumentError, ValueError):  # ValueError: the port is no number
        engine, is_password_last = None, False
    if engine not in ("sqlite", "postgresql"):
        raise invalid("database_url")
    if engine == "postgresql" and not has_postgres():
        raise invalid("postgres_extra")
    if is_password_last:  # messages mask the password before the @ only
        raise invalid("password_place")
    return value


def _share(value: object) -> object:
    """ "shadow": nobody is answered."""
    if not isinstance(value, str):
        return value
    if (written := value.strip().lower()) == SHADOW:
        return 0.0
    if get_close_matches(written, [SHADOW]):
        raise invalid("misspelt", nearest=SHADOW)
    return value


Switch = Annotated[bool, Field(strict=True)]
"""Only true and false: "no" in quotes must not be read as a text that is there."""

Share = Annotated[float, Field(ge=0, le=1), BeforeValidator(_share)]
Folder = Annotated[Path, BeforeValidator(_printable)]
GroupId = Annotated[int, AfterValidator(_group_id), BeforeValidator(_plain_number)]
Duration = Annotated[timedelta, BeforeValidator(_duration)]
PersonId = Annotated[int, AfterValidator(_person_id), BeforeValidator(_plain_number)]
TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]
Address = Annotated[str, AfterValidator(_address)]
Host = Annotated[str, AfterValidator(_host)]
ModelAddress = Annotated[str, AfterValidator(model_address)]
WebhookSecret = Annotated[SecretStr, AfterValidator(webhook_secret)]
DatabaseUrl = Annotated[str, AfterValidator(_database), BeforeValidator(_printable)]
