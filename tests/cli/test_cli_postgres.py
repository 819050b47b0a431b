"""The commands beside a desk whose database is PostgreSQL's."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.config import load_config
from storage import Database
from tests.cli.premises import Command, Premises
from tests.peephole import a_peephole
from tests.postgres import Server

SOMEWHERE = "postgresql://night:hush@127.0.0.1:9/desk"


def on(url: str) -> str:
    return f'[storage]\nurl = "{url}"'


def test_a_new_database_is_made_and_then_looked_into(
    nightdesk: Command, premises: Premises, empty_postgres_url: str
) -> None:
    config = premises.configure(more=on(empty_postgres_url))
    assert nightdesk("hours", "--config", config).status == 0
    assert "there is no database yet" in nightdesk("tickets", "list", "--config", config).err
    assert "её создаст" in nightdesk("doctor", "--config", config).out
    assert "is up to date" in nightdesk("migrate", "--config", config).out
    assert nightdesk("tickets", "list", "--config", config).status == 0
    assert "отвечает" in nightdesk("doctor", "--config", config).out


def test_a_database_that_is_not_in_unicode_is_refused(
    nightdesk: Command, premises: Premises, postgres_server: Server
) -> None:
    """As a server that was set up without a locale makes them."""
    with postgres_server.database("template0 ENCODING 'SQL_ASCII'") as url:
        config = premises.configure(more=on(url))
        ended = nightdesk("migrate", "--config", config)
        assert (ended.status, ended.err.count("\n")) == (2, 1)
        assert "createdb --encoding=UTF8" in ended.err
        assert "createdb --encoding=UTF8" in nightdesk("doctor", "--config", config).out


def test_the_doctor_counts_the_machines(nightdesk: Command, premises: Premises, postgres_url: str) -> None:
    with a_peephole(postgres_url) as database:
        for seconds in (0, 1, 3600):
            database.ask(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => :seconds))",
                seconds=seconds,
            )
    told = nightdesk("doctor", "--config", premises.configure(more=on(postgres_url))).out
    assert re.search(r"отвечает \(PostgreSQL \d+[.\d]*\), серверов в работе: 2\.$", told, re.MULTILINE)


@pytest.mark.parametrize(
    ("holder", "has_worker", "running", "leader"),
    [
        ("'id'", False, "ok", "общие задачи ведёт"),
        ("NULL", True, "ok", "общие задачи ведёт"),
        ("NULL", False, "warning", "ни один"),
    ],
)
def test_the_doctor_sees_at_once_that_all_machines_have_stopped(
    nightdesk: Command, premises: Premises, postgres_url: str, holder: str, has_worker: bool, running: str, leader: str
) -> None:
    """Who stops in order gives its lease up; where another works, that one leads within a second."""
    with a_peephole(postgres_url) as database:
        database.ask(f"INSERT INTO lease VALUES ('lead', 1, {holder}, 'night-1:7', 1, now(), now())")
        database.ask("INSERT INTO memo (key, value) VALUES ('heard_at', :now)", now=datetime.now(UTC).isoformat())
        if has_worker:
            database.ask("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    out = nightdesk("doctor", "--json", "--config", premises.configure(more=on(postgres_url))).out
    found = {finding["check"]: finding for finding in json.loads(out)}
    assert found["running"]["status"] == running
    assert found["leader"]["message"].startswith(leader)


@pytest.mark.parametrize(
    ("silent", "is_at_work", "status", "told"),
    [
        (3, True, "ok", "общие задачи ведёт night-1:7 с 02\\.03\\.2026 23:40"),
        (
            30,
            True,
            "failed",
            "ни один из работающих серверов не ведёт общие задачи; последний, night-1:7, молчит 3\\d с",
        ),
        (3000, False, "ok", "ни один сервер не работает"),
    ],
)
def test_the_doctor_names_the_machine_that_leads(
    nightdesk: Command, premises: Premises, postgres_url: str, silent: int, is_at_work: bool, status: str, told: str
) -> None:
    with a_peephole(postgres_url) as database:
        database.ask(
            "INSERT INTO lease VALUES ('lead', 1, 'id', 'night-1:7', 1, '2026-03-02 20:40+00',"
            " now() - make_interval(secs => :silent))",
            silent=silent,
        )
        if is_at_work:
            database.ask("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    out = nightdesk("doctor", "--json", "--config", premises.configure(more=on(postgres_url))).out
    [leader] = [finding for finding in json.loads(out) if finding["check"] == "leader"]
    assert leader["status"] == status
    assert re.fullmatch(told, leader["message"])


def test_nightly_copies_that_nobody_would_make_are_refused(
    nightdesk: Command, premises: Premises, postgres_url: str
) -> None:
    config = premises.configure(more=f'{on(postgres_url)}\n[backup]\nfolder = "copies"')
    for command in ("run", "doctor"):
        ended = nightdesk(command, "--config", config)
        assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1)
        assert "backup.folder" in ended.err
        assert "pg_dump" in ended.err


def test_one_of_a_newer_program_is_refused(nightdesk: Command, premises: Premises, postgres_url: str) -> None:
    database = Database(postgres_url)
    with database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    config = premises.configure(more=on(postgres_url))
    for command in (["migrate"], ["tickets", "list"]):
        ended = nightdesk(*command, "--config", config)
        assert (ended.status, ended.err.count("\n")) == (2, 1)
        assert "newer" in ended.err


@pytest.mark.parametrize("command", [["migrate"], ["tickets", "list"], ["hours"], ["doctor"]])
def test_a_server_that_is_not_there_is_told_in_a_line_without_the_password(
    nightdesk: Command, premises: Premises, command: list[str]
) -> None:
    ended = nightdesk(*command, "--config", premises.configure(more=on(SOMEWHERE)))
    assert ended.status in (1, 2)
    assert "127.0.0.1" in ended.err + ended.out
    assert "hush" not in ended.err + ended.out
    assert ended.err.count("\n") <= 1


@pytest.mark.parametrize(
    "url",
    ["postgres://night:hush@host/desk", "mysql://night:hu/sh@host/desk", "postgresql://night@host/desk?password=hush"],
)
def test_nor_is_it_shown_in_what_is_said_of_a_wrong_address(nightdesk: Command, premises: Premises, url: str) -> None:
    ended = nightdesk("run", "--config", premises.configure(more=on(url)))
    assert ended.status == 2
    assert "storage.url" in ended.err
    assert "sh@" not in ended.err
    assert "hush" not in ended.err


def test_nor_where_settings_are_printed(premises: Premises) -> None:
    settings = load_config(Path(premises.configure(more=on(SOMEWHERE))), {})
    assert settings.storage.url == SOMEWHERE
    assert "hush" not in repr(settings)
