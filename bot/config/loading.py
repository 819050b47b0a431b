"""Loading of config.toml: the file, secrets from other sources, and checks that involve several keys."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationError
from sqlalchemy.engine import make_url

from bot.calendar import CalendarError
from bot.config.errors import ConfigError, describe, quoted
from bot.config.hosts import normal_host
from bot.config.settings import Settings, StorageSettings, TelegramSettings
from bot.config.values import has_postgres, webhook_secret


def load_config(path: Path, environ: Mapping[str, str] = os.environ) -> Settings:
    """Load and validate the configuration. Relative paths are resolved against the folder of the file.

    Secrets are taken from `environ` (NIGHTDESK_TOKEN, NIGHTDESK_WEBHOOK_SECRET, NIGHTDESK_ENCODER_KEY,
    NIGHTDESK_PICKER_KEY) first. Raises ConfigError with one line for each error.
    """
    document = _read(path)
    settings = validate(document, path)
    telegram = _with_secrets(settings.telegram, path.resolve().parent, environ)
    _check_webhook(telegram, path)
    _check_backup(settings, path)
    _check_allowed_hosts(settings, path)
    _check_models(settings, path)
    faq = settings.faq.model_copy(update=_model_keys(environ))
    return _with_paths(settings.model_copy(update={"telegram": telegram, "faq": faq}), path)


def _with_paths(settings: Settings, path: Path) -> Settings:
    """Resolve relative paths against the folder of the file."""
    folder = path.resolve().parent
    return settings.model_copy(
        update={
            "faq": settings.faq.model_copy(update={"path": folder / settings.faq.path}),
            "storage": StorageSettings.model_construct(url=_resolve_sqlite_path(settings.storage.url, folder)),
            "backup": settings.backup.model_copy(update={"folder": _resolve_folder(settings.backup.folder, folder)}),
        }
    )


def load_for_authors(path: Path) -> Settings:
    """The configuration as far as authors need it: without token, staff group and database, which they may not have.

    No secret is read, neither from the file nor from elsewhere; `staff.chat_id` is 0 where it is missing, and a
    database for which there is no driver here is the default one. All else is checked. Raises ConfigError.
    """
    document = _read(path)
    if isinstance(staff := document.get("staff", {}), dict):
        document["staff"] = {"chat_id": 0} | staff
    if _lacks_driver(document.get("storage")):
        document.pop("storage")
    settings = validate(document, path)
    _check_models(settings, path)
    telegram = settings.telegram.model_copy(update={"token": SecretStr(""), "token_file": None, "webhook_secret": None})
    faq = settings.faq.model_copy(update={"encoder_key": None, "picker_key": None})
    return _with_paths(settings.model_copy(update={"telegram": telegram, "faq": faq}), path)


def validate(document: Mapping[str, Any], path: Path) -> Settings:
    """Validate a parsed config.toml; `path` is used in messages. Raises ConfigError."""
    try:
        settings = Settings.model_validate(document)
        settings.calendar()
    except ValidationError as error:
        raise ConfigError("\n".join(f"{path}: {describe(one)}" for one in error.errors())) from None
    except CalendarError as error:
        raise ConfigError(f"{path}: {error}") from None
    return settings


def _lacks_driver(storage: object) -> bool:
    """Whether that section names a server's database for which this installation has no driver."""
    url = storage.get("url") if isinstance(storage, dict) else None
    return str(url).startswith("postgresql") and not has_postgres()


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError(f"{path}: there is no such file; create it with `nightdesk init`") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: can't be read: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: invalid TOML: {error}; texts need double quotes") from None


def _check_webhook(telegram: TelegramSettings, path: Path) -> None:
    if telegram.mode == "webhook" and not telegram.webhook_url:
        raise ConfigError(
            f'{path}: telegram.webhook_url: mode = "webhook" needs the https URL at which Telegram reaches the desk'
        )
    if telegram.mode == "webhook" and not telegram.webhook_secret:
        raise ConfigError(
            f"{path}: telegram.webhook_secret: write 16 or more letters and digits, "
            "so that only Telegram can post updates"
        )


def _check_backup(settings: Settings, path: Path) -> None:
    if settings.backup.folder and make_url(settings.storage.url).get_backend_name() == "postgresql":
        raise ConfigError(
            f"{path}: backup.folder: nightly backups support SQLite only; remove this key and run `pg_dump` every "
            'night, see "Backups" in the README'
        )


def _check_allowed_hosts(settings: Settings, path: Path) -> None:
    """Telegram must get in."""
    allowed, url = settings.web.allowed_hosts, settings.telegram.webhook_url
    if allowed is None or url is None or settings.telegram.mode != "webhook":
        return
    host = normal_host(urlsplit(url).hostname or "")
    if host not in allowed:
        raise ConfigError(
            f'{path}: web.allowed_hosts: add "{host}", the host of telegram.webhook_url: Telegram posts updates there'
        )


def _check_models(settings: Settings, path: Path) -> None:
    """An address needs the model's name, and the other keys need the address."""
    given = settings.faq.model_dump(exclude_defaults=True)
    for name in ("encoder", "picker"):
        others = sorted(key for key in given if key.startswith(f"{name}_"))
        if others and name not in given:
            raise ConfigError(f"{path}: faq.{others[0]}: add faq.{name}, the address of the model, or remove this line")
        if name in given and not given.get(f"{name}_model", "").strip():
            raise ConfigError(f"{path}: faq.{name}_model: write the model's name, as its server calls it")


def _model_keys(environ: Mapping[str, str]) -> dict[str, SecretStr]:
    """The keys of models' servers that the environment has."""
    names = {"encoder_key": "NIGHTDESK_ENCODER_KEY", "picker_key": "NIGHTDESK_PICKER_KEY"}
    return {key: SecretStr(environ[name].strip()) for key, name in names.items() if environ.get(name, "").strip()}


def _with_secrets(telegram: TelegramSettings, folder: Path, environ: Mapping[str, str]) -> TelegramSettings:
    """Fill in secrets from the environment or from `token_file`."""
    secrets = {"token": _token(telegram, folder, environ)}
    if from_environment := environ.get("NIGHTDESK_WEBHOOK_SECRET"):
        try:
            secrets["webhook_secret"] = webhook_secret(SecretStr(from_environment.strip()))
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
                f"telegram.token_file = {quoted(telegram.token_file)}: can't be read: {error.strerror}"
            ) from None
    return telegram.token


def _resolve_folder(given: Path | None, folder: Path) -> Path | None:
    return folder / given if given else None


def _resolve_sqlite_path(url: str, folder: Path) -> str:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        return url
    return parsed.set(database=str(folder / parsed.database)).render_as_string(hide_password=False)
