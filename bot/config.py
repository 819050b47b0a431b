"""config.toml → frozen settings. An error names the key, the value and what to write instead."""

import os
import re
import tomllib
from collections.abc import Mapping
from datetime import date, time, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.calendar import Calendar, CalendarError

Language = Literal["ru", "en"]

WEBHOOK_PORT = 8080  # when the configuration names none

_TOKEN = re.compile(r"\d{5,}:[\w-]{20,}", re.ASCII)
_PASSWORD = re.compile(r"(?<=://).*(?=@)|(?<=password=)[^&]+")
_DURATION = re.compile(r"(?:(\d+)d)?\s*(?:(\d+)h)?\s*(?:(\d+)m)?\s*(?:(\d+)s)?")


class ConfigError(Exception):
    """The configuration can't be used; the text says which key, which value and what to write instead."""


def parse_duration(text: object) -> timedelta:
    """ "30m", "1h 30m", "2d" → timedelta; ValueError for anything else, zero too."""
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


def _time_of_day(value: object) -> object:
    if isinstance(value, time):
        return value
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", str(value)):
        raise ValueError('write the time as "04:00"')
    return time.fromisoformat(str(value))


def _address(value: str) -> str:
    if not re.fullmatch(r"https?://\S+", value):
        raise ValueError('write an address that begins with "https://" or "http://"')
    return value.rstrip("/")


