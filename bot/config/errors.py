"""Errors of the configuration, as one sentence each: the key, the value and what to write instead."""

import re
from pathlib import Path
from typing import Any

_TOKEN = re.compile(r"\d{5,}:[\w-]{20,}", re.ASCII)
_PASSWORD = re.compile(r"(?<=://).*(?=@)|(?<=password=)[^&]+")


class ConfigError(Exception):
    """The configuration can't be used; the text says which key, which value and what to write instead."""


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


def sentence(error: Any) -> str:
    key = ".".join(str(part) for part in error["loc"] if part != "[key]")
    remedy = _REMEDIES.get(error["type"]) or error["msg"].removeprefix("Value error, ")
    return f"{key}{_given(key, error)}: {remedy}"


def _given(key: str, error: Any) -> str:
    """The value, unless there is none or it may be a secret: a misspelt key, or a whole section, can hold one."""
    value = error["input"]
    is_unknown_text = error["type"] == "extra_forbidden" and isinstance(value, str)
    if error["type"] == "missing" or "token" in key or "secret" in key or is_unknown_text:
        return ""
    return "" if isinstance(value, dict | list) else f" = {shown(value)}"


def shown(value: object) -> str:
    """A value as it was written; what looks like a token, or a password in an address, is left out."""
    if not isinstance(value, str | Path):
        return str(value)
    return f'"{_PASSWORD.sub("…", _TOKEN.sub("…", str(value)))}"'
