"""The command line itself: run, demo, hours, faq, migrate, and what keeps them from starting."""

import json
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pytest

from bot.cli import COMMANDS, make_parser
from bot.commands.hours import two_weeks_from
from bot.config import load_config
from storage import Database
from storage.models import Closure
from tests.cli.premises import FAQ, Command, Premises

INSTALLED = Path(sys.executable).parent / "nightdesk"


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield int(listening.getsockname()[1])


def test_the_installed_command(premises: Premises) -> None:
    ended = subprocess.run(
        [INSTALLED, "hours"], cwd=premises.folder, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "Europe/Moscow" in ended.stdout


def test_the_demo_takes_any_free_port_and_ends_when_told() -> None:
    command = [INSTALLED, "demo", "--port", "0", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as running:
        assert running.stdout is not None
        address = running.stdout.readline()
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=30) == 0
    assert re.search(r"http://127\.0\.0\.1:[1-9]\d+", address)


def test_the_version(nightdesk: Command) -> None:
    assert nightdesk("--version").out == f"nightdesk {version('nightdesk')}\n"


@pytest.mark.parametrize("arguments", [[], ["dance"], ["run", "--fast"], ["faq"], ["demo", "--port", "70000"]])
def test_wrong_arguments_are_one_line(nightdesk: Command, arguments: list[str]) -> None:
    ended = nightdesk(*arguments)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.count("\n") == 1
    assert "--help" in ended.err


def test_each_command_says_what_it_is_for(nightdesk: Command) -> None:
    listed = nightdesk("--help").out
    for command in COMMANDS:
        name = command.__name__.rpartition(".")[2]
        assert re.search(rf"^    {name} +\w", listed, re.MULTILINE)
    assert make_parser().prog == "nightdesk"


def test_the_demo_where_the_port_is_taken(nightdesk: Command, taken_port: int) -> None:
    ended = nightdesk("demo", "--port", taken_port, "--no-browser")
    assert ended.status == 2
    assert f"127.0.0.1:{taken_port}" in ended.err
    assert "--port 0" in ended.err
    assert ended.err.count("\n") == 1


def test_a_webhook_where_the_port_is_taken(nightdesk: Command, premises: Premises, taken_port: int) -> None:
    premises.configure(more=f"[web]\nport = {taken_port}")
    text = premises.config.read_text(encoding="utf-8")
    webhook = 'mode = "webhook"\nwebhook_url = "https://desk.example"\nwebhook_secret = "sixteen_letters_"\n'
    premises.config.write_text(text.replace("[telegram]\n", f"[telegram]\n{webhook}"), encoding="utf-8")
    ended = nightdesk("run", "--config", premises.config)
    assert ended.status == 2
    assert "[web] port" in ended.err
    assert ended.err.count("\n") == 1


def test_running_without_a_token(nightdesk: Command, premises: Premises) -> None:
    ended = nightdesk("run", "--config", premises.configure(token=""))
    assert ended.status == 2
    assert "NIGHTDESK_TOKEN" in ended.err


def test_hours_of_two_weeks(nightdesk: Command, premises: Premises) -> None:
    ended = nightdesk("hours", "--config", premises.config)
    assert ended.status == 0
    assert len(ended.out.splitlines()) == 16
    assert ended.out.count("09:00–18:00") == 14


def test_an_announced_closure_is_in_the_hours(premises: Premises, database: Database) -> None:
    start, end = datetime(2026, 3, 3, 9, tzinfo=UTC), datetime(2026, 3, 4, 3, tzinfo=UTC)  # 12:00 to 06:00 in Moscow
    with database.transaction() as session:
        session.add(Closure(starts_at=start, ends_at=end, reason="авария"))
    text = two_weeks_from(load_config(premises.config), datetime(2026, 3, 2, 22, tzinfo=UTC))
    first, second = text.splitlines()[2:4]
    assert first.startswith("вт 3 мар")  # Tuesday already in Moscow
    assert "09:00–12:00" in first
    assert "объявлено закрытие" in first
    assert "09:00–18:00" in second


def test_the_faq_of_the_configuration(nightdesk: Command, premises: Premises) -> None:
    ended = nightdesk("faq", "check", "--config", premises.config)
    assert (ended.status, ended.err) == (0, "")


def test_an_faq_folder_needs_no_configuration(nightdesk: Command, premises: Premises) -> None:
    ended = nightdesk("faq", "try", "почём доставка", premises.folder / "faq")
    assert ended.status == 0
    assert "delivery-price" in ended.out


def test_a_trial_for_programs(nightdesk: Command, premises: Premises) -> None:
    tried = json.loads(nightdesk("faq", "try", "почём доставка", premises.folder / "faq", "--json").out)
    assert (tried["decision"], tried["shown"]) == ("answer", ["delivery-price"])
    assert tried["close"][0]["probability"] > 0.9


def test_a_broken_faq(nightdesk: Command, premises: Premises) -> None:
    (premises.folder / "faq" / "broken.md").write_text("## Пусто? {#empty}\n", encoding="utf-8")
    for action in (["check"], ["try", "почём"], ["fmt", "--check"]):
        ended = nightdesk("faq", *action, "--config", premises.config)
        assert ended.status == 1
        assert "broken.md" in ended.out
    problems = json.loads(nightdesk("faq", "check", "--json", "--config", premises.config).out)
    assert (problems[0]["file"], problems[0]["severity"]) == ("broken.md", "error")
    tried = nightdesk("faq", "try", "почём", "--json", "--config", premises.config)
    assert tried.status == 1
    assert json.loads(tried.out)["problems"][0]["file"] == "broken.md"


def test_an_empty_faq_does_not_start(nightdesk: Command, premises: Premises) -> None:
    (premises.folder / "faq" / "delivery.md").unlink()
    assert nightdesk("faq", "check", "--config", premises.config).status == 1
    ended = nightdesk("run", "--config", premises.config)
    assert ended.status == 2
    assert "faq" in ended.err


def test_the_authors_examples(nightdesk: Command, premises: Premises) -> None:
    tests = premises.folder / "faq" / "tests.md"
    tests.write_text("## delivery-price\n- почём доставка\n", encoding="utf-8")
    assert nightdesk("faq", "test", "--config", premises.config).status == 0
    tests.write_text("## —\n- почём доставка\n", encoding="utf-8")
    assert nightdesk("faq", "test", "--config", premises.config).status == 1
    report = json.loads(nightdesk("faq", "test", "--json", "--config", premises.config).out)
    assert (report["good"], report["all"]) == (0, 1)
    assert report["failures"][0]["shown"] == ["delivery-price"]


def test_tidying_the_faq(nightdesk: Command, premises: Premises) -> None:
    page = premises.folder / "faq" / "delivery.md"
    page.write_text(FAQ.replace("- почём", "* почём").replace(" {#delivery-price}", ""), encoding="utf-8")
    before = page.read_text(encoding="utf-8")
    checked = nightdesk("faq", "fmt", "--check", "--config", premises.config)
    assert (checked.status, checked.out) == (1, "Не по форме: delivery.md\n")
    assert page.read_text(encoding="utf-8") == before
    tidied = nightdesk("faq", "fmt", "--json", "--config", premises.config)
    assert (tidied.status, json.loads(tidied.out)) == (0, {"files": ["delivery.md"]})
    assert page.read_text(encoding="utf-8") != before
    assert nightdesk("faq", "fmt", "--check", "--config", premises.config).status == 0


def test_migrating(nightdesk: Command, premises: Premises) -> None:
    for _ in range(2):
        ended = nightdesk("migrate", "--config", premises.config)
        assert ended.status == 0
        assert "nightdesk.db" in ended.out
    assert nightdesk("tickets", "list", "--config", premises.config).status == 0


def test_migrating_what_a_newer_program_wrote(nightdesk: Command, premises: Premises, database: Database) -> None:
    connection = sqlite3.connect(premises.database)
    connection.execute("UPDATE alembic_version SET version_num = 'future'")
    connection.commit()
    connection.close()
    for command in (["migrate"], ["tickets", "list"]):
        ended = nightdesk(*command, "--config", premises.config)
        assert ended.status == 2
        assert "newer nightdesk" in ended.err
        assert ended.err.count("\n") == 1


def test_migrating_what_is_no_database(nightdesk: Command, premises: Premises) -> None:
    premises.database.write_text("не база" * 500, encoding="utf-8")
    ended = nightdesk("migrate", "--config", premises.config)
    assert ended.status == 2
    assert ended.err.count("\n") == 1


def test_a_reader_that_has_seen_enough(premises: Premises, database: Database) -> None:
    command = f"'{INSTALLED}' tickets list --json --config '{premises.config}' | true; exit ${{PIPESTATUS[0]}}"
    ended = subprocess.run(["bash", "-c", command], capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert ended.stderr == ""
