"""Types of configuration values. Invalid values raise ValueError, whose message is the remedy."""

import re
from datetime import date, time, timedelta
from importlib.util import find_spec
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, SecretStr
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.config.hosts import is_near, normal_host

_DURATION = re.compile(r"(?:(\d+)d)?\s*(?:(\d+)h)?\s*(?:(\d+)m)?\s*(?:(\d+)s)?")


def parse_duration(text: object) -> timedelta:
    """Parse "30m", "1h 30m" or "2d". Raises ValueError for anything else, including zero."""
    match = _DURATION.fullmatch(str(text).strip().lower())
    days, hours, minutes, seconds = (int(group or 0) for group in match.groups()) if match else (0, 0, 0, 0)
    duration = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if not duration:
        raise ValueError('write a time span such as "30m", "2h" or "3d"')
    return duration


def _duration(value: object) -> object:
    return parse_duration(value) if isinstance(value, str) else value


def _day(value: object) -> object:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError('write the day as "2026-12-31"') from None


def _person_id(value: int) -> int:
    if value <= 0:
        raise ValueError("write the Telegram id of a person, such as 12345678; ids of groups begin with a minus")
    return value


def _time_of_day(value: object) -> object:
    if isinstance(value, time):
        return value
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", str(value)):
        raise ValueError('write the time as "04:00"')
    return time.fromisoformat(str(value))


def _address(value: str) -> str:
    if not re.fullmatch(r"https?://\S+", value) or not _has_host(value):
        raise ValueError('write a URL that starts with "https://" or "http://"')
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
        raise ValueError(
            'write the address alone, such as "http://127.0.0.1:8080/v1"; a key goes into NIGHTDESK_ENCODER_KEY or '
            "NIGHTDESK_PICKER_KEY"
        )
    if parsed.scheme == "http" and not is_near(normal_host(parsed.hostname or "")):
        raise ValueError('write "https://": customers\' words would go through the internet unencrypted')
    return value


def _host(value: str) -> str:
    try:
        return normal_host(value)
    except ValueError:
        raise ValueError(
            'write a name such as "desk.example.com" or an IP address, without "https://" and port'
        ) from None


def webhook_secret(value: SecretStr) -> SecretStr:
    """Check the characters that https://core.telegram.org/bots/api#setwebhook allows. Raises ValueError."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value.get_secret_value()):
        raise ValueError("write 16 to 256 Latin letters and digits")
    return value


def has_postgres() -> bool:
    """Whether the extra for PostgreSQL is installed."""
    return bool(find_spec("psycopg") and find_spec("procrastinate"))


def _database(value: str) -> str:
    try:
        url = make_url(value)
        engine, is_password_last = url.get_backend_name(), "password" in url.query
    except ArgumentError:
        engine, is_password_last = None, False
    if engine not in ("sqlite", "postgresql"):
        raise ValueError('write "sqlite:///nightdesk.db" or "postgresql://nightdesk@host/nightdesk"')
    if engine == "postgresql" and not has_postgres():
        raise ValueError("PostgreSQL needs the extra: pip install '.[postgres]'")
    if is_password_last:  # messages mask the password before the @ only
        raise ValueError('write the password before the "@", or into PGPASSWORD or ~/.pgpass')
    return value


Duration = Annotated[timedelta, BeforeValidator(_duration)]
Day = Annotated[date, BeforeValidator(_day)]
PersonId = Annotated[int, AfterValidator(_person_id)]
TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]
Address = Annotated[str, AfterValidator(_address)]
Host = Annotated[str, AfterValidator(_host)]
ModelAddress = Annotated[str, AfterValidator(model_address)]
WebhookSecret = Annotated[SecretStr, AfterValidator(webhook_secret)]
DatabaseUrl = Annotated[str, AfterValidator(_database)]
