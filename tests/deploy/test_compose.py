"""deploy/compose.yaml and what belongs to it say what is true of the program."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli import make_parser
from bot.config import WEBHOOK_PORT, WebSettings, load_config, loading
from bot.web.health import HEALTH, READY
from bot.web.webhook_contract import PATH

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
POSTGRESQL = (ROOT / "docs" / "postgresql.md").read_text(encoding="utf-8")
COMPOSE = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
CADDYFILE = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE)["services"]
DESKS = {name: service for name, service in SERVICES.items() if service["image"] == "nightdesk"}
REST = """
[company]
name = "Северный дом"
[staff]
chat_id = -5
[hours]
week = "Mo-Su 09:00-18:00"
"""


def toml_for_several_machines() -> str:
    """What docs/postgresql.md says to write into config.toml."""
    blocks: list[str] = re.findall(r"```toml\n(.*?)```", POSTGRESQL, re.DOTALL)
    [found] = [block for block in blocks if "postgresql://" in block]
    return found


def images() -> Iterator[str]:
    yield from (service["image"] for service in SERVICES.values() if "build" not in service)
    yield from re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)


def test_two_machines_are_alike_and_behind_one_address() -> None:
    first, second = DESKS.values()
    assert first == second
    [upstreams] = re.findall(r"reverse_proxy (.*) \{", CADDYFILE)
    assert upstreams.split() == [f"{name}:{WEBHOOK_PORT}" for name in DESKS]
    assert f"handle {PATH} {{" in CADDYFILE
    assert f"health_uri {HEALTH}" in CADDYFILE


def test_each_is_asked_how_it_is_where_it_listens() -> None:
    for desk in DESKS.values():
        assert f"http://127.0.0.1:{WEBHOOK_PORT}{READY}'" in desk["healthcheck"]["test"][-1]


def test_each_waits_for_the_database_and_comes_back() -> None:
    for desk in DESKS.values():
        assert desk["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert "healthcheck" in SERVICES["database"]
    assert {service["restart"] for service in SERVICES.values()} == {"unless-stopped"}


def test_the_configuration_of_the_readme_fits(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(REST + toml_for_several_machines(), encoding="utf-8")
    settings = load_config(file, {"NIGHTDESK_TOKEN": "1:TEST", "NIGHTDESK_WEBHOOK_SECRET": "a-secret-of-some-length"})
    assert settings.web == WebSettings(host="0.0.0.0", port=WEBHOOK_PORT)
    assert settings.telegram.mode == "webhook"
    given = SERVICES["database"]["environment"]
    assert settings.storage.url == f"postgresql://{given['POSTGRES_USER']}@database/{given['POSTGRES_DB']}"


def test_the_environment_is_one_that_the_program_reads() -> None:
    read = Path(loading.__file__).read_text(encoding="utf-8")
    for desk in DESKS.values():
        names = set(desk["environment"])
        assert {name for name in names if f'"{name}"' in read} == names - {"PGPASSWORD", "CACHE_DIRECTORY"}


def test_the_last_good_faq_is_kept_in_a_folder_of_the_image_s_user() -> None:
    """Everything else of the container is read-only."""
    [user] = re.findall(r"^USER (\d+)$", DOCKERFILE, re.MULTILINE)
    for desk in DESKS.values():
        folder = desk["environment"]["CACHE_DIRECTORY"]
        assert f"cache:{folder}" in desk["volumes"]
        assert f"install --directory --owner={user} {folder}" in DOCKERFILE


def test_every_secret_has_to_be_given_and_stands_in_the_example() -> None:
    asked = dict(re.findall(r"\$\{(\w+)(:\?)?", COMPOSE))
    example = (DEPLOY / ".env.example").read_text(encoding="utf-8")
    assert set(asked.values()) == {":?"}
    assert asked.keys() == set(re.findall(r"^(\w+)=", example, re.MULTILINE))
    assert set(re.findall(r"\{\$(\w+)\}", CADDYFILE)) <= SERVICES["balancer"]["environment"].keys()


@pytest.mark.parametrize("image", sorted(set(images())))
def test_images_are_pinned(image: str) -> None:
    assert re.fullmatch(r"docker\.io/[\w/]+:\d+\.\d+(\.\d+)?-\w[\w-]*", image)


def test_the_image_has_what_several_machines_need() -> None:
    [extras] = re.findall(r"'\.\[(.*)\]'", DOCKERFILE)
    known = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert {"postgres"} <= set(extras.split(",")) <= known.keys()
    [user] = re.findall(r"^USER (\d+)$", DOCKERFILE, re.MULTILINE)
    assert int(user) > 0
    assert make_parser().parse_args(re.findall(r'^CMD \["(.*)"\]$', DOCKERFILE, re.MULTILINE))


def test_the_image_is_built_from_what_the_checkout_has_and_no_secrets() -> None:
    lines = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    taken = [line[1:] for line in lines if line.startswith("!")]
    assert lines[1] == "*"
    assert [name for name in taken if not (ROOT / name).exists()] == []
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(wheel["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) <= set(taken)
