"""Configuration errors: one line each, with file, line, key, value and remedy."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.config.words import texts

_TOKEN = re.compile(r"\d{5,}:[\w-]{20,}", re.ASCII)
_PASSWORD = re.compile(r"(?<=://).*(?=@)|(?<=password=)[^&]+|(?<=key=)[^&]+")
_LONGEST_VALUE = 80  # characters that are shown of a value
_SECRET_PARTS = frozenset({"token", "secret", "password", "url"})  # parts of the names of keys whose values are secret


class ConfigError(Exception):
    """Invalid configuration. The message has one line for each error, in the company's language."""


@dataclass(frozen=True)
class Problem:
    """One mistake. `table` and `name` find its text in bot/config/words, `details` fill it in.

    `value` is shown as it is; it is empty where there is none, or a secret. `line` counts from 1; None: not known.
    """

    table: str
    name: str
    key: str = ""
    value: str = ""
    line: int | None = None
    details: Mapping[str, object] = field(default_factory=dict)


def config_error(problems: Iterable[Problem], language: str, path: Path | None = None) -> ConfigError:
    """The error that tells all these problems; `path` is the file in which they are."""
    return ConfigError("\n".join(_told(problem, language, path) for problem in problems))


def _told(problem: Problem, language: str, path: Path | None) -> str:
    """ "config.toml:12: hours.week = …: what to write"."""
    place = "" if path is None else f"{path}:{problem.line}" if problem.line else f"{path}"
    subject = f"{problem.key} = {problem.value}" if problem.value else problem.key
    remedy = texts(language)[problem.table][problem.name].format_map(problem.details)
    told = ": ".join(part for part in (_TOKEN.sub("…", subject), _TOKEN.sub("…", remedy)) if part)
    return f"{place}: {_on_one_line(told)}" if place else _on_one_line(told)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def quoted(value: object) -> str:
    """A value as it is written in the file, on one line; tokens and passwords in URLs are masked."""
    if isinstance(value, bool):
        return str(value).lower()
    text = _on_one_line(_PASSWORD.sub("…", _TOKEN.sub("…", str(value))))
    shown = text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"
    return f'"{shown}"' if isinstance(value, str | Path) else shown


def is_secret(key: str) -> bool:
    """Whether the value of a key must not be shown."""
    return key.endswith("_key") or any(part in key.lower() for part in _SECRET_PARTS)
