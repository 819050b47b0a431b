"""The words of the commands: LANGUAGE/COMMAND.toml beside this file; names in braces are filled in."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Template

Words = Mapping[str, Mapping[str, str]]


@cache
def words(language: str, command: str) -> Words:
    """The tables of texts of one command, "ru" or "en"."""
    return tomllib.loads(page(language, f"{command}.toml"))


def page(language: str, name: str) -> str:
    """A whole text of its own, by its file's name."""
    return files("bot.commands.words").joinpath(language, name).read_text(encoding="utf-8")


def filled(text: str, values: Mapping[str, str]) -> str:
    """The page with each `$name` replaced; KeyError when a value is missing."""
    return Template(text).substitute(values)


def spoken(environ: Mapping[str, str]) -> str:
    """The language of this machine's user, as far as their LANG tells it: "ru" or "en"."""
    set_by = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "ru" if set_by.lower().startswith("ru") else "en"
