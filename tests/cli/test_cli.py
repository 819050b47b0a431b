"""The command line itself: run, demo, hours, migrate, and what keeps them from starting."""

import asyncio
import re
import shutil
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
from bot.sandbox import Sandbox
from storage import Database
from storage.models import Closure
from tests.cli.premises import Command, Premises

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
    command = [str(INSTALLED), "demo", "--port", "0", "--no-browser"]
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
    for name in COMMANDS:
        assert re.search(rf"^    {name}\s+\w", listed, re.MULTILINE)
    assert make_parser().prog == "nightdesk"


def test_the_demo_where_the_port_is_taken(nightdesk: Command, taken_port: int) -> None:
    ended = nightdesk("demo", "--port", taken_port, "--no-browser")
    assert ended.status == 2
    assert f"127.0.0.1:{taken_port}" in ended.err
    assert "--port 0" in ended.err
    assert "bind" not in ended.err  # Python repeats the address there
    assert ended.err.count("\n") == 2  # it starts, and why it does not


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


async def started(premises: Premises) -> asyncio.subprocess.Process:
    command = (INSTALLED, "run", "--config", premises.config)
    return await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)


async def test_running_until_told_to_stop(premises: Premises, sandbox: Sandbox) -> None:
    """In a group that it does not see, and with answers of the sample, both of which it says at once."""
    shutil.copy(Path(__file__).parents[2] / "faq" / "sample" / "ru" / "09-account.md", premises.folder / "faq")
    async with sandbox.serve() as address:
        premises.configure(api_url=address, chat_id=-1009999)
        desk = await started(premises)
        assert desk.stderr is not None
        said = ""
        while "Бота нет в группе сотрудников -1009999" not in said:
            said += (await desk.stderr.readline()).decode()
            assert desk.returncode is None
        assert "WARNING" in next(line for line in said.splitlines() if "Ответов вымышленного магазина в FAQ: 4" in line)
        await sandbox.until(lambda: sandbox.world.polling.is_waiting, timeout=30)
        desk.send_signal(signal.SIGTERM)
        _, last = await desk.communicate()
    assert desk.returncode == 0
    assert last.decode().splitlines()[-1].endswith("The desk has stopped")


async def test_running_with_a_wrong_token(premises: Premises, sandbox: Sandbox) -> None:
    async with sandbox.serve() as address:
        premises.configure(api_url=address, token="1:OTHER")
        desk = await started(premises)
        _, err = await desk.communicate()
    assert desk.returncode == 2
    assert err.decode().splitlines()[-1].startswith("nightdesk: ")
    assert "@BotFather" in err.decode()
    assert "1:OTHER" not in err.decode()


async def test_a_desk_that_waits_for_telegram_can_be_stopped(premises: Premises) -> None:
    desk = await started(premises)
    assert desk.stderr is not None
    while b"can't be reached" not in await desk.stderr.readline():
        pass
    desk.send_signal(signal.SIGTERM)
    await desk.communicate()
    assert desk.returncode == 0


def test_hours_of_two_weeks(nightdesk: Command, premises: Premises) -> None:
    ended = nightdesk("hours", "--config", premises.config)
    assert ended.status == 0
    assert len(ended.out.splitlines()) == 8 + 1 + 16
    assert ended.out.splitlines()[1] == "пн  ·········█████████······  09:00–18:00"
    assert ended.out.count("09:00–18:00") == 7 + 14


def test_an_announced_closure_is_in_the_hours(premises: Premises, database: Database) -> None:
    start, end = datetime(2026, 3, 3, 9, tzinfo=UTC), datetime(2026, 3, 4, 3, tzinfo=UTC)  # 12:00 to 06:00 in Moscow
    with database.transaction() as session:
        session.add(Closure(starts_at=start, ends_at=end, reason="авария"))
    text = two_weeks_from(load_config(premises.config), datetime(2026, 3, 2, 22, tzinfo=UTC))
    first, second = text.splitlines()[11:13]
    assert first.startswith("вт 3 мар")  # Tuesday already in Moscow
    assert "09:00–12:00" in first
    assert "объявлено закрытие" in first
    assert "09:00–18:00" in second


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
    assert (ended.returncode, ended.stderr) == (141, "")
