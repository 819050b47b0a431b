"""docs/metrics.md tells of every metric, and of no other."""

import re
from pathlib import Path

from bot.monitoring import metrics
from bot.monitoring.issues import HealthIssue

TEXT = (Path(__file__).parents[2] / "docs" / "metrics.md").read_text(encoding="utf-8")
METRICS, HEALTH_ISSUES, _ = TEXT.split("\n## ")


def in_table(text: str) -> dict[str, str]:
    """The rows of a table: what stands first, and the rest of the line."""
    return dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", text, re.MULTILINE))


def test_every_metric_is_there_with_its_kind() -> None:
    kinds = {}
    for family in metrics.REGISTRY.collect():
        suffix = {"counter": "_total", "info": "_info"}.get(family.type, "")
        kinds[family.name + suffix] = "gauge" if family.type == "info" else family.type
    ours = {name: kind for name, kind in kinds.items() if not name.startswith("process_")}
    assert {name: row.partition(" ")[0] for name, row in in_table(METRICS).items()} == ours


def test_every_label_is_there() -> None:
    rows = in_table(METRICS)
    for family in metrics.REGISTRY.collect():
        for sample in family.samples:
            for label in set(sample.labels) - {"le"}:
                assert any(f"`{label}`" in row for name, row in rows.items() if name.startswith(family.name)), label


def test_every_health_issue_is_there() -> None:
    assert set(in_table(HEALTH_ISSUES)) == set(HealthIssue)


def test_names_are_as_prometheus_wants_them() -> None:
    """https://prometheus.io/docs/practices/naming/"""
    for name, row in in_table(METRICS).items():
        assert name.startswith("nightdesk_")
        assert name.endswith("_total") == row.startswith("counter")
        assert "milliseconds" not in name
