"""Desks that many dialogs need: on a Friday night, on a Monday at noon, and with an FAQ that may be changed."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.dialogs.night import FAQ, MONDAY_NOON, House, Night, a_night

LEFT_OUT = {"cards", "postgresql"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """No code knows both the room's kind and the database's: of the four combinations three are enough."""
    items[:] = [item for item in items if not set(_parameters(item)) >= LEFT_OUT]


def _parameters(item: pytest.Item) -> list[str]:
    return item.callspec.id.split("-") if isinstance(item, pytest.Function) and hasattr(item, "callspec") else []


@pytest.fixture
async def night(tmp_path: Path, database_url: str) -> AsyncIterator[Night]:
    """Friday 23:40, closed; the next opening is Saturday at 10:00."""
    async with a_night(tmp_path, database_url=database_url) as night:
        yield night


@pytest.fixture
async def day(tmp_path: Path, database_url: str) -> AsyncIterator[Night]:
    """Monday 12:00, open."""
    async with a_night(tmp_path, House(at=MONDAY_NOON), database_url) as day:
        yield day


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the FAQ."""
    return Path(shutil.copytree(FAQ, tmp_path / "faq"))


@pytest.fixture
async def desk(tmp_path: Path, folder: Path, database_url: str) -> AsyncIterator[Night]:
    """Monday 12:00, with the FAQ in `folder`."""
    async with a_night(tmp_path, House(at=MONDAY_NOON, faq=folder), database_url) as night:
        yield night
