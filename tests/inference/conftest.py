"""A fake server for each test, and little time to wait for it."""

from collections.abc import Iterator

import pytest

from bot.inference import chat_picker, embedding_model
from tests.inference.fake_server import FakeServer, fake_server

SOON = 0.3  # seconds
IN_TIME = 5.0  # seconds, on a busy machine


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with fake_server() as server:
        yield server


@pytest.fixture
def little_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding_model, "QUESTION_SECONDS", SOON)
    monkeypatch.setattr(chat_picker, "SECONDS", SOON)
