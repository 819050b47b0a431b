"""A desk in this process for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.faults.desk import Desk, a_desk


@pytest.fixture
async def desk(tmp_path: Path, database_url: str) -> AsyncIterator[Desk]:
    """Running against a sandbox, always open, with a forum for the staff."""
    async with a_desk(tmp_path, database_url=database_url) as desk:
        yield desk
