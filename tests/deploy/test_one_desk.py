"""deploy/compose.sqlite.yaml, its copies elsewhere, and deploy/README.md say what is true of the program."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli import make_parser
from bot.config import WEBHOOK_PORT, load_config, loading
from bot.web.health import READY
from bot.web.webhook_contract import PATH

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
README = (DEPLOY / "README.md").read_text(encoding="utf-8")
COMPOSE = (DEPLOY / "compose.sqlite.yaml").read_text(encoding="utf-8")
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE)["services"]
SEVERAL: dict[str, dict[str, Any]] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
LITESTREAM: dict[str, Any] = yaml.safe_load((DEPLOY / "litestream.yml").read_text(encoding="utf-8"))
EXAMPLE = (DEPLOY / ".env.sqlite.example").read_text(encoding="utf-8")
DESK = SERVICES["desk"]
REST = """
[company]
name = "Северный дом"
[staff]
chat_id = -5
[hours]
week = "Mo-Su 09:00-18:00"
"""


def toml_of(heading: str) -> str:
    """What deploy/README.md says under that heading to write into config.toml."""
    [section] = re.findall(rf"^## {heading}\n(.*?)(?=^## )", README, re.MULTILINE | re.DOTALL)
    [block] = re.findall(r"```toml\n(.*?)```", section, re.DOTALL)
    return str(block)


def test_the_configuration_that_is_asked_for_fits(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(REST + toml_of("One desk with compose"), encoding="utf-8")
    settings = load_config(file, {"NIGHTDESK_TOKEN": "1:TEST"})
    assert settings.web_port == WEBHOOK_PORT
    assert settings.backup.folder == tmp_path / "backups"
    assert settings.storage.url == f"sqlite:///{tmp_path}/nightdesk.db"  # where Litestream looks for it
    assert SERVICES["litestream"]["environment"]["LITESTREAM_DATABASE"] == "/desk/nightdesk.db"


def test_webhooks_to_a_service(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(REST + toml_of("Webhooks"), encoding="utf-8")
    settings = load_config(file, {"NIGHTDESK_WEBHOOK_SECRET": "a-secret-of-some-length"})
    caddy = (DEPLOY / "Caddyfile.service").read_text(encoding="utf-8")
    assert f"handle {PATH} {{" in caddy
    assert f"reverse_proxy {settings.web.host}:{settings.web_port}" in caddy
    assert "respond 404" in caddy


def test_it_is_asked_how_it_is_where_it_listens() -> None:
    assert f"http://127.0.0.1:{WEBHOOK_PORT}{READY}'" in DESK["healthcheck"]["test"][-1]


def test_it_is_shut_in_like_the_desks_of_several_machines() -> None:
    theirs = SEVERAL["desk-1"]
    for key in ("image", "build", "init", "read_only", "tmpfs", "cap_drop", "security_opt", "restart"):
        assert DESK[key] == theirs[key]
    for key in ("read_only", "cap_drop", "security_opt", "restart"):
        assert SERVICES["litestream"][key] == DESK[key]
    assert "ports" not in DESK


def test_all_that_is_written_lies_in_the_folder() -> None:
    assert DESK["volumes"] == ["./desk:/desk"]
    assert "WORKDIR /desk" in (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    [user] = re.findall(r"^USER (\d+)$", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert SERVICES["litestream"]["user"] == user
    assert f"sudo chown -R {user} desk" in README


def test_the_environment_is_one_that_the_program_reads() -> None:
    read = Path(loading.__file__).read_text(encoding="utf-8")
    assert [name for name in DESK["environment"] if f'"{name}"' not in read] == []
    assert set(re.findall(r"\$\{(\w+)", COMPOSE)) == set(re.findall(r"^(\w+)=", EXAMPLE, re.MULTILINE))
    assert "${NIGHTDESK_TOKEN:?" in COMPOSE


def test_copies_go_where_the_environment_says() -> None:
    [database] = LITESTREAM["dbs"]
    [replica] = database["replicas"]
    asked = set(re.findall(r"\$\{(\w+)\}", f"{database['path']} {replica}"))
    keys = {"LITESTREAM_ACCESS_KEY_ID", "LITESTREAM_SECRET_ACCESS_KEY"}
    assert set(SERVICES["litestream"]["environment"]) == asked | keys
    assert SERVICES["litestream"]["profiles"] == ["offsite"]
    assert re.fullmatch(r"docker\.io/litestream/litestream:0\.3\.\d+", SERVICES["litestream"]["image"])


def test_how_long_erased_words_stay_elsewhere_is_told() -> None:
    [replica] = LITESTREAM["dbs"][0]["replicas"]
    assert replica["retention"] == "168h"
    assert "seven more days (`retention`)" in README


@pytest.mark.parametrize("file", sorted(one.name for one in DEPLOY.iterdir() if one.is_file()))
def test_every_file_is_explained(file: str) -> None:
    assert file in ("README.md", ".env") or f"`{file}`" in README


def test_what_the_readme_points_at_is_there() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert links
    assert [link for link in links if not (DEPLOY / link).exists()] == []


def test_every_command_can_be_given() -> None:
    """`desk run --rm desk …` in the README is a command of the program."""
    for words in re.findall(r"^desk run --rm desk (.*)$", README, re.MULTILINE):
        assert make_parser().parse_args(words.split())
    assert re.search(r"^nightdesk doctor --bundle$", README, re.MULTILINE)
