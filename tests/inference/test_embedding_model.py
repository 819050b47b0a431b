"""An embeddings server that does anything: vectors as they should be, or an error, in bounded time."""

import time

import numpy as np
import pytest
from pydantic import SecretStr

from bot.inference import embedding_model
from bot.inference.circuit_breaker import FAILURES, FIRST_PAUSE
from bot.inference.embedding_model import HttpEmbeddingModel
from bot.inference.time_budget import time_budget
from faq import EncoderUnavailableError
from tests.inference.conftest import IN_TIME
from tests.inference.fake_server import FakeServer, fake_vectors

TEXTS = ["сколько стоит доставка", "график работы", "how do i return it"]
ILLS_OF_SERVERS = ("500", "closes", "no HTTP", "redirects", "garbage", "nested", "floods", "hangs", "drips")
ILLS_OF_VECTORS = ("NaN", "zero", "words", "huge numbers", "endless numbers", "other length", "nothing")
ILLS_OF_LISTS = ("one too few", "same number", "unhashable number", "no list", "error", "endless headers")


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def model_at(server: FakeServer) -> HttpEmbeddingModel:
    return HttpEmbeddingModel(server.address, "letters", sleep=lambda _: None)


def test_vectors_come_in_the_order_of_the_texts_with_their_prefixes(server: FakeServer) -> None:
    model = HttpEmbeddingModel(
        server.address, "letters", query_prefix="query: ", passage_prefix="passage: ", key=SecretStr("sesame")
    )
    server.ill = "any order"
    assert np.allclose(model.questions(TEXTS), fake_vectors([f"query: {text}" for text in TEXTS]), atol=1e-5)
    assert np.allclose(model.passages(TEXTS), fake_vectors([f"passage: {text}" for text in TEXTS]), atol=1e-5)
    path, sent, headers = server.requests[0]
    assert (path, sent["model"], headers["Authorization"]) == ("/v1/embeddings", "letters", "Bearer sesame")


def test_without_a_key_none_is_sent(server: FakeServer) -> None:
    model_at(server).questions(TEXTS)
    assert "Authorization" not in server.requests[0][2]


def test_nothing_that_tells_who_wrote_it_is_sent(server: FakeServer) -> None:
    model = model_at(server)
    for encode in (model.questions, model.passages):
        encode(["меня зовут иван, где заказ 4512378, мой номер +7 921 555-12-12", "a@b.example"])
    sent = " ".join(server.texts)
    assert "где заказ" in sent
    assert not [secret for secret in ("иван", "4512378", "921", "a@b.example") if secret in sent]


@pytest.mark.parametrize("ill", [*ILLS_OF_SERVERS, *ILLS_OF_VECTORS, *ILLS_OF_LISTS])
@pytest.mark.usefixtures("little_time")
def test_whatever_a_server_does_a_question_fails_in_time(server: FakeServer, ill: str) -> None:
    server.ill = ill
    begun = time.monotonic()
    with pytest.raises(EncoderUnavailableError) as told:
        model_at(server).questions(TEXTS)
    assert time.monotonic() - begun < IN_TIME
    assert not [word for word in ("доставка", "letters", "Bad Gateway") if word in str(told.value)]


def test_a_server_that_is_not_there() -> None:
    model = HttpEmbeddingModel("http://127.0.0.1:9/v1", "letters", sleep=lambda _: None)
    for encode in (model.questions, model.passages):
        with pytest.raises(EncoderUnavailableError, match="the connection failed"):
            encode(TEXTS)


def test_a_redirect_is_not_followed(server: FakeServer) -> None:
    server.ill = "redirects"
    with pytest.raises(EncoderUnavailableError, match="307"):
        model_at(server).questions(TEXTS)
    assert len(server.requests) == 1


def test_a_server_that_fails_is_left_alone_and_tried_again_later(server: FakeServer) -> None:
    clock = Clock()
    model = HttpEmbeddingModel(server.address, "letters", monotonic=clock)
    epoch = model.epoch

    def ask(times: int) -> int:
        """How many requests came of so many questions, which all fail."""
        before = len(server.requests)
        for _ in range(times):
            with pytest.raises(EncoderUnavailableError):
                model.questions(TEXTS)
        return len(server.requests) - before

    server.ill = "500"
    assert ask(FAILURES + 5) == FAILURES
    clock.now += FIRST_PAUSE
    assert ask(3) == 1  # one try, and the pause is twice as long
    server.ill = ""
    clock.now += FIRST_PAUSE
    assert ask(3) == 0
    clock.now += FIRST_PAUSE
    for _ in range(3):
        assert model.questions(TEXTS).shape == (3, server.dimensions)
    assert model.epoch != epoch  # it may be another model now


def test_phrasings_go_in_batches_and_a_batch_that_fails_is_sent_again(
    server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding_model, "_BATCH", 2)
    pauses: list[float] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        server.ill = ""

    server.ill = "500"
    model = HttpEmbeddingModel(server.address, "letters", sleep=sleep)
    assert np.allclose(model.passages(TEXTS), fake_vectors(TEXTS), atol=1e-5)
    assert [len(sent["input"]) for _, sent, _ in server.requests] == [2, 2, 1]
    assert len(pauses) == 1


def test_a_dimension_that_changes_in_the_middle(server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding_model, "_BATCH", 2)
    server.grows = True
    with pytest.raises(EncoderUnavailableError, match="different dimensions"):
        model_at(server).passages(TEXTS)


def test_no_call_is_made_when_the_time_of_the_whole_reading_is_over(server: FakeServer) -> None:
    model = model_at(server)
    with time_budget(0), pytest.raises(EncoderUnavailableError, match="no time is left"):
        model.questions(TEXTS)
    assert server.requests == []
    assert model.questions(TEXTS).shape == (3, server.dimensions)


def test_all_calls_of_a_reading_share_its_time(server: FakeServer) -> None:
    server.ill = "hangs"
    model, begun = model_at(server), time.monotonic()
    with time_budget(0.2):
        for _ in range(5):
            with pytest.raises(EncoderUnavailableError):
                model.questions(TEXTS)
    assert time.monotonic() - begun < IN_TIME
