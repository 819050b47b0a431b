"""A backup takes the place of the database, which is kept."""

import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage import Database
from storage import restore as restoring
from storage.backup import back_up
from storage.errors import StorageError
from storage.lock import sole_use
from storage.models import Author, Customer, Message, Ticket
from storage.restore import Restored, restore

NOW = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
KEPT = "desk-2026-11-20-204000.replaced.db"


@pytest.fixture
def database(in_a_file: Database) -> Database:
    """PostgreSQL has programs of its own for this."""
    return in_a_file


class Place:
    """A database that somebody writes to, and a backup of it with one message."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.folder = folder
        self.path = folder / "desk.db"
        self.backup = folder / "backup.db"
        self.database = database
        self.says("Здравствуйте", NOW)
        back_up(self.path, self.backup)

    def says(self, text: str, at: datetime, with_ticket: bool = False) -> None:
        with self.database.transaction() as session:
            customer = Customer(address=text, created_at=at)
            session.add(customer)
            session.flush()
            session.add(Message(customer_id=customer.id, author=Author.CUSTOMER, text=text, at=at))
            if with_ticket:
                session.add(Ticket(customer_id=customer.id, opened_at=at))

    def restored(self, force: bool = False) -> Restored:
        return restore(self.backup, self.path, NOW, force)

    def texts(self, name: str = "desk.db") -> list[str]:
        with closing(sqlite3.connect(self.folder / name)) as database:
            return [text for [text] in database.execute("SELECT text FROM message ORDER BY id")]


@pytest.fixture
def place(tmp_path: Path, database: Database) -> Place:
    return Place(tmp_path, database)


def test_a_database_that_is_gone_comes_back(place: Place) -> None:
    place.database.close()
    place.path.unlink()
    done = place.restored()
    assert (done.kept, done.lost) == (None, None)
    assert place.texts() == ["Здравствуйте"]
    assert stat.S_IMODE(place.path.stat().st_mode) == 0o600


def test_nothing_newer_is_lost_unless_it_is_forced(place: Place) -> None:
    place.says("А где заказ?", NOW + timedelta(hours=1), with_ticket=True)
    with pytest.raises(StorageError, match=r"1 messages and 1 tickets .* 2026-11-20 21:40 UTC; .* --force"):
        place.restored()
    assert place.texts() == ["Здравствуйте", "А где заказ?"]
    assert not list(place.folder.glob("*.replaced.*"))
    done = place.restored(force=True)
    assert done.lost is not None
    assert (done.lost.messages, done.lost.tickets) == (1, 1)
    assert place.texts() == ["Здравствуйте"]


def test_the_former_database_is_kept_with_what_was_not_yet_in_its_file(place: Place) -> None:
    """Its connections are open still, as after a kill: the last messages are only in the -wal file beside it."""
    place.says("А где заказ?", NOW + timedelta(hours=1))
    assert place.path.with_name("desk.db-wal").stat().st_size
    done = place.restored(force=True)
    assert done.kept == place.folder / KEPT
    assert not place.path.with_name("desk.db-wal").exists()
    assert place.texts(KEPT) == ["Здравствуйте", "А где заказ?"]
    assert place.texts() == ["Здравствуйте"]


def test_a_backup_of_what_is_there_needs_no_force(place: Place) -> None:
    assert place.restored().lost is not None
    assert place.texts() == ["Здравствуйте"]


def test_a_ticket_s_number_is_not_given_twice(place: Place) -> None:
    place.says("А где заказ?", NOW + timedelta(hours=1), with_ticket=True)
    place.says("И где?", NOW + timedelta(hours=2), with_ticket=True)
    place.restored(force=True)
    place.database.close()
    later = Database(f"sqlite:///{place.path}")
    with later.transaction() as session:
        session.add(Ticket(customer_id=1, opened_at=NOW))
        session.flush()
        assert session.get(Ticket, 3)
    later.close()


def test_a_damaged_database_is_replaced_and_kept(place: Place) -> None:
    place.database.close()
    place.path.write_text("не база" * 500)
    done = place.restored()
    assert done.lost is None
    assert (place.folder / KEPT).read_text() == "не база" * 500
    assert place.texts() == ["Здравствуйте"]


def test_a_damaged_backup_is_not_taken(place: Place) -> None:
    place.backup.write_bytes(place.backup.read_bytes()[:-8000])
    with pytest.raises(StorageError):
        place.restored(force=True)
    assert place.texts() == ["Здравствуйте"]
    assert sorted(path.name for path in place.folder.glob("*.part")) == []


def test_what_is_no_backup_is_not_taken(place: Place) -> None:
    with closing(sqlite3.connect(place.folder / "other.db")) as other:
        other.execute("CREATE TABLE note (text)")
    place.backup = place.folder / "other.db"
    with pytest.raises(StorageError, match="no such table"):
        place.restored(force=True)
    place.backup = place.folder / "missing.db"
    with pytest.raises(StorageError, match="no such file"):
        place.restored(force=True)


def test_a_backup_of_a_newer_program_is_not_taken(place: Place) -> None:
    with closing(sqlite3.connect(place.backup, isolation_level=None)) as backup:
        backup.execute("UPDATE alembic_version SET version_num = 'future'")
    with pytest.raises(StorageError, match="newer nightdesk"):
        place.restored()


def test_not_while_a_desk_runs(place: Place) -> None:
    with sole_use(f"sqlite:///{place.path}"), pytest.raises(StorageError, match="a desk is running"):
        place.restored(force=True)
    assert place.restored()


def test_a_log_that_was_left_behind_is_not_replayed_into_the_backup(place: Place) -> None:
    place.says("Стёртое", NOW + timedelta(hours=1))
    log = Path(f"{place.path}-wal")
    content = log.read_bytes()
    place.database.close()
    place.path.unlink()
    log.write_bytes(content)
    assert place.restored().kept is None
    assert not log.exists()
    assert place.texts() == ["Здравствуйте"]


def test_a_link_stays_a_link_and_its_file_is_replaced(place: Place, tmp_path: Path) -> None:
    place.says("А где заказ?", NOW + timedelta(hours=1))
    place.database.close()
    (tmp_path / "disk").mkdir()
    place.path.rename(tmp_path / "disk" / "data.db")
    place.path.symlink_to(tmp_path / "disk" / "data.db")
    done = place.restored(force=True)
    assert place.path.is_symlink()
    assert place.texts() == ["Здравствуйте"]
    assert done.kept == tmp_path / "disk" / "data-2026-11-20-204000.replaced.db"
    with sole_use(f"sqlite:///{tmp_path / 'disk' / 'data.db'}"), pytest.raises(StorageError, match="stop it first"):
        place.restored(force=True)


def test_while_somebody_reads_nothing_is_replaced(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restoring, "JOURNAL_SECONDS", 0.1)
    place.says("А где заказ?", NOW + timedelta(hours=1))
    with closing(sqlite3.connect(place.path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM message").fetchall()
        with pytest.raises(StorageError, match="is reading this database"):
            place.restored(force=True)
    assert place.texts() == ["Здравствуйте", "А где заказ?"]
