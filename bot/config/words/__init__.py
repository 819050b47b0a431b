"""Texts about mistakes in config.toml: LANGUAGE.toml, with `{name}` placeholders."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def texts(language: str) -> Mapping[str, Mapping[str, str]]:
    """The texts by table and name; `language` is "ru" or "en"."""
    return tomllib.loads(files("bot.config.words").joinpath(f"{language}.toml").read_text(encoding="utf-8"))
