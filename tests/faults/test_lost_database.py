"""The database's file is removed, replaced, overwritten or damaged under the desk; and what the next start says."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.background import database_watch
from bot.cli import main
from bot.sandbox import Sandbox
from storage import database as database_module
from storage.errors import DatabaseLostError, StorageError
from storage.marker import Marker, require_promised
from storage.progress import Progress, progress_of_file
from tests.faults.desk import DATABASE, TIMEOUT_SECONDS, Desk, a_desk
from tests.faults.desk_process import DeskProcess
from tests.faults.life import write_config
from tests.faults.ports import free_port

SECRET = "a-secret-of-some-length"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


def removed(database: Path) -> None:
    database.unlink()


def renamed(database: Path) -> None:
    database.rename(database.with_name("old.db"))


def replaced(database: Path) -> None:
    shutil.copy(database.with_name("backup.db"), database.with_name("other.db"))
    database.with_name("other.db").replace(database)


def folder_removed(database: Path) -> None:
    shutil.rmtree(database.parent)


def log_removed(database: Path) -> None:
    Path(f"{database}-wal").unlink()


def index_removed(database: Path) -> None:
    Path(f"{database}-shm").unlink()


def log_replaced(database: Path) -> None:
    log = Path(f"{database}-wal")
    content = log.read_bytes()
    log.unlink()
    log.write_bytes(content)


def overwritten(database: Path) -> None:
    """As `cp backup.db desk.db` does: the file stays the same, its content is older."""
    empty_log(database)
    database.write_bytes(database.with_name("backup.db").read_bytes())


def copied_back(database: Path) -> None:
    """The same with a copy that `cp desk.db older.db` has made."""
    empty_log(database)
    database.write_bytes(database.with_name("older.db").read_bytes())


def emptied(database: Path) -> None:
    empty_log(database)
    os.truncate(database, 0)


def empty_log(database: Path) -> None:
    with closing(sqlite3.connect(database)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def damaged(database: Path) -> None:
    """One page is garbage, of a table that tells nothing of how far the desk has come."""
    with closing(sqlite3.connect(database)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [page] = other.execute("SELECT rootpage FROM sqlite_master WHERE name = 'outbox'").fetchone()
        [size] = other.execute("PRAGMA page_size").fetchone()
    with database.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xee" * size)


UNSAVED = (overwritten, copied_back, emptied, damaged)  # there is nothing to be saved
LOSSES = (removed, renamed, replaced, folder_removed, log_removed, index_removed, log_replaced, *UNSAVED)
SAVED = (removed, renamed, replaced, log_removed, index_removed, log_replaced)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_watch, "CHECK_SECONDS", 0.05)
    monkeypatch.setattr(database_watch, "MARK_SECONDS", 0.1)
    monkeypatch.setattr(database_module, "EDITION_SECONDS", 0.0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


@pytest.fixture
def marker(tmp_path: Path) -> Marker:
    return Marker(tmp_path / ".config.nightdesk-marker")


def with_copies(folder: Path) -> None:
    """Two copies of the database as it is now, one made by SQLite and one by `cp`."""
    empty_log(folder / DATABASE)
    shutil.copy(folder / DATABASE, folder / "older.db")
    with closing(sqlite3.connect(folder / DATABASE)) as now, closing(sqlite3.connect(folder / "backup.db")) as copy:
        now.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")


def saved_copies(folder: Path) -> list[Path]:
    return list(folder.glob("desk-*.saved.db"))


async def until_it_ends() -> None:
    async with asyncio.timeout(TIMEOUT_SECONDS):
        await asyncio.Event().wait()


def told_of_loss(sandbox: Sandbox) -> list[str]:
    words = ("пропал", "лежит другой", "перезаписан", "повреждён")
    texts = [seen.text for seen in sandbox.staff_group.messages()]
    return [text for text in texts if text.startswith("🚨") and any(word in text for word in words)]


@pytest.mark.parametrize("lose", LOSSES)
async def test_a_loss_ends_the_desk_and_nothing_more_is_promised(
    folder: Path, marker: Marker, lose: Callable[[Path], None]
) -> None:
    sandbox = Sandbox()
    oleg = sandbox.customer("Олег")

    async def run() -> None:
        async with a_desk(folder, sandbox, marker=marker) as desk:
            await desk.until(marker.read)
            with_copies(folder)
            await desk.opens()
            await desk.until(lambda: (reached := marker.read()) and reached.ticket == 1)
            await desk.quiet()
            empty_log(folder / DATABASE)
            await asyncio.sleep(0.2)
            lose(folder / DATABASE)
            oleg.writes("Позовите оператора")
            await until_it_ends()

    with pytest.raises(DatabaseLostError) as ended:
        await run()
    if lose is not damaged:  # that is noticed when SQLite reads the page
        assert not oleg.sees
        assert sandbox.pending  # it is left to Telegram
    assert len(told_of_loss(sandbox)) == 1
    assert "--new-database" in str(ended.value)
    saved = saved_copies(folder) or saved_copies(folder.parent)
    assert len(saved) == (lose in SAVED or lose is folder_removed)
    for copy in saved:
        assert progress_of_file(copy).ticket == 1
        assert f"`nightdesk restore {copy}`" in str(ended.value)


@pytest.mark.parametrize("lose", [overwritten, copied_back, emptied])
async def test_an_older_content_is_noticed_by_whoever_commits(
    folder: Path, marker: Marker, lose: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox = Sandbox()
    oleg = sandbox.customer("Олег")

    async def run() -> None:
        async with a_desk(folder, sandbox, marker=marker) as desk:
            await desk.until(marker.read)
            with_copies(folder)
            monkeypatch.setattr(database_watch, "CHECK_SECONDS", 1.0)
            await desk.opens()
            await desk.quiet()
            empty_log(folder / DATABASE)
            files = desk.parts.transactions.database.files
            assert files is not None
            assert files.change() is None
            lose(folder / DATABASE)
            oleg.writes("Позовите оператора")
            await until_it_ends()

    with pytest.raises(DatabaseLostError):
        await run()
    assert not oleg.sees
    assert sandbox.pending


async def test_a_report_of_damage_that_is_not_true_stops_nobody(folder: Path, marker: Marker) -> None:
    async with a_desk(folder, marker=marker) as desk:
        await desk.opens()
        files = desk.parts.transactions.database.files
        assert files is not None
        files.is_reported_damaged = True
        await desk.until(lambda: not files.is_reported_damaged)
        desk.maria.writes("почём доставка")
        await desk.quiet()
    assert told_of_loss(desk.sandbox) == []


async def test_the_webhook_answers_503_from_that_moment(
    folder: Path, marker: Marker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_watch, "CONFIRMATIONS", 10_000)
    port = free_port()
    webhook: dict[str, Any] = {
        "mode": "webhook",
        "webhook_url": f"http://127.0.0.1:{port}",
        "webhook_secret": SECRET,
    }
    async with (
        a_desk(folder, marker=marker, port=port, **webhook) as desk,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=HEADERS, trust_env=False) as http,
    ):
        await desk.opens()
        assert (await http.post("/telegram", json={"update_id": 900})).status_code == 200
        (folder / DATABASE).rename(folder / "elsewhere.db")
        assert (await http.post("/telegram", json={"update_id": 901})).status_code == 503
        assert (await http.get("/readyz")).status_code == 503
        assert not (folder / DATABASE).exists()  # no empty one is made in its place
        (folder / "elsewhere.db").rename(folder / DATABASE)
        assert (await http.post("/telegram", json={"update_id": 901})).status_code == 200


async def test_the_staff_s_silence_does_not_keep_it_running(
    folder: Path, marker: Marker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_watch, "ALERT_SECONDS", 0.2)
    sandbox = Sandbox()

    async def run() -> None:
        async with a_desk(folder, sandbox, marker=marker) as desk:
            await desk.opens()
            sandbox.faults.add("hang", method="sendMessage", times=None)
            removed(folder / DATABASE)
            await until_it_ends()

    with pytest.raises(DatabaseLostError):
        await run()


async def test_the_process_ends_and_starts_again_only_when_it_is_meant(tmp_path: Path) -> None:
    sandbox = Sandbox()
    async with sandbox.serve() as address:
        desk = DeskProcess(write_config(tmp_path, sandbox, address))
        maria = sandbox.customer("Мария")
        desk.start()
        try:
            maria.writes("Позовите оператора")
            await sandbox.until(lambda: any("№1 принята" in seen.text for seen in maria.sees), TIMEOUT_SECONDS)
            removed(tmp_path / DATABASE)
            assert await desk.ended() == 1
            assert len(told_of_loss(sandbox)) == 1, desk.log
            [saved] = saved_copies(tmp_path)
            assert f"run `nightdesk restore {saved}`" in desk.log
            desk.start()
            assert await desk.ended() == 2
            assert "the database is missing or empty, but this desk has come to ticket №1" in desk.log
            assert not (tmp_path / DATABASE).exists()
            assert main(["restore", str(saved), "--config", str(desk.config)]) == 0
            desk.start()
            maria.writes("Где мой заказ?")
            await sandbox.until(lambda: "Где мой заказ" in texts_of(sandbox, "№1"), TIMEOUT_SECONDS)
            desk.ask_to_stop()
            assert await desk.ended() == 0
            removed(tmp_path / DATABASE)
            desk.start()
            assert await desk.ended() == 2
            desk.run = as_new
            desk.start()
            await sandbox.until(lambda: sandbox.world.polling.is_waiting, TIMEOUT_SECONDS)
            sandbox.customer("Олег").writes("Позовите оператора")
            await sandbox.until(lambda: len(sandbox.staff_group.topics) == 2, TIMEOUT_SECONDS)
        finally:
            desk.kill()


def texts_of(sandbox: Sandbox, topic: str) -> str:
    return "\n".join(seen.text for seen in sandbox.staff_group.messages(topic))


def as_new(config: str) -> int:
    return main(["run", "--new-database", "--config", config])


@asynccontextmanager
async def promised(folder: Path, marker: Marker, url: str | None = None) -> AsyncIterator[Desk]:
    """A desk that has promised ticket №1, and stops after the block."""
    async with a_desk(folder, marker=marker, database_url=url) as desk:
        await desk.opens()
        yield desk


def refusal(marker: Marker, url: str) -> str:
    """What the next start says; empty when it starts."""
    try:
        require_promised(marker, url)
    except StorageError as error:
        return str(error)
    return ""


async def test_the_next_start_wants_what_was_promised(folder: Path, marker: Marker) -> None:
    database = folder / DATABASE
    url = f"sqlite:///{database}"
    assert refusal(marker, url) == ""  # the first start
    async with promised(folder, marker):
        pass
    assert refusal(marker, url) == ""
    reached = progress_of_file(database)
    marker.write(reached)  # it may be a moment behind
    whole = database.read_bytes()
    for change, words in (
        (lambda: database.unlink(), "missing or empty"),
        (lambda: database.write_bytes(b""), "missing or empty"),
        (lambda: sqlite3.connect(database).execute("CREATE TABLE other (id)").connection.close(), "missing or empty"),
        (lambda: database.write_bytes(b"x" * 10_000), "can't be read"),
    ):
        change()
        assert words in refusal(marker, url)
        assert "nightdesk restore" in refusal(marker, url)
        database.unlink(missing_ok=True)
    marker.write(replace(reached, ticket=0, message=0))
    assert refusal(marker, url) == ""  # nothing was promised yet
    database.write_bytes(whole)
    assert refusal(marker, url) == ""
    for ahead in (replace(reached, ticket=2), replace(reached, message=reached.message + 1)):
        marker.write(ahead)
        assert "older than what was promised" in refusal(marker, url)
    marker.write(replace(reached, database="another"))
    assert "another desk" in refusal(marker, url)


async def test_on_a_server_too(tmp_path: Path, marker: Marker, postgres_url: str, empty_postgres_url: str) -> None:
    async with promised(tmp_path, marker, postgres_url):
        await asyncio.sleep(0)
    assert refusal(marker, postgres_url) == ""
    reached = marker.read()  # it may be a moment behind the database, which has come to ticket №1
    assert reached is not None
    marker.write(replace(reached, ticket=1))
    assert "missing or empty" in refusal(marker, empty_postgres_url)
    marker.write(replace(reached, ticket=2))
    assert "older than what was promised" in refusal(marker, postgres_url)
    assert "№1," in refusal(marker, postgres_url)


def test_a_spoilt_marker_hinders_nobody(marker: Marker, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    for spoilt in ("", "{", "[]", "null", '{"database": "a"}', '{"database": "a", "ticket": "x", "message": 1}'):
        marker.path.write_text(spoilt)
        assert marker.read() is None
    assert len(caplog.records) == 6
    marker.path.unlink()
    marker.path.mkdir()
    assert marker.read() is None
    assert not marker.write(Progress("a", 1, 1))
    assert not Marker(tmp_path / "nowhere" / "marker").write(Progress("a", 1, 1))


async def test_a_marker_that_can_not_be_written_is_said_once(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    nowhere = Marker(folder / "nowhere" / "marker")
    async with a_desk(folder, marker=nowhere) as desk:
        await desk.opens()
        for number in range(3):
            desk.sandbox.customer(f"Клиент {number}").writes("Позовите оператора")
            await desk.quiet()
            await asyncio.sleep(2 * database_watch.MARK_SECONDS)
    said = [one for one in caplog.records if "a start won't notice a lost database" in one.message]
    assert len(said) == 1
