"""docs/metrics.md tells of every metric, and of no other; so does the Russian page."""

import re
from pathlib import Path

import pytest
import yaml

from bot.monitoring import metrics
from bot.monitoring.issues import HealthIssue

DOCS = Path(__file__).parents[2] / "docs"
ENGLISH, RUSSIAN = (folder.joinpath("metrics.md").read_text(encoding="utf-8") for folder in (DOCS, DOCS / "ru"))
in_both = pytest.mark.parametrize("text", [ENGLISH, RUSSIAN], ids=["en", "ru"])


def in_table(text: str) -> dict[str, str]:
    """The rows of a table: what stands first, and the rest of the line."""
    return dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", text, re.MULTILINE))


def the_metrics(text: str) -> dict[str, str]:
    return in_table(text.split("\n## ")[0])


def the_health_issues(text: str) -> dict[str, str]:
    return in_table(text.split("\n## ")[1])


@in_both
def test_every_metric_is_there_with_its_kind(text: str) -> None:
    kinds = {}
    for family in metrics.REGISTRY.collect():
        suffix = {"counter": "_total", "info": "_info"}.get(family.type, "")
        kinds[family.name + suffix] = "gauge" if family.type == "info" else family.type
    ours = {name: kind for name, kind in kinds.items() if not name.startswith("process_")}
    assert {name: row.partition(" ")[0] for name, row in the_metrics(text).items()} == ours


@in_both
def test_every_label_is_there(text: str) -> None:
    rows = the_metrics(text)
    for family in metrics.REGISTRY.collect():
        for sample in family.samples:
            for label in set(sample.labels) - {"le"}:
                assert any(f"`{label}`" in row for name, row in rows.items() if name.startswith(family.name)), label


@in_both
def test_every_health_issue_is_there(text: str) -> None:
    assert set(the_health_issues(text)) == set(HealthIssue)


def test_both_pages_have_the_same_figures_labels_and_values() -> None:
    for rows in (the_metrics, the_health_issues):
        for name, row in rows(ENGLISH).items():
            for form in (r"`[^`]+`", r"\d+"):
                assert sorted(re.findall(form, row)) == sorted(re.findall(form, rows(RUSSIAN)[name])), name


def test_both_pages_have_the_same_alerts() -> None:
    """Their comments apart."""
    english, russian = (
        yaml.safe_load(text.partition("```yaml\n")[2].partition("```")[0]) for text in (ENGLISH, RUSSIAN)
    )
    assert english == russian
    assert english["groups"][0]["rules"]


def test_names_are_as_prometheus_wants_them() -> None:
    """https://prometheus.io/docs/practices/naming/"""
    for name, row in the_metrics(ENGLISH).items():
        assert name.startswith("nightdesk_")
        assert name.endswith("_total") == row.startswith("counter")
        assert "milliseconds" not in name
