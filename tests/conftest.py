"""What holds for every test, and the two databases that many are for."""

import gc
import os
from collections.abc import Iterator
from itertools import groupby, zip_longest
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.delivery import outbox
from bot.desk import knowledge
from tests.postgres import Server, a_server

FOLDER = Path(__file__).parent
LONGEST_FIRST = ("faults", "browser", "packaging", "released", "dialogs", "attacks", "bench", "cli", "sandbox")
"""Folders whose files take long; when all others are done, only short files are left to share between workers."""

WAITING = ("faults", "browser", "packaging")
"""Folders whose tests wait for other processes most of the time: meanwhile other workers may have the processors."""

# Machines are shared: how long one example takes says nothing here.
settings.register_profile("shared-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("check", settings.get_profile("shared-machine"), max_examples=20)  # for `make check`
settings.load_profile("shared-machine")


def pytest_xdist_auto_num_workers() -> int:
    """One more than the cores, since every other file is of those whose tests wait."""
    return 1 + (os.cpu_count() or 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file stays together, and in its order; one whose tests wait is followed by one whose tests compute."""
    rank = {name: number for number, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: rank.get(_folder(item), len(rank)))
    files = [list(found) for _, found in groupby(items, key=lambda item: item.path)]
    waiting = [file for file in files if _folder(file[0]) in WAITING]
    computing = [file for file in files if _folder(file[0]) not in WAITING]
    nothing: list[pytest.Item] = []
    pairs = zip_longest(waiting, computing, fillvalue=nothing)
    items[:] = [item for pair in pairs for file in pair for item in file]


def _folder(item: pytest.Item) -> str:
    return item.path.relative_to(FOLDER).parts[0]


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Modules and collected tests stay till the end: no search for garbage need visit them."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def in_this_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What one desk in a process of its own gains by is a loss for hundreds that follow each other in this one.

    A customer alone has nobody to share a commit with, and what one desk frees the next one takes. Caches stay out of
    the user's own folder.
    """
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(outbox, "GATHER_SECONDS", 0.001)
        monkeypatch.setattr(knowledge, "free_memory", lambda: None)
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """Started when the first test asks for it."""
    with a_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Server) -> Iterator[str]:
    with postgres_server.template() as name:
        yield name


@pytest.fixture
def postgres_url(postgres_server: Server, postgres_template: str) -> Iterator[str]:
    """A database of its own in PostgreSQL, with all the tables."""
    with postgres_server.database(postgres_template) as url:
        yield url


@pytest.fixture
def empty_postgres_url(postgres_server: Server) -> Iterator[str]:
    """The same without any table."""
    with postgres_server.database("template0") as url:
        yield url


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database for this test: in SQLite, a file still to be made; in PostgreSQL where `both_databases` says so."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return f"sqlite:///{tmp_path / 'desk.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url
