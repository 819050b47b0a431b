"""deploy/grafana.json asks for metrics and labels that docs/metrics.md has."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.monitoring import metrics

ROOT = Path(__file__).parents[2]
BOARD: dict[str, Any] = json.loads((ROOT / "deploy" / "grafana.json").read_text(encoding="utf-8"))
DOCUMENTED = dict(
    re.findall(r"^\| `(nightdesk_\w+)` \| (.*) \|$", (ROOT / "docs" / "metrics.md").read_text("utf-8"), re.MULTILINE)
)
PROCESS = {family.name for family in metrics.REGISTRY.collect() if family.name.startswith("process_")}
QUERIES = [target["expr"] for panel in BOARD["panels"] for target in panel["targets"]]


def selectors(query: str) -> Iterator[tuple[str, str]]:
    """Each metric with what stands in its braces."""
    yield from re.findall(r"\b((?:nightdesk|process)_\w+)\{([^}]*)\}", query)


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_asks_for_documented_metrics(query: str) -> None:
    asked = list(selectors(query))
    assert len(asked) == len(re.findall(r"\b(?:nightdesk|process)_\w+", query)) > 0
    for name, labels in asked:
        row = DOCUMENTED.get(name.removesuffix("_bucket"), "")
        assert row or name in PROCESS, name
        assert name.endswith("_bucket") == row.startswith("histogram")
        assert 'job="$job"' in labels
        for label, value in re.findall(r'(\w+)!?="([^"$]+)"', labels):
            assert f"`{label}`" in row
            assert f"`{value}`" in row


@pytest.mark.parametrize("query", QUERIES)
def test_what_is_summed_by_a_label_has_it(query: str) -> None:
    labels = set(re.findall(r"by \((\w+)\)", query)) - {"le"}
    rows = " ".join(DOCUMENTED.get(name, "") for name, _ in selectors(query))
    assert [label for label in labels if f"`{label}`" not in rows] == []


@pytest.mark.parametrize("query", QUERIES)
def test_counters_are_asked_for_their_rate_and_gauges_are_not(query: str) -> None:
    for name, _ in selectors(query):
        is_counted = name.endswith(("_total", "_bucket"))
        assert bool(re.search(rf"rate\({name}", query)) == is_counted


def test_every_metric_is_shown() -> None:
    asked = {name.removesuffix("_bucket") for query in QUERIES for name, _ in selectors(query)}
    assert set(DOCUMENTED) <= asked


def test_panels_do_not_overlap_and_have_their_own_numbers() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in BOARD["panels"]:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not cells & taken, panel["title"]
        assert max(x for x, _ in cells) < 24
        taken |= cells
    numbers = [panel["id"] for panel in BOARD["panels"]]
    assert len(set(numbers)) == len(numbers)
