"""Loading of config.toml: the file, secrets from other sources, and checks that involve several keys."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr
from sqlalchemy.engine import make_url

from bot.config.errors import ConfigError, Problem, config_error, quoted
from bot.config.hosts import normal_host
from bot.config.language import language_of, language_of_text, spoken
from bot.config.lines import line_of, lines_of_keys
from bot.config.settings import Settings, StorageSettings, TelegramSettings
from bot.config.syntax import parse
from bot.config.validation import validated
from bot.config.values import has_postgres, webhook_secret
from faq.os_errors import reason_of

_UTF16 = (b"\xff\xfe", b"\xfe\xff")  # as some editors on Windows save


def load_config(path: Path, environ: Mapping[str, str] = os.environ) -> Settings:
    """Load and validate the configuration. Relative paths are resolved against the folder of the file.

    Secrets are taken from `environ` (NIGHTDESK_TOKEN, NIGHTDESK_WEBHOOK_SECRET, NIGHTDESK_ENCODER_KEY,
    NIGHTDESK_PICKER_KEY) first. Raises ConfigError with one line for each error, in the company's language, or in that
    of `environ` where the company's can't be read.
    """
    settings, source = _load(path, environ)
    telegram = _with_secrets(settings.telegram, path.resolve().parent, environ, source.language)
    _refuse([*_webhook(telegram), *_backup(settings), *_allowed_hosts(settings), *_models(settings)], source, path)
    faq = settings.faq.model_copy(update=_model_keys(environ))
    return _with_paths(settings.model_copy(update={"telegram": telegram, "faq": faq}), path)


def load_for_authors(path: Path, environ: Mapping[str, str] = os.environ) -> Settings:
    """The configuration as far as authors need it: without token, staff group and database, which they may not have.

    No secret is read, neither from the file nor from elsewhere; `staff.chat_id` is 0 where it is missing, and a
    database for which there is no driver here is the default one. All else is checked. Raises ConfigError.
    """
    settings, source = _load(path, environ, _for_authors, missing="missing_for_authors")
    _refuse(_models(settings), source, path)
    telegram = settings.telegram.model_copy(update={"token": SecretStr(""), "token_file": None, "webhook_secret": None})
    faq = settings.faq.model_copy(update={"encoder_key": None, "picker_key": None})
    return _with_paths(settings.model_copy(update={"telegram": telegram, "faq": faq}), path)


@dataclass(frozen=True)
class _Source:
    """The text of the file, and the language in which its mistakes are told."""

    text: str
    language: str


def _load(
    path: Path,
    environ: Mapping[str, str],
    prepare: Callable[[dict[str, Any]], None] = lambda document: None,
    missing: str = "missing",
) -> tuple[Settings, _Source]:
    """Read and validate the file; `prepare` may change the document before. Raises ConfigError.

    `missing` names the text for a file that is not there.
    """
    text = _read(path, environ, missing)
    document, problems = parse(text)
    language = language_of(document, environ) if document else language_of_text(text, environ)
    prepare(document)
    settings, more = validated(document) if document or not problems else (None, [])
    if problems:  # the keys of lines that can't be read are not missing
        more = [problem for problem in more if problem.name not in ("missing", "missing_section")]
    if problems or settings is None:
        raise config_error(_with_lines([*problems, *more], text), language, path)
    return settings, _Source(text, language)


def _for_authors(document: dict[str, Any]) -> None:
    if isinstance(staff := document.get("staff", {}), dict):
        document["staff"] = {"chat_id": 0} | staff
    if _lacks_driver(document.get("storage")):
        document.pop("storage")


def _lacks_driver(storage: object) -> bool:
    """Whether that section names a server's database for which this installation has no driver."""
    url = storage.get("url") if isinstance(storage, dict) else None
    return str(url).startswith("postgresql") and not has_postgres()


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


def validate(document: Mapping[str, Any], path: Path, environ: Mapping[str, str] = os.environ) -> Settings:
    """Validate a parsed config.toml; `path` is used in messages. Raises ConfigError."""
    settings, problems = validated(document)
    if settings is None:
        raise config_error(problems, language_of(document, environ), path)
    return settings


def _refuse(problems: Iterable[Problem], source: _Source, path: Path) -> None:
    """Raise ConfigError when there are problems."""
    if found := list(problems):
        raise config_error(_with_lines(found, source.text), source.language, path)


def _with_lines(problems: list[Problem], text: str) -> list[Problem]:
    """In the order of the file."""
    lines = lines_of_keys(text)
    placed = [one if one.line else replace(one, line=line_of(one.key, lines)) for one in problems]
    return sorted(placed, key=lambda one: one.line or 0)


