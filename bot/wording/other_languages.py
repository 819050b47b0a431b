"""Texts for customers in languages that the desk doesn't answer in: other_languages.toml."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo


def hello_in(language: str) -> str:
    """The reply to a mere greeting in that language, a code such as "kk"."""
    return _texts()[language]["hello"]


def accepted_in(language: str, number: int, promised_at: datetime | None, zone: ZoneInfo) -> str:
    """That the ticket was opened. `promised_at` is aware, or None when no opening is known."""
    texts = _texts()[language]
    if promised_at is None:
        return texts["accepted_without_time"].format(number=number)
    return texts["accepted"].format(number=number, time=f"{promised_at.astimezone(zone):%d.%m %H:%M}")


@cache
def _texts() -> Mapping[str, Mapping[str, str]]:
    text = files("bot.wording").joinpath("other_languages.toml").read_text(encoding="utf-8")
    found: Mapping[str, Mapping[str, str]] = tomllib.loads(text)
    return found
