"""Texts of the commands: LANGUAGE/COMMAND.toml, with `{name}` placeholders."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Template

LANGUAGES = ("ru", "en")
Words = Mapping[str, Mapping[str, str]]


@cache
def words(language: str, command: str) -> Words:
    """The texts of one command by table and key; `language` is "ru" or "en"."""
    return tomllib.loads(page(language, f"{command}.toml"))


def page(language: str, name: str) -> str:
    """The content of a text file."""
    return files("bot.commands.words").joinpath(language, name).read_text(encoding="utf-8")


def filled(text: str, values: Mapping[str, str]) -> str:
    """Replace each `$name`. Raises KeyError when a value is missing."""
    return Template(text).substitute(values)