def setup_record(config: Path) -> Path:
    """The file in which a set-up keeps its answers, until it writes that configuration."""
    return config.with_name(f".{config.stem}-setup.json")


def _read(path: Path, environ: Mapping[str, str], missing: str) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        problem = Problem("file", "begun" if setup_record(path).exists() else missing)
        raise config_error([problem], spoken(environ), path) from None
    except OSError as error:
        problem = Problem("file", "unreadable", details={"why": reason_of(error, spoken(environ))})
        raise config_error([problem], spoken(environ), path) from None
    try:
        return content.decode("utf-16" if content.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        language = language_of_text(content.decode("cp1251", "replace"), environ)
        problem = Problem("file", "not_utf8", line=content[: error.start].count(b"\n") + 1)
        raise config_error([problem], language, path) from None


def _webhook(telegram: TelegramSettings) -> Iterator[Problem]:
    if telegram.mode == "webhook" and not telegram.webhook_url:
        yield Problem("rules", "webhook_url", "telegram.webhook_url")
    if telegram.mode == "webhook" and not telegram.webhook_secret:
        yield Problem("rules", "no_webhook_secret", "telegram.webhook_secret")


def _backup(settings: Settings) -> Iterator[Problem]:
    if settings.backup.folder and make_url(settings.storage.url).get_backend_name() == "postgresql":
        yield Problem("rules", "backup_postgres", "backup.folder")


def _allowed_hosts(settings: Settings) -> Iterator[Problem]:
    """Telegram must get in."""
    allowed, url = settings.web.allowed_hosts, settings.telegram.webhook_url
    if allowed is None or url is None or settings.telegram.mode != "webhook":
        return
    host = normal_host(urlsplit(url).hostname or "")
    if host not in allowed:
        yield Problem("rules", "allowed_host", "web.allowed_hosts", details={"host": host})


def _models(settings: Settings) -> Iterator[Problem]:
    """An address needs the model's name, and the other keys need the address."""
    given = settings.faq.model_dump(exclude_defaults=True)
    for name in ("encoder", "picker"):
        others = sorted(key for key in given if key.startswith(f"{name}_"))
        if others and name not in given:
            yield Problem("rules", "model_without_address", f"faq.{others[0]}", details={"address": f"faq.{name}"})
        if name in given and not given.get(f"{name}_model", "").strip():
            yield Problem("rules", "model_without_name", f"faq.{name}_model")


def _model_keys(environ: Mapping[str, str]) -> dict[str, SecretStr]:
    """The keys of models' servers that the environment has."""
    names = {"encoder_key": "NIGHTDESK_ENCODER_KEY", "picker_key": "NIGHTDESK_PICKER_KEY"}
    return {key: SecretStr(environ[name].strip()) for key, name in names.items() if environ.get(name, "").strip()}


def _with_secrets(
    telegram: TelegramSettings, folder: Path, environ: Mapping[str, str], language: str
) -> TelegramSettings:
    """Fill in secrets from the environment or from `token_file`."""
    secrets = {"token": _token(telegram, folder, environ, language)}
    if from_environment := environ.get("NIGHTDESK_WEBHOOK_SECRET"):
        try:
            secrets["webhook_secret"] = webhook_secret(SecretStr(from_environment.strip()))
        except ValueError:
            raise config_error([Problem("types", "webhook_secret", "NIGHTDESK_WEBHOOK_SECRET")], language) from None
    return telegram.model_copy(update=secrets)


def _token(telegram: TelegramSettings, folder: Path, environ: Mapping[str, str], language: str) -> SecretStr:
    if from_environment := environ.get("NIGHTDESK_TOKEN"):
        return SecretStr(from_environment.strip())
    if telegram.token_file:
        try:
            return SecretStr((folder / telegram.token_file).read_text(encoding="utf-8-sig").strip())
        except (OSError, UnicodeDecodeError) as error:
            raise _no_token_file(telegram.token_file, error, language) from None
    return telegram.token


def _no_token_file(file: Path, error: OSError | UnicodeDecodeError, language: str) -> ConfigError:
    why = reason_of(error, language) if isinstance(error, OSError) else error.reason
    return config_error(
        [Problem("file", "unreadable", "telegram.token_file", quoted(file), details={"why": why})], language
    )


def _resolve_folder(given: Path | None, folder: Path) -> Path | None:
    return folder / given if given else None


def _resolve_sqlite_path(url: str, folder: Path) -> str:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        return url
    return parsed.set(database=str(folder / parsed.database)).render_as_string(hide_password=False)
