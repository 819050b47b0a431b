"""A desk in this process for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.faults.desk import Desk, a_desk


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Running against a sandbox, always open, with a forum for the staff."""
    async with a_desk(tmp_path) as desk:
        yield desk
