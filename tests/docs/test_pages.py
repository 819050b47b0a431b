"""The pages say everything that a person can type, and where there are two languages, in both."""

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

DOCS = Path(__file__).parents[2] / "docs"
RUSSIAN_PAGES = sorted((DOCS / "ru").glob("*.md"))
# What owners, managers and authors read; an engineer's page may be English only.
FOR_EVERYBODY = {
    *("index", "quick-start", "managers", "faq-format", "faq-in-chat", "learning", "privacy", "configuration", "pilot"),
    *("commands", "digest", "emergencies", "questions", "comparison", "conversation", "operations", "faq-files"),
    *("links", "upgrading", "postgresql", "engines", "metrics", "threat-model", "benchmarks"),
}
both = pytest.mark.parametrize("folder", [DOCS, DOCS / "ru"], ids=["en", "ru"])
each_translation = pytest.mark.parametrize("russian", RUSSIAN_PAGES, ids=lambda page: page.stem)


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def keys(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        section = field.annotation
        if isinstance(section, type) and issubclass(section, BaseModel):
            yield from keys(section, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"


def parsers(parser: ArgumentParser, prefix: str = "nightdesk") -> Iterator[tuple[str, ArgumentParser]]:
    nested = [action for action in parser._actions if isinstance(action, _SubParsersAction)]
    for action in nested:
        for name, inner in action.choices.items():
            yield from parsers(inner, f"{prefix} {name}")
    if not nested:
        yield prefix, parser


def options(parser: ArgumentParser) -> set[str]:
    """The options that belong to this command alone."""
    return {max(action.option_strings, key=len) for action in parser._actions if action.option_strings} - {"--help"}


@both
@pytest.mark.parametrize("key", list(keys(Settings)))
def test_every_config_key_is_documented(folder: Path, key: str) -> None:
    assert re.search(rf"^\| .*`{re.escape(key)}`.* \|", read(folder / "configuration.md"), re.MULTILINE)


@both
def test_every_documented_config_key_exists(folder: Path) -> None:
    rows = re.findall(r"^\| (`[^|]+`) \|", read(folder / "configuration.md"), re.MULTILINE)
    assert {key for row in rows for key in re.findall(r"`([\w.]+)`", row)} == set(keys(Settings))


@both
@pytest.mark.parametrize("command", dict(parsers(make_parser())))
def test_every_command_is_documented(folder: Path, command: str) -> None:
    assert re.search(rf"^{re.escape(command)}\b.*  \S", read(folder / "commands.md"), re.MULTILINE)


@both
@pytest.mark.parametrize("command", dict(parsers(make_parser())))
def test_every_option_is_documented_and_no_other(folder: Path, command: str) -> None:
    rows = re.findall(rf"^{re.escape(command)}(?!-)\b(.*?)  ", read(folder / "commands.md"), re.MULTILINE)
    told = {option for row in rows for option in re.findall(r"--[a-z-]+", row)}
    assert told - {"--config"} == options(dict(parsers(make_parser()))[command]) - {"--config"}


def test_the_lines_of_a_start_that_fails_are_the_program_s() -> None:
    """docs/operations.md explains them; "…" stands for what differs."""
    [table] = re.findall(
        r"^## When it does not start\n(.*?)^## ", read(DOCS / "operations.md"), re.MULTILINE | re.DOTALL
    )
    lines = [line.split(" | ")[0].strip("| …") for line in table.splitlines() if line.startswith("| ")][2:]
    files = [
        file for name in ("bot", "storage") for form in ("*.py", "*.toml") for file in (DOCS.parent / name).rglob(form)
    ]
    program = "\n".join(map(read, files))
    system = {"can't be used (Address already in use)", "database or disk is full"}
    assert len(lines) > 5
    assert [line for line in lines if line not in program and line not in system] == []


@both
@pytest.mark.parametrize("variable", list(VARIABLES))
def test_every_template_variable_is_documented(folder: Path, variable: str) -> None:
    assert f"`{{{{ {variable} }}}}`" in read(folder / "faq-format.md")


@both
@pytest.mark.parametrize("name", sorted({*CUSTOMER_COMMANDS, *STAFF_COMMANDS}))
def test_every_command_of_the_bot_is_documented(folder: Path, name: str) -> None:
    assert re.search(rf"^\| .*`/{name}\b.* \|", read(folder / "commands.md"), re.MULTILINE)


@both
def test_every_command_of_managers_is_on_their_page_or_in_the_list(folder: Path) -> None:
    shown = set(re.findall(r"`/(\w+)", read(folder / "managers.md")))
    assert {"take", "give", "snooze", "find", "off", "away", "oncall", "ban"} <= shown
    assert {name.split("_")[0] for name in shown} <= {*STAFF_COMMANDS, *CUSTOMER_COMMANDS}


def test_there_is_a_russian_page_of_what_everybody_reads() -> None:
    assert {page.stem for page in RUSSIAN_PAGES} >= FOR_EVERYBODY


@each_translation
def test_a_translated_page_and_its_original_lead_to_each_other(russian: Path) -> None:
    assert f"(../{russian.name})" in read(russian)
    assert f"(ru/{russian.name})" in read(DOCS / russian.name)


@each_translation
def test_a_translated_page_has_the_tables_of_its_original(russian: Path) -> None:
    if russian.stem in {"index", "commands", "engines"}:
        return  # lists of what there is in that language; commands, compared one by one; measurements, left in English
    for line in (r"^ *\| ---", r"^```"):
        found = [len(re.findall(line, read(page), re.MULTILINE)) for page in (DOCS / russian.name, russian)]
        assert found[0] == found[1], line


@each_translation
def test_comments_in_russian_code_are_russian(russian: Path) -> None:
    code = "\n".join(re.findall(r"```(?:sh|toml)\n.*?```", read(russian), re.DOTALL))
    comments = [comment for comment in re.findall(r" # ?(.+)$", code, re.MULTILINE) if comment.strip()]
    assert [comment for comment in comments if not re.search("[а-яё]", comment) and '"' not in comment] == []


def test_the_template_of_a_privacy_policy_says_that_a_lawyer_must_read_it() -> None:
    assert "not legal advice. Have a lawyer read it before you publish it" in read(DOCS / "privacy.md")
    assert "не юридический совет. Покажите его юристу, прежде чем публиковать" in read(DOCS / "ru" / "privacy.md")
