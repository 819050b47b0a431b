"""The encoder by address and the FAQ in use: when it serves, when it does not, and what survives an edit."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.background.encoder_keeper import LONGEST_PAUSE, LOOK_SECONDS, EncoderKeeper
from bot.config import FaqSettings
from bot.desk.knowledge import Knowledge
from bot.inference import embedding_model
from bot.inference.remote_models import RemoteModels
from faq import EncoderUnavailableError
from tests.desk.test_knowledge import FAQ, GIFT
from tests.inference.fake_server import FakeServer, fake_server

pytestmark = pytest.mark.slow


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with fake_server() as server:
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "faq"
    folder.mkdir()
    (folder / "shop.md").write_text(FAQ, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding_model, "_PAUSES", (0.0,))


def started(folder: Path, server: FakeServer) -> Knowledge:
    settings = FaqSettings(encoder=server.address, encoder_model="letters")
    return Knowledge(folder, "ru", 0.05, folder.parent / "cache", models=RemoteModels.of(settings))


def test_it_serves_from_strengthening_on_and_after_an_edit(folder: Path, server: FakeServer) -> None:
    knowledge = started(folder, server)
    assert knowledge.answerer.result().not_strengthened == ("ru",)
    assert knowledge.strengthen()
    assert not knowledge.strengthen()
    (folder / "shop.md").write_text(FAQ + GIFT, encoding="utf-8")
    knowledge.reload()
    assert knowledge.answerer.result().not_strengthened == ()
    assert knowledge.answerer.result().match("красиво упаковать", "ru")[0].entry.id == "gift"


def test_a_restart_encodes_nothing_but_probes(folder: Path, server: FakeServer) -> None:
    started(folder, server).strengthen()
    before = len(server.texts)
    again = started(folder, server)
    assert again.strengthen()
    assert len(server.texts) - before == 9


def test_an_edit_while_it_fails_serves_without_it_until_it_is_back(folder: Path, server: FakeServer) -> None:
    knowledge = started(folder, server)
    knowledge.strengthen()
    server.ill = "500"
    (folder / "shop.md").write_text(FAQ + GIFT, encoding="utf-8")
    knowledge.reload()
    assert knowledge.answerer.result().not_strengthened == ("ru",)
    assert knowledge.answerer.result().match("красиво упаковать", "ru")[0].entry.id == "gift"
    with pytest.raises(EncoderUnavailableError):
        knowledge.strengthen()
    server.ill = ""
    assert knowledge.strengthen()


def test_another_model_at_the_address_is_calibrated_and_serves(folder: Path, server: FakeServer) -> None:
    knowledge = started(folder, server)
    knowledge.strengthen()
    server.ill = "500"
    assert knowledge.answerer.result().match("сколько стоит привезти", "ru")[0].is_fallback
    server.ill, server.dimensions = "", 80
    assert knowledge.answerer.result().match("сколько стоит привезти", "ru")[0].is_fallback
    assert knowledge.strengthen()
    assert not knowledge.answerer.result().match("сколько стоит привезти", "ru")[0].is_fallback


def test_matches_without_it_are_not_remembered(folder: Path, server: FakeServer) -> None:
    knowledge = started(folder, server)
    knowledge.strengthen()
    answerer = knowledge.answerer.result()
    server.ill = "500"
    assert answerer.match("сколько стоит привезти", "ru")[0].is_fallback
    server.ill = ""
    assert not answerer.match("сколько стоит привезти", "ru")[0].is_fallback


class EnoughError(Exception):
    """So many pauses were made."""


async def test_the_keeper_tries_less_often_the_longer_it_fails_and_says_it_once(
    folder: Path, server: FakeServer, caplog: pytest.LogCaptureFixture
) -> None:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 8:
            server.ill = ""
        if len(pauses) == 10:
            raise EnoughError

    server.ill = "500"
    knowledge = started(folder, server)
    with caplog.at_level("INFO", "bot.background.encoder_keeper"), pytest.raises(EnoughError):
        await EncoderKeeper(knowledge, sleep).run()
    assert pauses == [30, 60, 120, 240, 480, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE, LOOK_SECONDS, LOOK_SECONDS]
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
    assert "доставк" not in caplog.text
