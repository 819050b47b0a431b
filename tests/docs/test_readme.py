"""The READMEs are short, say the same in both languages, and what they show and point at is there."""

import re
from pathlib import Path

import pytest

from bot.cli import make_parser

ROOT = Path(__file__).parents[2]
ENGLISH, RUSSIAN = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.ru.md"))
both = pytest.mark.parametrize("text", [ENGLISH, RUSSIAN], ids=["en", "ru"])
MOST_WORDS = 900
LARGEST_PICTURE = 150_000  # bytes


@both
def test_it_is_short(text: str) -> None:
    assert len(text.split()) <= MOST_WORDS


@both
def test_the_commands_of_the_first_minutes_exist(text: str) -> None:
    """What stands in its blocks of code is known to make or to the program."""
    commands = [line for block in blocks(text) for line in block.splitlines()]
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {line.removeprefix("make ") for line in commands if line.startswith("make ")} <= set(targets)
    ours = [line.split()[1:] for line in commands if line.startswith("nightdesk ")]
    assert ours
    for arguments in ours:
        make_parser().parse_args(arguments)


def test_both_have_the_same_commands() -> None:
    assert blocks(ENGLISH) == blocks(RUSSIAN)


def test_both_have_the_same_sections_and_rows() -> None:
    for form in (r"^## ", r"^\| ", r"^- \*\*", r"^!\["):
        assert len(re.findall(form, ENGLISH, re.MULTILINE)) == len(re.findall(form, RUSSIAN, re.MULTILINE)), form


@both
def test_a_row_of_the_comparison_has_a_cell_for_each_product(text: str) -> None:
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert {row.count(" | ") for row in rows} == {6}


@pytest.mark.parametrize(("text", "folder"), [(ENGLISH, "docs"), (RUSSIAN, "docs/ru")], ids=["en", "ru"])
def test_the_page_with_the_sources_has_the_same_table(text: str, folder: str) -> None:
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert "\n".join(rows) in (ROOT / folder / "comparison.md").read_text(encoding="utf-8")


@both
def test_what_the_readme_points_at_is_there(text: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


@both
def test_its_pictures_load_fast(text: str) -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+\.png)\)", text)
    assert pictures
    assert [picture for picture in pictures if (ROOT / picture).stat().st_size > LARGEST_PICTURE] == []


def test_comments_in_russian_code_are_russian() -> None:
    comments = re.findall(r"# (.+)$", "\n".join(re.findall(r"```sh\n.*?```", RUSSIAN, re.DOTALL)), re.MULTILINE)
    assert comments
    assert [comment for comment in comments if not re.search("[а-я]", comment)] == []


def test_the_figures_are_those_of_the_benchmarks() -> None:
    """Kills, updates and the month's first and last days, as docs/benchmarks.md has them."""
    measured = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    [(updates, kills)] = re.findall(r"^\| all \| \*\*(\d+)\*\* \| \*\*(\d+)\*\* \|", measured, re.MULTILINE)
    assert f"{kills} times" in ENGLISH
    assert f"{kills} раз" in RUSSIAN
    assert f"{int(updates):,} messages" in ENGLISH
    assert f"{int(updates):,} сообщений".replace(",", " ") in RUSSIAN
    month = {
        language: re.findall(rf"^\| {language}, [\d-]+ \| (\d+) \|", measured, re.MULTILINE)
        for language in ("English", "Russian")
    }
    for text, first in ((ENGLISH, "From {} to {}"), (RUSSIAN, "От {} до {}")):
        days = month["English" if text is ENGLISH else "Russian"]
        assert first.format(days[0], days[-1]) in text


def blocks(text: str) -> list[str]:
    """Blocks of code without their comments, which are in the page's language."""
    found: list[str] = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [re.sub(r" *# .*$", "", block, flags=re.MULTILINE) for block in found]
