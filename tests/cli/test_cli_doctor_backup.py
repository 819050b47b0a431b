"""What the doctor says of the backups."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.background.nightly_backup import FAILING_SINCE
from bot.commands.doctor import backup
from bot.commands.doctor.backup import backup_finding
from bot.commands.doctor.finding import told
from bot.config import Settings, StorageSettings, load_config
from storage import Database
from storage.models import Memo
from tests.cli.premises import Premises

NOW = datetime(2026, 3, 3, 6, tzinfo=UTC)


@pytest.fixture
def settings(premises: Premises, database: Database) -> Settings:
    return load_config(premises.configure(more='[backup]\nfolder = "deep/copies"'))


def found(settings: Settings) -> str:
    finding = backup_finding(settings, NOW)
    return f"{finding.status} {finding.outcome}"


def a_copy(premises: Premises, age: timedelta) -> Path:
    path = premises.folder / "deep" / "copies" / "nightdesk-2026-03-03-040000.nightly.db"
    path.parent.mkdir(parents=True)
    path.touch()
    os.utime(path, ((NOW - age).timestamp(),) * 2)
    return path


def test_none_are_made(premises: Premises) -> None:
    assert found(load_config(premises.config)) == "warning off"


def test_the_first_is_to_come(settings: Settings, premises: Premises) -> None:
    assert found(settings) == "ok none"
    assert not (premises.folder / "deep").exists()


def test_how_old_the_last_one_is_and_how_much_room_there_is(settings: Settings, premises: Premises) -> None:
    a_copy(premises, timedelta(hours=5))
    message = told(backup_finding(settings, NOW), "ru").message
    assert "копий 1, последняя 5 часов назад" in message
    assert "свободно" in message


def test_the_last_one_is_old(settings: Settings, premises: Premises) -> None:
    a_copy(premises, timedelta(days=3))
    assert found(settings) == "warning old"


def test_the_last_try_failed(settings: Settings, premises: Premises, database: Database) -> None:
    a_copy(premises, timedelta(hours=5))
    with database.transaction() as session:
        session.add(Memo(key=FAILING_SINCE, value=NOW.isoformat()))
    assert found(settings) == "failed fails"


def test_there_is_no_room_for_the_next(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "RESERVE", 2**60)
    assert found(settings) == "failed full"


def test_a_folder_that_can_not_be_written_to(settings: Settings, premises: Premises) -> None:
    """A file stands in its way: that holds for root, too."""
    (premises.folder / "deep").touch()
    assert found(settings) == "failed no_rights"


def test_postgresql_is_copied_by_others(settings: Settings) -> None:
    elsewhere = StorageSettings.model_construct(url="postgresql://desk@db.example/desk")
    assert found(settings.model_copy(update={"storage": elsewhere})) == "ok elsewhere"
