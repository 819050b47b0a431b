"""One desk at a time works with a database."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage.errors import StorageError
from storage.lock import is_in_use, sole_use

HOLDS_IT = "import sys, storage.lock as l\nwith l.sole_use(sys.argv[1]): print('held', flush=True); sys.stdin.read()"


def test_a_second_one_is_refused_until_the_first_has_ended(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new folder' / 'desk.db'}"
    with sole_use(url), pytest.raises(StorageError, match="stop it first"), sole_use(url):
        pass
    with sole_use(url):
        pass


def test_two_paths_to_one_file_are_one_desk(tmp_path: Path) -> None:
    """By a link to the file, to its folder, and through ".."."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "desk.db").touch()
    (tmp_path / "link.db").symlink_to(tmp_path / "data" / "desk.db")
    (tmp_path / "folder").symlink_to(tmp_path / "data")
    others = [tmp_path / "link.db", tmp_path / "folder" / "desk.db", tmp_path / "folder" / ".." / "data" / "desk.db"]
    with sole_use(f"sqlite:///{tmp_path / 'data' / 'desk.db'}"):
        for other in others:
            with pytest.raises(StorageError, match="stop it first"), sole_use(f"sqlite:///{other}"):
                pass


def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    command = [sys.executable, "-c", HOLDS_IT, url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(StorageError), sole_use(url):
            pass
        other.kill()
    with sole_use(url):
        pass


def test_who_looks_whether_it_is_in_use_creates_nothing_and_holds_nobody(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    assert is_in_use(url) is False
    assert list(tmp_path.iterdir()) == []
    with sole_use(url):
        assert is_in_use(url) is True
    assert is_in_use(url) is False
    with sole_use(url):
        pass


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "postgresql://desk@db.example/desk"])
def test_what_is_no_file_has_no_lock(url: str) -> None:
    with sole_use(url), sole_use(url):
        pass


def test_a_database_that_another_user_owns_is_refused_at_once() -> None:
    with tempfile.TemporaryDirectory(prefix="nightdesk-") as folder:
        database = Path(folder, "desk.db")
        database.touch(mode=0o400)
        Path(folder).chmod(0o777)
        refused = pytest.raises(StorageError, match="can't be written; give the file")
        with as_nobody(), refused, sole_use(f"sqlite:///{database}"):
            pass


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without root's right to write whatever it likes."""
    was = os.geteuid()
    if was == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(was)


def test_where_no_lock_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="can't be written"), sole_use(f"sqlite:///{tmp_path}/file/desk.db"):
        pass
