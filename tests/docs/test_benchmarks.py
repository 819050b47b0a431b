"""docs/benchmarks.md tells of every row of the desk's benchmark, and its commands exist."""

import re
from importlib.util import find_spec
from pathlib import Path

from bench.desk.comparison import ROWS

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")


def test_every_row_is_described_and_no_other() -> None:
    _, _, described = TEXT.partition("| row | what happens |")
    rows, _, _ = described.partition("\n\n")
    assert set(re.findall(r"^\| `([\w-]+)` \|", rows, re.MULTILINE)) == set(ROWS)


def test_every_command_exists() -> None:
    modules = set(re.findall(r"python -m ([\w.]+)", TEXT))
    assert {"bench.desk", "bench.scale", "bench.quality", "bench.speed"} <= modules
    assert [module for module in modules if find_spec(module) is None] == []


def test_every_link_within_the_page_leads_to_a_heading() -> None:
    headings = {title.lower().replace(" ", "-") for title in re.findall(r"^#+ (.+)$", TEXT, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([\w-]+)\)", TEXT)) <= headings
