"""The desk migrates its database when it starts: after a backup, all of it or nothing.

The migration is one that comes after the last one that there is: it makes a table anew that others refer to.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

import storage
from bot.background.upgrade import bring_up_to_date
from bot.config import BackupSettings, Settings
from bot.sandbox import Sandbox
from storage import Database, migrate
from storage.errors import StorageError
from storage.migrate import newest_revision, revision
from storage.restore import restore
from tests.faults.desk import DATABASE, settings_of
from tests.released.loading import load, rows

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", "{last}", None, None


def upgrade() -> None:
    with op.batch_alter_table("ticket", recreate="always") as ticket:
        ticket.add_column(sa.Column("shelf", sa.String(), nullable=False, server_default="-"))
    op.execute("{then}")
"""


class Updated:
    """A desk's database as it was released, and a program that has one migration more."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings: Settings = settings_of(Sandbox(), "http://127.0.0.1", folder)
        self.database = Database(self.settings.storage.url)
        load(self.database, "0001", folder)

    def starts(self) -> None:
        bring_up_to_date(self.database, self.settings, NOW)

    def backs_up_into(self, folder: Path) -> None:
        self.settings = self.settings.model_copy(update={"backup": BackupSettings(folder=folder)})

    @property
    def shelves(self) -> list[tuple[str]]:
        with closing(sqlite3.connect(self.folder / DATABASE)) as database:
            return database.execute("SELECT shelf FROM ticket").fetchall()


def program_with(then: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program with one more migration, that does `then` in the end."""
    last = newest_revision()
    scripts = folder / "migrations"
    shutil.copytree(Path(storage.__file__).parent / "migrations", scripts)
    (scripts / "versions" / "9999_next.py").write_text(NEXT.format(last=last, then=then))
    monkeypatch.setattr(import_module("storage.migrate"), "SCRIPTS", scripts)


@pytest.fixture
def updated(tmp_path: Path) -> Iterator[Updated]:
    updated = Updated(tmp_path)
    yield updated
    updated.database.close()


@pytest.mark.parametrize("folder", [None, "copies"])
def test_it_migrates_after_a_backup(
    updated: Updated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str | None
) -> None:
    if folder:
        updated.backs_up_into(tmp_path / folder)
    before = rows(updated.database.engine)
    program_with("SELECT 1", tmp_path, monkeypatch)
    updated.starts()
    assert updated.shelves == [("-",)]
    after = rows(updated.database.engine)
    assert {table: after[table] for table in before} == before
    [copy] = (tmp_path / (folder or ".")).glob("desk-2026-11-21-120000.before-9999.db")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)


def test_what_is_up_to_date_or_new_needs_no_backup(updated: Updated, tmp_path: Path) -> None:
    migrate(updated.database)
    updated.starts()
    fresh = Database(f"sqlite:///{tmp_path / 'new.db'}")
    bring_up_to_date(fresh, updated.settings, NOW)
    fresh.close()
    assert not list(tmp_path.glob("*.before-*"))


@pytest.mark.parametrize(
    ("then", "error"),
    [
        ("INSERT INTO nowhere VALUES (1)", OperationalError),
        ("UPDATE message SET customer_id = 77", StorageError),  # a customer that is not there
    ],
)
def test_a_migration_that_fails_changes_nothing(
    updated: Updated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, then: str, error: type[Exception]
) -> None:
    program_with(then, tmp_path, monkeypatch)
    with pytest.raises(error):
        updated.starts()
    assert revision(updated.database) == "0001"
    with pytest.raises(sqlite3.OperationalError, match="no such column"):
        _ = updated.shelves
    with updated.database.transaction() as session:
        assert session.connection().exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


def test_without_a_backup_nothing_is_migrated(
    updated: Updated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "copies").touch()
    updated.backs_up_into(tmp_path / "copies")
    program_with("SELECT 1", tmp_path, monkeypatch)
    with pytest.raises(StorageError, match="choose another place"):
        updated.starts()
    assert revision(updated.database) == "0001"


def test_a_start_that_was_killed_after_its_backup_is_repeated_in_the_same_second(
    updated: Updated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = tmp_path / "desk-2026-11-21-120000.before-9999.db"
    killed.write_text("left by the first start")
    program_with("SELECT 1", tmp_path, monkeypatch)
    updated.starts()
    assert updated.shelves == [("-",)]
    assert killed.read_text() == "left by the first start"
    with closing(sqlite3.connect(tmp_path / "desk-2026-11-21-120000.before-9999-2.db")) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)


def test_the_way_back_to_the_program_before(updated: Updated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as newer:
        program_with("SELECT 1", tmp_path, newer)
        updated.starts()
    with pytest.raises(StorageError, match=r"newer nightdesk .* restore an earlier backup"):
        updated.starts()
    updated.database.close()
    [copy] = tmp_path.glob("*.before-9999.db")
    restore(copy, tmp_path / DATABASE, NOW)
    updated.database = Database(updated.settings.storage.url)
    updated.starts()
    assert revision(updated.database) == newest_revision()
