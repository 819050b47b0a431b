"""Two desks that most dialogs need: one on a Friday night, one on a Monday at noon."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.dialogs.night import MONDAY_NOON, House, Night, a_night


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
