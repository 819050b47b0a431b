"""CONTRIBUTING.md, docs/architecture.md and the how-to pages name what exists, and all that must be named."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
HOWTO = sorted((DOCS / "howto").glob("*.md"))
CONTRIBUTING, ARCHITECTURE = ROOT / "CONTRIBUTING.md", DOCS / "architecture.md"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
each_page = pytest.mark.parametrize("page", [CONTRIBUTING, ARCHITECTURE, *HOWTO], ids=lambda page: page.name)

_PATH = re.compile(r"(?<![\w./])((?:bot|faq|storage|tests|docs|bench|deploy|\.ci)/[\w./-]*\w/?)")
_TEST = re.compile(r"(tests/[\w/]+\.py)::(\w+)")


@each_page
def test_every_path_exists(page: Path) -> None:
    paths = _PATH.findall(page.read_text("utf-8"))
    assert [path for path in paths if not (ROOT / path).exists()] == []


@each_page
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@each_page
def test_every_test_exists(page: Path) -> None:
    for path, name in _TEST.findall(page.read_text("utf-8")):
        functions = {one.name for one in ast.parse((ROOT / path).read_text("utf-8")).body if hasattr(one, "name")}
        assert name in functions, f"{path}::{name}"


@pytest.mark.parametrize("page", [page for page in HOWTO if page.name != "README.md"], ids=lambda page: page.name)
def test_every_how_to_is_listed_and_names_tests(page: Path) -> None:
    assert f"({page.name})" in (DOCS / "howto" / "README.md").read_text("utf-8")
    assert "| forgotten | what fails |" in page.read_text("utf-8")
    assert _TEST.search(page.read_text("utf-8"))


def test_every_contract_is_explained() -> None:
    text = ARCHITECTURE.read_text("utf-8")
    for contract in PROJECT["tool"]["importlinter"]["contracts"]:
        assert f"- **{contract['name']}.**" in text


def test_the_layers_are_those_of_the_contract() -> None:
    layers = PROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
    assert "\n".join(f"    {layer}" for layer in layers) in ARCHITECTURE.read_text("utf-8")


def test_every_make_target_is_explained() -> None:
    targets = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)[0].split()
    rows = re.findall(r"^\| `make (\w+)` \|", CONTRIBUTING.read_text("utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted(targets)


def test_every_folder_of_tests_is_checked_or_explained() -> None:
    fast = re.findall(r"^FAST := (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)[0].split()
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and any(path.rglob("test_*.py"))}
    named = set(re.findall(r"`tests/(\w+)`", CONTRIBUTING.read_text("utf-8")))
    packages = {path.name for path in (ROOT / "bot").iterdir()} | {"bot", "faq", "storage", "bench"}
    assert set(fast) <= folders
    assert folders - named - packages == set()


@pytest.mark.parametrize("word", ["lane", "row", "payload", "outlet", "maybe sent", "door", "unit of work"])
def test_a_word_of_the_engine_is_in_the_glossary(word: str) -> None:
    assert re.search(rf"^\| {word} \| \w", ARCHITECTURE.read_text("utf-8"), re.MULTILINE)
