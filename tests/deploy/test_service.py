"""deploy/nightdesk.service starts what there is to start, and shuts it in."""

import re
import shlex
from collections import defaultdict
from pathlib import Path

import pytest

from bot.cli import make_parser
from bot.commands.run import act

ROOT = Path(__file__).parents[2]
UNIT = (ROOT / "deploy" / "nightdesk.service").read_text(encoding="utf-8")
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
SHUT_IN = {
    **{"DynamicUser": "yes", "NoNewPrivileges": "yes", "CapabilityBoundingSet": "", "MemoryDenyWriteExecute": "yes"},
    **{"ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes", "PrivateDevices": "yes"},
    **{"RestrictNamespaces": "yes", "SystemCallArchitectures": "native", "UMask": "0077"},
}


def settings() -> dict[str, list[str]]:
    """A key may stand there more than once, so that it is no INI file."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, value in re.findall(r"^(\w+)=(.*)$", UNIT, re.MULTILINE):
        found[key].append(value)
    return found


SETTINGS = settings()


def test_it_runs_the_desk_with_its_config() -> None:
    program, *arguments = shlex.split(SETTINGS["ExecStart"][0])
    given = make_parser().parse_args(arguments)
    assert (given.act, given.config) == (act, Path("/etc/nightdesk/config.toml"))
    assert f"{Path(program).parent}/pip install" in OPERATIONS
    assert f"{program} init --config {given.config}" in OPERATIONS


def test_it_is_started_again_whatever_happens() -> None:
    assert SETTINGS["Restart"] == ["always"]
    assert SETTINGS["StartLimitIntervalSec"] == ["0"]
    assert SETTINGS["KillSignal"] == ["SIGTERM"]
    assert int(SETTINGS["TimeoutStopSec"][0]) > 2


@pytest.mark.parametrize(("key", "value"), SHUT_IN.items())
def test_it_is_shut_in(key: str, value: str) -> None:
    assert SETTINGS[key] == [value]


def test_the_docs_put_the_token_and_the_data_where_they_are_found() -> None:
    name, _, file = SETTINGS["LoadCredential"][0].partition(":")
    assert f"/dev/stdin {file} " in OPERATIONS
    assert f'token_file = "/run/credentials/nightdesk.service/{name}"' in OPERATIONS
    assert f"sqlite:////var/lib/{SETTINGS['StateDirectory'][0]}/" in OPERATIONS
    assert SETTINGS["EnvironmentFile"][0].removeprefix("-") in OPERATIONS
