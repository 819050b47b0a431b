"""Copies of the database: of one moment, complete, sound, private."""

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest

from storage import Database, backup
from storage.backup import back_up
from storage.errors import StorageError
from storage.files import copies, copy_name
from storage.inspection import contents
from storage.models import Author, Customer, Message
from tests.storage.pairs import PAIRED, write_pairs

NOW = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)


@pytest.fixture
def database(in_a_file: Database) -> Database:
    """PostgreSQL has programs of its own for this."""
    return in_a_file


@pytest.fixture
def source(database: Database, tmp_path: Path) -> Path:
    """A database with one message."""
    with database.transaction() as session:
        customer = Customer(address="1", created_at=NOW)
        session.add(customer)
        session.flush()
        session.add(Message(customer_id=customer.id, author=Author.CUSTOMER, text="Здравствуйте", at=NOW))
    return tmp_path / "desk.db"


@pytest.fixture
def busy(database: Database) -> Iterator[None]:
    """Somebody writes a customer and their message, again and again, each pair in one transaction."""
    stop = Event()
    writer = Thread(target=write_pairs, args=(database, stop))
    writer.start()
    yield
    stop.set()
    writer.join()


def test_a_copy_has_all_that_there_is(source: Path, tmp_path: Path) -> None:
    made = back_up(source, tmp_path / "folder" / "copy.db")
    with closing(sqlite3.connect(tmp_path / "folder" / "copy.db")) as copy:
        assert contents(copy) == made
        assert copy.execute("SELECT text FROM message").fetchall() == [("Здравствуйте",)]
    assert (made.rows["message"], made.rows["ticket"], made.latest) == (1, 0, NOW)


def test_it_is_one_file_and_nobody_else_may_read_it(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "folder" / "copy.db"
    back_up(source, target)
    assert list(target.parent.iterdir()) == [target]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with closing(sqlite3.connect(target)) as copy:
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)


@pytest.mark.usefixtures("busy")
def test_it_is_of_one_moment_while_others_write(
    source: Path, tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "PAGES_PER_STEP", 1)
    sizes = []

    def until_more_was_written(_left: int, _pages: int) -> None:
        """Between two steps of the copy the others write on."""
        with database.transaction() as session:
            size = session.connection().exec_driver_sql("SELECT count(*) FROM message").scalar_one()
            sizes.append(size)

    for number in range(3):
        target = tmp_path / f"{number}.db"
        back_up(source, target, until_more_was_written)
        with closing(sqlite3.connect(target)) as copy:
            [(customers, messages)] = copy.execute(PAIRED).fetchall()
            assert customers == messages
    assert sizes[0] < sizes[-1]


def test_nothing_is_overwritten(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("мои заметки")
    with pytest.raises(StorageError, match="already exists"):
        back_up(source, target)
    assert target.read_text() == "мои заметки"


def test_what_is_no_database_is_refused_and_leaves_nothing_behind(tmp_path: Path) -> None:
    source, target = tmp_path / "notes.db", tmp_path / "folder" / "copy.db"
    source.write_text("не база" * 500)
    with pytest.raises(StorageError, match="this file is not a database"):
        back_up(source, target)
    assert list(target.parent.iterdir()) == []


def test_a_damaged_database_makes_no_backup(source: Path, tmp_path: Path) -> None:
    """An index that has lost its row: only looking into the copy finds it."""
    with closing(sqlite3.connect(source, isolation_level=None)) as database:
        database.execute("PRAGMA writable_schema = ON")
        database.execute("UPDATE sqlite_master SET sql = replace(sql, '(source_chat, source_id)', '(ticket_id, text)')")
    with pytest.raises(StorageError, match="damaged"):
        back_up(source, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_a_reference_to_nothing_is_found(source: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(source, isolation_level=None)) as database:
        database.execute("DELETE FROM customer")
    with pytest.raises(StorageError, match="dangling reference"):
        back_up(source, tmp_path / "copy.db")


def test_where_there_is_no_room_none_is_made(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "RESERVE", 2**60)
    with pytest.raises(StorageError, match="free some space"):
        back_up(source, tmp_path / "copy.db")


def test_it_can_be_stopped(source: Path, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="stopped"):
        back_up(source, tmp_path / "copy.db", is_stopped=lambda: True)
    assert not list(tmp_path.glob("*copy*"))


def test_the_names_of_copies_tell_their_order(tmp_path: Path) -> None:
    desk = tmp_path / "desk.db"
    for name in ("desk-2026-11-20-040000.nightly.db", "desk-2026-11-19-040000.manual.db", "desk.db", "desk-old.db"):
        (tmp_path / name).touch()
    assert copy_name(desk, NOW, "nightly") == "desk-2026-11-20-204000.nightly.db"
    assert [path.name[:15] for path in copies(tmp_path, desk)] == ["desk-2026-11-19", "desk-2026-11-20"]
    assert [path.name[:15] for path in copies(tmp_path, desk, "nightly")] == ["desk-2026-11-20"]
    assert copies(tmp_path / "nowhere", desk) == []
