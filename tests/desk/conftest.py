"""A desk of its own for each test; the FAQ is read once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.desk.knowledge import Knowledge
from tests.desk.desk import FAQ, Desk, a_desk


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    knowledge = Knowledge(FAQ, "ru", 0.05)
    knowledge.answerer.result()
    return knowledge


@pytest.fixture
def desk(tmp_path: Path, knowledge: Knowledge) -> Iterator[Desk]:
    with a_desk(tmp_path / "desk.db", knowledge) as desk:
        yield desk
