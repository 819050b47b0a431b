"""docs/benchmarks.md tells of every row of the desk's benchmark, and its commands exist.

The Russian page has the same rows, commands and figures.
"""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from bench.desk.comparison import ROWS

ROOT = Path(__file__).parents[2]
ENGLISH, RUSSIAN = ((ROOT / folder / "benchmarks.md").read_text(encoding="utf-8") for folder in ("docs", "docs/ru"))
in_both = pytest.mark.parametrize("text", [ENGLISH, RUSSIAN], ids=["en", "ru"])
MONTHS = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]


@in_both
def test_every_row_is_described_and_no_other(text: str) -> None:
    described = re.split(r"^\| (?:row \| what happens|строка \| что происходит) \|$", text, flags=re.MULTILINE)[1]
    rows, _, _ = described.partition("\n\n")
    assert set(re.findall(r"^\| `([\w-]+)` \|", rows, re.MULTILINE)) == set(ROWS)


@in_both
def test_every_command_exists(text: str) -> None:
    modules = set(re.findall(r"python -m ([\w.]+)", text))
    assert {"bench.desk", "bench.scale", "bench.quality", "bench.speed"} <= modules
    assert [module for module in modules if find_spec(module) is None] == []


@in_both
def test_every_link_within_the_page_leads_to_a_heading(text: str) -> None:
    headings = {title.lower().replace(" ", "-") for title in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
    links = re.findall(r"\]\(#([\w-]+)\)", text)
    assert links
    assert set(links) <= headings


def test_both_have_the_same_figures_in_each_section() -> None:
    """In a sentence their order may differ."""
    english, russian = (re.split(r"^##+ ", text, flags=re.MULTILINE) for text in (as_plain(ENGLISH), as_plain(RUSSIAN)))
    assert len(english) == len(russian)
    for one, other in zip(english, russian, strict=True):
        assert sorted(figures(one)) == sorted(figures(other)), other.partition("\n")[0]


def test_both_have_the_same_figures_in_each_row_of_a_table() -> None:
    english, russian = (
        [line for line in as_plain(text).splitlines() if line[:1] == "|"] for text in (ENGLISH, RUSSIAN)
    )
    assert len(english) == len(russian) > 100
    for one, other in zip(english, russian, strict=True):
        assert figures(one) == figures(other)


def test_both_have_the_same_commands_and_names() -> None:
    english, russian = (set(re.findall(r"`[^`]+`", re.sub(r"\s+", " ", text))) for text in (ENGLISH, RUSSIAN))
    assert english == russian


def as_plain(text: str) -> str:
    """With dates and figures as a program writes them, without code."""
    text = re.sub(r"`[^`]+`", "", text)
    text = re.sub(rf"(\d+)\s({'|'.join(MONTHS)})\s(\d{{4}}) года", _iso, text)
    text = re.sub(r"(?<=\d)[ ,](?=\d{3}(?!\d))", "", text)  # of thousands: a comma in English, a space in Russian
    return re.sub(r"(?<=\d),(?=\d)", ".", text)  # the decimal comma


def figures(text: str) -> list[str]:
    return re.findall(r"\d{4}-\d\d-\d\d|\d+(?:\.\d+)?", text)


def _iso(date: re.Match[str]) -> str:
    return f"{date[3]}-{MONTHS.index(date[2]) + 1:02}-{int(date[1]):02}"
