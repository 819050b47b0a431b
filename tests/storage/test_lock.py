"""One desk at a time works with a database."""

import subprocess
import sys
from pathlib import Path

import pytest

from storage.errors import StorageError
from storage.lock import sole_use

HOLDS_IT = "import sys, storage.lock as l\nwith l.sole_use(sys.argv[1]): print('held', flush=True); sys.stdin.read()"


def test_a_second_one_is_refused_until_the_first_has_ended(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new folder' / 'desk.db'}"
    with sole_use(url), pytest.raises(StorageError, match="stop it first"), sole_use(url):
        pass
    with sole_use(url):
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


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "postgresql://desk@db.example/desk"])
def test_what_is_no_file_has_no_lock(url: str) -> None:
    with sole_use(url), sole_use(url):
        pass


def test_where_no_lock_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="can't be written"), sole_use(f"sqlite:///{tmp_path}/file/desk.db"):
        pass
