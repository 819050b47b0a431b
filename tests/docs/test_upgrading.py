"""docs/upgrading.md names what an operator of the last version meets: keys, commands, and what is tested."""

import re
import tomllib
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from bot.cli import make_parser
from bot.config import Settings, load_config

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "upgrading.md").read_text(encoding="utf-8")
IN_RUSSIAN = (ROOT / "docs" / "ru" / "upgrading.md").read_text(encoding="utf-8")
PAGES = pytest.mark.parametrize(
    ("text", "keys_and_end", "commands_and_end"),
    [
        (TEXT, ("New keys", "No key was"), ("New commands", "No command was")),
        (IN_RUSSIAN, ("Новые ключи", "Ни один ключ"), ("Новые команды", "Ни одна команда")),
    ],
    ids=["en", "ru"],
)
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
OLD_CONFIG = ROOT / "tests" / "released" / "config-0.1.0.toml"
OLD_COMMANDS = frozenset(
    {
        *("demo", "init", "run", "doctor", "hours", "faq check", "faq try", "faq test", "faq fmt", "backup", "restore"),
        *("tickets list", "tickets show", "tickets export", "customer show", "customer export", "customer forget"),
        *("inbox list", "inbox show", "inbox replay", "inbox drop", "migrate", "migrate-storage"),
    }
)


def keys(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        section = field.annotation
        if isinstance(section, type) and issubclass(section, BaseModel):
            yield from keys(section, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"


def keys_in(example: str) -> set[str]:
    """The keys of an example, those behind a "#" among them."""
    section, found = "", set()
    for line in example.splitlines():
        if header := re.fullmatch(r"(?:# )?\[([a-z_.]+)\]", line):
            section = header[1]
            found.add(section)
        elif key := re.match(r"(?:# )?([a-z_]+) = ", line):
            found.add(f"{section}.{key[1]}")
    return found


def commands(parser: ArgumentParser, prefix: str = "") -> Iterator[str]:
    nested = [action for action in parser._actions if isinstance(action, _SubParsersAction)]
    for action in nested:
        choices: Mapping[str, Any] = action.choices
        for name, inner in choices.items():
            yield from commands(inner, f"{prefix}{name} ")
    if not nested:
        yield prefix.strip()


def test_there_is_a_section_for_this_version() -> None:
    assert re.search(rf"^## From [\d.]+ to {re.escape(VERSION)}$", TEXT, re.MULTILINE)
    assert re.search(rf"^## {re.escape(VERSION)}\b", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)


def test_the_configuration_of_the_last_version_still_loads(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(OLD_CONFIG.read_text(encoding="utf-8"), encoding="utf-8")
    settings = load_config(config, {})
    assert settings.company.name
    assert settings.faq.learn == "auto"


def part(text: str, heading: str, end: str) -> str:
    [found] = re.findall(rf"^\*\*{heading}\*\*(.*?){end}", text, re.MULTILINE | re.DOTALL)
    return str(found)


@PAGES
def test_every_new_key_is_named_and_no_other(
    text: str, keys_and_end: tuple[str, str], commands_and_end: tuple[str, str]
) -> None:
    new = set(keys(Settings)) - keys_in(OLD_CONFIG.read_text(encoding="utf-8"))
    assert set(re.findall(r"`([a-z_.]+)`", part(text, *keys_and_end))) == new


@PAGES
def test_every_new_command_is_named(
    text: str, keys_and_end: tuple[str, str], commands_and_end: tuple[str, str]
) -> None:
    now = set(commands(make_parser()))
    assert now >= OLD_COMMANDS
    named = set(re.findall(r"`(?:nightdesk )?([a-z ]+)", part(text, *commands_and_end)))
    for command in now - OLD_COMMANDS:
        group, _, action = command.partition(" ")
        assert group in named
        assert group not in {one.partition(" ")[0] for one in OLD_COMMANDS} or action in named, command


def test_what_it_points_at_is_there() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", TEXT)
    assert links
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
    assert (ROOT / "tests" / "released" / "test_upgrading.py").exists()
