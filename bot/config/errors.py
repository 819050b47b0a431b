"""Configuration errors: one line each, with key, value and remedy."""

import re
from pathlib import Path

from pydantic_core import ErrorDetails

_TOKEN = re.compile(r"\d{5,}:[\w-]{20,}", re.ASCII)
_PASSWORD = re.compile(r"(?<=://).*(?=@)|(?<=password=)[^&]+|(?<=key=)[^&]+")


class ConfigError(Exception):
    """Invalid configuration. The message has one line for each error: file, key, value and remedy."""


_REMEDIES = {
    "extra_forbidden": "there is no such key: check its spelling against config.example.toml, or remove the line",
    "missing": "this key is missing: add it, as in config.example.toml",
    "int_parsing": "write a whole number without quotes",
    "int_type": "write a whole number without quotes",
    "bool_parsing": "write true or false",
    "model_type": "this is a section: write its name in brackets on a separate line",
    "string_type": "write a text in double quotes",
    "string_too_short": "must not be empty",
}


def describe(error: ErrorDetails) -> str:
    """One pydantic error as "key = value: remedy"."""
    key = ".".join(str(part) for part in error["loc"] if part != "[key]")
    remedy = _REMEDIES.get(error["type"]) or error["msg"].removeprefix("Value error, ")
    return f"{key}{_value(key, error)}: {remedy}"


def _value(key: str, error: ErrorDetails) -> str:
    """ " = value", or nothing when it may contain a secret, as a misspelt key or a whole section may."""
    value = error["input"]
    is_unknown_text = error["type"] == "extra_forbidden" and isinstance(value, str)
    if error["type"] == "missing" or "token" in key or "secret" in key or key.endswith("_key") or is_unknown_text:
        return ""
    return "" if isinstance(value, dict | list) else f" = {quoted(value)}"


def quoted(value: object) -> str:
    """A value as written in the file; tokens and passwords in URLs are masked."""
    if not isinstance(value, str | Path):
        return str(value)
    return f'"{_PASSWORD.sub("…", _TOKEN.sub("…", str(value)))}"'
