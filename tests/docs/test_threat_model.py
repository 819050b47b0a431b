"""Each line of the threat model names tests, and they exist; the Russian page has the same lines."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def lines(page: Path) -> list[str]:
    return [line for line in page.read_text("utf-8").splitlines() if line.startswith("| ")]


LINES, IN_RUSSIAN = lines(DOCS / "threat-model.md"), lines(DOCS / "ru" / "threat-model.md")
THREATS = LINES[2:]
TESTS = [named for line in THREATS for named in re.findall(r"`([\w/]+\.py::\w+)`", line)]


def test_there_are_threats() -> None:
    assert LINES[0] == "| threat | what stands against it | test |"
    assert len(THREATS) > 20


@pytest.mark.parametrize("line", [*THREATS, *IN_RUSSIAN[2:]])
def test_each_threat_is_met_and_tested(line: str) -> None:
    threat, defence, tests = (cell.strip() for cell in line.strip("|").split(" | "))
    assert threat
    assert defence
    assert re.fullmatch(r"(`tests/[\w/]+\.py::test_\w+` ?)+", tests)


@pytest.mark.parametrize("named", TESTS)
def test_the_test_exists(named: str) -> None:
    path, _, name = named.partition("::")
    functions = [one.name for one in ast.parse((ROOT / path).read_text("utf-8")).body if hasattr(one, "name")]
    assert name in functions


def test_the_russian_page_has_the_same_threats_with_the_same_names_and_tests() -> None:
    def code_in(rows: list[str]) -> list[list[str]]:
        return [sorted(re.findall(r"`[^`]+`", row)) for row in rows[2:]]

    assert code_in(IN_RUSSIAN) == code_in(LINES)
