"""`nightdesk backup` and `nightdesk restore`, and a database that another desk holds."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.commands.postgres import dump_command, restore_command
from storage import Database
from storage.lock import sole_use
from tests.cli.premises import Command, Premises

POSTGRES = "postgresql+psycopg://desk:secret@db.example:5433/night desk"


@pytest.fixture
def backup(nightdesk: Command, premises: Premises, database: Database) -> Path:
    """Made while the database is in use."""
    file = premises.folder / "evening.db"
    assert nightdesk("backup", file, "--config", premises.config).status == 0
    return file


def test_a_backup_says_what_is_in_it(nightdesk: Command, premises: Premises, database: Database) -> None:
    ended = nightdesk("backup", premises.folder / "evening.db", "--config", premises.config)
    assert (ended.status, ended.err) == (0, "")
    assert "evening.db" in ended.out
    assert "заявок: 3, сообщений: 3" in ended.out


@pytest.mark.parametrize(("more", "folder"), [("", "."), ('[backup]\nfolder = "copies"', "copies")])
def test_a_backup_without_a_name(
    nightdesk: Command, premises: Premises, database: Database, more: str, folder: str
) -> None:
    premises.configure(more=more)
    assert nightdesk("backup", "--config", premises.config).status == 0
    assert len(list((premises.folder / folder).glob("nightdesk-20*.manual.db"))) == 1


def test_a_backup_overwrites_nothing(nightdesk: Command, premises: Premises, backup: Path) -> None:
    before = backup.read_bytes()
    ended = nightdesk("backup", backup, "--config", premises.config)
    assert ended.status == 2
    assert ended.err.count("\n") == 1
    assert backup.read_bytes() == before


def test_there_is_nothing_to_back_up(nightdesk: Command, premises: Premises) -> None:
    ended = nightdesk("backup", "--config", premises.config)
    assert ended.status == 2
    assert "`nightdesk run` creates it" in ended.err
    assert not premises.database.exists()


def test_a_restore_tells_what_is_lost_and_where_the_former_database_is(
    nightdesk: Command, premises: Premises, database: Database, backup: Path
) -> None:
    with closing(sqlite3.connect(premises.database)) as later, later:
        later.execute("UPDATE message SET at = '2026-03-03 06:00:00.000000' WHERE id = 3")
    refused = nightdesk("restore", backup, "--config", premises.config)
    assert refused.status == 2
    assert refused.err.count("\n") == 1
    assert "--force" in refused.err
    ended = nightdesk("restore", backup, "--force", "--config", premises.config)
    assert (ended.status, ended.err) == (0, "")
    first, latest, lost, kept = ended.out.splitlines()
    assert "evening.db" in first
    assert "02.03.2026 23:40" in latest  # on the company's clock
    assert "заявок 0, сообщений 1, последнее 03.03.2026 09:00" in lost
    assert Path(kept.rpartition(": ")[2]).is_file()
    assert nightdesk("tickets", "list", "--config", premises.config).status == 0


def test_a_restore_where_nothing_was(nightdesk: Command, premises: Premises, database: Database, backup: Path) -> None:
    database.close()
    premises.database.unlink()
    ended = nightdesk("restore", backup, "--config", premises.config)
    assert ended.status == 0
    assert len(ended.out.splitlines()) == 2


def test_a_restore_in_place_of_what_can_not_be_read(
    nightdesk: Command, premises: Premises, database: Database, backup: Path
) -> None:
    database.close()
    premises.database.write_text("не база" * 500, encoding="utf-8")
    ended = nightdesk("restore", backup, "--config", premises.config)
    assert ended.status == 0
    assert "прочитать не удалось" in ended.out


@pytest.mark.parametrize("command", [["restore", "evening.db"], ["migrate"], ["run"]])
def test_while_a_desk_runs(nightdesk: Command, premises: Premises, backup: Path, command: list[str]) -> None:
    with sole_use(f"sqlite:///{premises.database}"):
        ended = nightdesk(*command, "--config", premises.config)
    assert ended.status == 2
    assert "a desk is running with this database; stop it first" in ended.err
    assert ended.err.count("\n") == 1


def test_a_desk_does_not_run_with_a_database_of_a_newer_one(
    nightdesk: Command, premises: Premises, database: Database
) -> None:
    with closing(sqlite3.connect(premises.database)) as newer, newer:
        newer.execute("UPDATE alembic_version SET version_num = 'future'")
    ended = nightdesk("run", "--config", premises.config)
    assert ended.status == 2
    assert "written by a newer nightdesk" in ended.err
    assert ended.err.count("\n") == 1


def test_for_postgresql_there_are_commands_without_the_password() -> None:
    address = "'postgresql://desk@db.example:5433/night desk'"
    assert dump_command(POSTGRES) == f"pg_dump --format=custom --file=nightdesk.dump {address}"
    assert restore_command(POSTGRES, Path("x.dump")).endswith(
        "--single-transaction '--dbname=postgresql://desk@db.example:5433/night desk' x.dump"
    )


@pytest.mark.parametrize("line", ['at = "4 am"', 'at = "25:00"', "keep_days = 0", 'folders = "x"'])
def test_a_slip_in_the_config(nightdesk: Command, premises: Premises, line: str) -> None:
    ended = nightdesk("hours", "--config", premises.configure(more=f"[backup]\n{line}"))
    assert ended.status == 2
    assert ended.err.startswith(f"nightdesk: {premises.config}:17: backup.{line.partition(' ')[0]}")
