"""What holds for every test, and the two databases that many are for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.postgres import Server, a_server

# Machines are shared: how long one example takes says nothing here.
settings.register_profile("shared-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("check", settings.get_profile("shared-machine"), max_examples=20)  # for `make check`
settings.load_profile("shared-machine")


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
