"""The workflows of the forge: least rights, pinned actions, every Python, and what a release consists of."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TEXTS = {file.name: file.read_text(encoding="utf-8") for file in FILES}
WORKFLOWS: dict[str, dict[Any, Any]] = {name: yaml.safe_load(text) for name, text in TEXTS.items()}
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
WRITING = {
    "attest": {"id-token": "write", "attestations": "write"},
    "pypi": {"id-token": "write"},
    "image": {"contents": "read", "packages": "write", "id-token": "write", "attestations": "write"},
    "release": {"contents": "write"},
}
"""The jobs that may do more than read: to sign, to publish, to push the image, to make the release."""
each_workflow = pytest.mark.parametrize("name", sorted(WORKFLOWS))


def jobs(name: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = WORKFLOWS[name]["jobs"]
    return found


def steps(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for job, told in jobs(name).items():
        for step in told["steps"]:
            yield job, step


def events(name: str) -> Any:
    return WORKFLOWS[name][True]  # YAML 1.1 reads the key "on" as true


def test_there_are_two() -> None:
    assert set(WORKFLOWS) == {"ci.yml", "release.yml"}


@each_workflow
def test_rights_are_given_job_by_job_and_only_where_needed(name: str) -> None:
    assert WORKFLOWS[name]["permissions"] == {}
    for job, told in jobs(name).items():
        assert told["permissions"] == (WRITING.get(job) if name == "release.yml" else None) or {"contents": "read"}


@each_workflow
def test_every_action_is_pinned_by_its_commit_and_named_by_its_version(name: str) -> None:
    used = re.findall(r"uses: (\S+)(.*)", TEXTS[name])
    assert used
    for action, comment in used:
        assert re.fullmatch(r"[\w-]+/[\w./-]+@[0-9a-f]{40}", action), action
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), action


def test_an_action_is_the_same_everywhere() -> None:
    pinned: dict[str, set[str]] = {}
    for text in TEXTS.values():
        for action, commit in re.findall(r"uses: ([^@]+)@(.*)", text):
            pinned.setdefault(action, set()).add(commit)
    assert {action: commits for action, commits in pinned.items() if len(commits) > 1} == {}


@each_workflow
def test_a_checkout_leaves_no_token_behind(name: str) -> None:
    for _, step in steps(name):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@each_workflow
def test_no_expression_is_put_into_a_script(name: str) -> None:
    """A branch's name, say, would be run as a program: values come as environment variables."""
    assert [step["run"] for _, step in steps(name) if "${{" in step.get("run", "")] == []


@each_workflow
def test_no_job_hangs_for_hours_or_moves_to_another_system(name: str) -> None:
    for told in jobs(name).values():
        assert told["timeout-minutes"] <= 60
        assert re.fullmatch(r"ubuntu-\d+\.\d+", told["runs-on"])


def test_strangers_code_gets_no_secret_and_no_right() -> None:
    assert set(events("ci.yml")) == {"push", "pull_request"}  # not pull_request_target
    assert "secrets." not in TEXTS["ci.yml"]
    assert set(re.findall(r"secrets\.(\w+)", TEXTS["release.yml"])) == {"GITHUB_TOKEN"}


def test_every_python_that_is_supported_is_tried() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == f">={PYTHONS[0]}"
    matrices = [
        told["strategy"]["matrix"]["python"] for name in WORKFLOWS for told in jobs(name).values() if "strategy" in told
    ]
    assert matrices == [PYTHONS] * 3
    classified = [one.rpartition(" ")[2] for one in project["classifiers"] if re.search(r":: 3\.\d+$", one)]
    assert classified == PYTHONS


def test_a_release_is_a_tag_of_a_version() -> None:
    assert events("release.yml") == {"push": {"tags": ["v[0-9]+.[0-9]+.[0-9]+"]}}
    assert '= "$GITHUB_REF_NAME"' in "\n".join(step.get("run", "") for _, step in steps("release.yml"))


def test_nothing_is_published_that_was_not_tried() -> None:
    needs = {job: told.get("needs", []) for job, told in jobs("release.yml").items()}
    assert needs == {
        **{"build": [], "try": "build", "attest": "try", "pypi": "attest", "image": "try"},
        "release": ["attest", "pypi", "image"],
    }


def test_what_is_published_has_its_origin_and_its_contents_attested() -> None:
    used = {step["uses"].partition("@")[0] for _, step in steps("release.yml") if "uses" in step}
    assert {"actions/attest-build-provenance", "actions/attest-sbom", "anchore/sbom-action"} <= used
    [publishing] = [step for job, step in steps("release.yml") if job == "pypi" and "pypi-publish" in step["uses"]]
    assert "with" not in publishing  # trusted publishing: no password
    [image] = [step for job, step in steps("release.yml") if "build-push-action" in step.get("uses", "")]
    assert image["with"]["platforms"] == "linux/amd64,linux/arm64"
    assert image["with"]["file"] == "deploy/Dockerfile"
    assert (image["with"]["sbom"], image["with"]["provenance"]) == (True, "mode=max")


@each_workflow
def test_scripts_and_files_that_are_named_exist(name: str) -> None:
    named = re.findall(r"(?<![\w/])(deploy/[\w.-]*\w|constraints\.txt|docs/[\w.]*\w|pyproject\.toml)", TEXTS[name])
    assert named
    assert [one for one in named if not (ROOT / one).exists()] == []
    script = ROOT / "deploy" / "try-package"
    assert script.stat().st_mode & 0o111
