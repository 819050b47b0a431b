"""The READMEs say everything that a person can type, and both say the same."""

import re
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.cli import make_parser
from bot.config import Settings
from bot.customer.commands import COMMANDS as CUSTOMER_COMMANDS
from bot.staff.commands import COMMANDS as STAFF_COMMANDS
from faq import VARIABLES

ROOT = Path(__file__).parents[2]
ENGLISH, RUSSIAN = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.ru.md"))
both = pytest.mark.parametrize("text", [ENGLISH, RUSSIAN], ids=["en", "ru"])


def keys(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        section = field.annotation
        if isinstance(section, type) and issubclass(section, BaseModel):
            yield from keys(section, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"


def commands(parser: ArgumentParser, prefix: str = "nightdesk") -> Iterator[str]:
    nested = [action for action in parser._actions if isinstance(action, _SubParsersAction)]
    for action in nested:
        for name, inner in action.choices.items():
            yield from commands(inner, f"{prefix} {name}")
    if not nested:
        yield prefix


@both
@pytest.mark.parametrize("key", list(keys(Settings)))
def test_every_config_key_is_documented(text: str, key: str) -> None:
    assert f"`{key}`" in text


@both
@pytest.mark.parametrize("command", list(commands(make_parser())))
def test_every_command_is_documented(text: str, command: str) -> None:
    assert re.search(rf"^{re.escape(command)}\b", text, re.MULTILINE)


@both
@pytest.mark.parametrize("variable", list(VARIABLES))
def test_every_template_variable_is_documented(text: str, variable: str) -> None:
    assert f"`{{{{ {variable} }}}}`" in text


@both
@pytest.mark.parametrize("name", sorted({*CUSTOMER_COMMANDS, *STAFF_COMMANDS}))
def test_every_command_of_the_bot_is_documented(text: str, name: str) -> None:
    assert re.search(rf"`/{name}\b", text)


def test_both_readmes_have_the_same_commands() -> None:
    assert blocks(ENGLISH) == blocks(RUSSIAN)


def test_both_readmes_have_the_same_sections() -> None:
    assert len(re.findall(r"^## ", ENGLISH, re.MULTILINE)) == len(re.findall(r"^## ", RUSSIAN, re.MULTILINE))


@both
def test_what_the_readme_points_at_is_there(text: str) -> None:
    links = re.findall(r"\]\((?!https?:|photos/)([^)#]+)\)", text)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def blocks(text: str) -> list[str]:
    return re.findall(r"```.*?```", text, re.DOTALL)