def _secret(value: SecretStr) -> SecretStr:
    """https://core.telegram.org/bots/api#setwebhook allows no other characters."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value.get_secret_value()):
        raise ValueError("write 16 to 256 Latin letters and digits")
    return value


def _database(value: str) -> str:
    try:
        url = make_url(value)
        engine, is_password_last = url.get_backend_name(), "password" in url.query
    except ArgumentError:
        engine, is_password_last = None, False
    if engine not in ("sqlite", "postgresql"):
        raise ValueError('write "sqlite:///nightdesk.db" or "postgresql://nightdesk@host/nightdesk"')
    if engine == "postgresql" and not (find_spec("psycopg") and find_spec("procrastinate")):
        raise ValueError("PostgreSQL needs the extra: pip install '.[postgres]'")
    if is_password_last:  # where it would be shown with the address
        raise ValueError('write the password before the "@", or into PGPASSWORD or ~/.pgpass')
    return value


Duration = Annotated[timedelta, BeforeValidator(_duration)]
Day = Annotated[date, BeforeValidator(_day)]
TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]
Address = Annotated[str, AfterValidator(_address)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CompanySettings(_Section):
    name: str = Field(min_length=1)
    phone: str = ""
    address: str = ""
    language: Language = "ru"


class TelegramSettings(_Section):
    token: SecretStr = SecretStr("")
    token_file: Path | None = None
    api_url: Address = "https://api.telegram.org"
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: Address | None = None
    webhook_secret: Annotated[SecretStr, AfterValidator(_secret)] | None = None


class StaffSettings(_Section):
    chat_id: int
    topics: bool = True


class HoursSettings(_Section):
    timezone: str = "Europe/Moscow"
    week: str
    holidays: str | None = None
    dates: dict[Day, str] = {}


class FaqSettings(_Section):
    path: Path = Path("faq")
    max_wrong: float = Field(default=0.05, gt=0, lt=1)


class PromiseSettings(_Section):
    reply_within: Duration = timedelta(minutes=30)
    reopen_within: Duration = timedelta(days=3)


class PrivacySettings(_Section):
    """Days from the end of a ticket, or from what was said without one; 0 is for ever."""

    keep_texts_days: int = Field(default=0, ge=0, le=36_500)
    keep_tickets_days: int = Field(default=0, ge=0, le=36_500)
    contact: str = ""
    policy_url: Address | None = None

    @property
    def texts_days(self) -> int:
        """After so many days words are erased: with whoever said them at the latest."""
        return min((days for days in (self.keep_texts_days, self.keep_tickets_days) if days), default=0)


class StorageSettings(_Section):
    url: Annotated[str, AfterValidator(_database)] = Field(default="sqlite:///nightdesk.db", repr=False)


class BackupSettings(_Section):
    folder: Path | None = None
    at: TimeOfDay = time(4)  # on the company's clock
    keep_days: int = Field(default=14, ge=1)


class WebSettings(_Section):
    host: str = "127.0.0.1"
    port: int | None = Field(default=None, ge=1, le=65535)
    public_url: Address | None = None


class LogSettings(_Section):
    format: Literal["text", "json"] = "text"
    level: Literal["debug", "info", "warning", "error"] = "info"


class Settings(_Section):
    company: CompanySettings
    telegram: TelegramSettings = TelegramSettings()
    staff: StaffSettings
    hours: HoursSettings
    faq: FaqSettings = FaqSettings()
    promise: PromiseSettings = PromiseSettings()
    privacy: PrivacySettings = PrivacySettings()
    storage: StorageSettings = StorageSettings()
    backup: BackupSettings = BackupSettings()
    web: WebSettings = WebSettings()
    log: LogSettings = LogSettings()

    @property
    def web_port(self) -> int | None:
        """Where the desk listens; None: it does not, since it polls and nobody asked for health and metrics."""
        return self.web.port or (WEBHOOK_PORT if self.telegram.mode == "webhook" else None)

    def calendar(self) -> Calendar:
        """The calendar without announced closures; CalendarError names the key that is wrong."""
        hours = self.hours
        return Calendar(hours.timezone, hours.week, hours.holidays, hours.dates)


def load_config(path: Path, environ: Mapping[str, str] = os.environ) -> Settings:
    """Read and check the whole configuration; paths in it are taken from the folder of the file.

    Raises ConfigError with one line for each thing that is wrong.
    """
    document = _read(path)
    settings = validate(document, path)
    folder = path.resolve().parent
    telegram = _with_secrets(settings.telegram, folder, environ)
    _check_webhook(telegram, path)
    _check_backup(settings, path)
    return settings.model_copy(
        update={
            "telegram": telegram,
            "faq": settings.faq.model_copy(update={"path": folder / settings.faq.path}),
            "storage": StorageSettings.model_construct(url=_beside(settings.storage.url, folder)),
            "backup": settings.backup.model_copy(update={"folder": _folder_beside(settings.backup.folder, folder)}),
        }
    )


def validate(document: Mapping[str, Any], path: Path) -> Settings:
    try:
        settings = Settings.model_validate(document)
        settings.calendar()
    except ValidationError as error:
        raise ConfigError("\n".join(f"{path}: {_sentence(one)}" for one in error.errors())) from None
    except CalendarError as error:
        raise ConfigError(f"{path}: {error}") from None
    return settings


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError(f"{path}: there is no such file; `nightdesk init` writes one") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: can't be read: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: this is not TOML: {error}; text goes in double quotes") from None


_REMEDIES = {
    "extra_forbidden": "there is no such key: check its spelling against config.example.toml, or take the line out",
    "missing": "this key is missing: add it, as in config.example.toml",
    "int_parsing": "write a whole number without quotes",
    "int_type": "write a whole number without quotes",
    "bool_parsing": "write true or false",
    "model_type": "this is a section: write its name in brackets, on a line of its own",
    "string_type": "write a text in double quotes",
    "string_too_short": "write something here",
}


def _sentence(error: Any) -> str:
    key = ".".join(str(part) for part in error["loc"] if part != "[key]")
    remedy = _REMEDIES.get(error["type"]) or error["msg"].removeprefix("Value error, ")
    return f"{key}{_given(key, error)}: {remedy}"


def _given(key: str, error: Any) -> str:
    """The value, unless there is none or it may be a secret: a misspelt key, or a whole section, can hold one."""
    value = error["input"]
    is_unknown_text = error["type"] == "extra_forbidden" and isinstance(value, str)
    if error["type"] == "missing" or "token" in key or "secret" in key or is_unknown_text:
        return ""
    return "" if isinstance(value, dict | list) else f" = {_shown(value)}"


def _shown(value: object) -> str:
    """A value as it was written; what looks like a token, or a password in an address, is left out."""
    if not isinstance(value, str | Path):
        return str(value)
    return f'"{_PASSWORD.sub("…", _TOKEN.sub("…", str(value)))}"'


def _check_webhook(telegram: TelegramSettings, path: Path) -> None:
    if telegram.mode == "webhook" and not telegram.webhook_url:
        raise ConfigError(
            f'{path}: telegram.webhook_url: mode = "webhook" needs the https address at which Telegram reaches the desk'
        )
    if telegram.mode == "webhook" and not telegram.webhook_secret:
        raise ConfigError(
            f"{path}: telegram.webhook_secret: write any 16 or more letters and digits, "
            "so that nobody else can post updates"
        )


def _check_backup(settings: Settings, path: Path) -> None:
    if settings.backup.folder and make_url(settings.storage.url).get_backend_name() == "postgresql":
        raise ConfigError(
            f"{path}: backup.folder: the nightly copies are of SQLite only; take this key out and have `pg_dump` run "
            'each night, as under "Backups" in the README'
        )


def _with_secrets(telegram: TelegramSettings, folder: Path, environ: Mapping[str, str]) -> TelegramSettings:
    """With those that are not in the file but in the environment, or in a file of their own."""
    secrets = {"token": _token(telegram, folder, environ)}
    if from_environment := environ.get("NIGHTDESK_WEBHOOK_SECRET"):
        try:
            secrets["webhook_secret"] = _secret(SecretStr(from_environment.strip()))
        except ValueError as error:
            raise ConfigError(f"NIGHTDESK_WEBHOOK_SECRET: {error}") from None
    return telegram.model_copy(update=secrets)


def _token(telegram: TelegramSettings, folder: Path, environ: Mapping[str, str]) -> SecretStr:
    if from_environment := environ.get("NIGHTDESK_TOKEN"):
        return SecretStr(from_environment.strip())
    if telegram.token_file:
        try:
            return SecretStr((folder / telegram.token_file).read_text(encoding="utf-8").strip())
        except OSError as error:
            raise ConfigError(
                f"telegram.token_file = {_shown(telegram.token_file)}: can't be read: {error.strerror}"
            ) from None
    return telegram.token


def _folder_beside(given: Path | None, folder: Path) -> Path | None:
    return folder / given if given else None


def _beside(url: str, folder: Path) -> str:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        return url
    return parsed.set(database=str(folder / parsed.database)).render_as_string(hide_password=False)
