"""A model of any scale serves as the shipped encoder does, and where it fails nothing but its gain is missing."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from faq.entry import Entry
from faq.matching.array_cache import ArrayCache
from faq.matching.constants import constants
from faq.matching.encoder import EncoderUnavailableError, Vectors
from faq.matching.equal_risk import EqualRisk
from faq.matching.matcher import Matcher
from faq.matching.remote_encoder import (
    UNRELATED,
    RemoteEncoder,
    RemoteEncoders,
    UnsuitableModelError,
    calibrate,
    calibrated,
    separation,
)
from tests.faq.matching.faqs import SHOP
from tests.inference.fake_server import fake_vectors

pytestmark = pytest.mark.slow
QUESTIONS = (
    "скока стоит привезти",
    "не могу зайти",
    "закажите такси",
    "размер",
    "оплатить картой можно",
    "почём доставка",
)
MORE = (*SHOP, Entry("gift", "Упакуете в подарок?", ("подарочная упаковка",)))


class FakeModel:
    """A model as a server runs it: it may fail, forget nothing, or be replaced."""

    name = "http://127.0.0.1:1/v1\nletters"

    def __init__(self) -> None:
        self.epoch = 0
        self.seed, self.dimensions, self.fails, self.is_noise = 0, 96, False, False
        self.passages_encoded = 0
        self.asked: list[str] = []

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.passages_encoded += len(texts)
        return self._vectors(texts)

    def questions(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return self._vectors(texts)

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        if self.fails:
            raise EncoderUnavailableError("as told")
        if self.is_noise:
            return np.random.default_rng(0).normal(size=(len(texts), 96)).astype(np.float32)
        return fake_vectors(texts, self.dimensions, self.seed)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> ArrayCache:
    """With the lines of the fake model, so that few tests encode thousands."""
    cache = ArrayCache(tmp_path_factory.mktemp("cache"))
    calibrate(FakeModel(), "ru", cache)
    return cache


@pytest.fixture
def model() -> FakeModel:
    return FakeModel()


@pytest.fixture
def encoder(model: FakeModel, cache: ArrayCache) -> RemoteEncoder:
    return calibrate(model, "ru", cache)


@pytest.fixture(scope="module")
def plain() -> Matcher:
    return Matcher(SHOP, semantic=False)


@pytest.fixture
def strong(plain: Matcher, encoder: RemoteEncoder) -> Matcher:
    return plain.strengthened(lambda _: encoder)


def test_unrelated_texts_get_the_shipped_encoder_s_cosine_and_equal_ones_1(encoder: RemoteEncoder) -> None:
    lines = encoder.known_lines("ru")
    assert lines is not None
    vectors = (lines["steps"] * lines["sizes"][:, None]).astype(np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=0.02)
    assert float((vectors * np.roll(vectors, 3000, axis=0)).sum(axis=1).mean()) == pytest.approx(UNRELATED, abs=0.01)
    assert separation(vectors, "ru") > 0.4


def test_a_vector_s_length_tells_nothing(encoder: RemoteEncoder, model: FakeModel) -> None:
    vectors, centre = model.passages(["доставка", "график"]), np.full(96, 0.05, np.float32)
    assert np.allclose(calibrated(vectors, centre), calibrated(vectors * 7, centre), atol=1e-5)
    assert np.isfinite(calibrated(np.repeat(centre[None], 2, axis=0) * 0, centre)).all()


def test_a_restart_encodes_a_few_probes_and_the_new_phrasings(cache: ArrayCache, plain: Matcher) -> None:
    first = FakeModel()
    plain.strengthened(lambda _: calibrate(first, "ru", cache)).save(cache)
    again = FakeModel()
    encoder = calibrate(again, "ru", cache)
    plain.strengthened(lambda _: encoder, cache)
    assert again.passages_encoded == 8
    plain.updated(MORE).strengthened(lambda _: encoder, cache)
    assert again.passages_encoded == 8 + 2 + 1  # and a line that tells whether it is the same model


def test_another_model_at_the_same_address_is_calibrated_anew(tmp_path: Path, model: FakeModel) -> None:
    own = ArrayCache(tmp_path)
    before = calibrate(model, "ru", own)
    model.seed = 1
    after = calibrate(model, "ru", own)
    assert after.name != before.name


@pytest.mark.parametrize("change", [{"seed": 1}, {"dimensions": 64}, {"dimensions": 97}], ids=str)
def test_a_model_that_is_replaced_while_it_serves_is_not_believed(
    strong: Matcher, plain: Matcher, model: FakeModel, encoder: RemoteEncoder, change: dict[str, int]
) -> None:
    strong.match("размер")
    for name, value in change.items():
        setattr(model, name, value)
    model.epoch += 1  # its server has failed in between
    assert strong.match("какой размер взять")[0].is_fallback
    assert encoder.is_outdated
    assert strong.match("какой размер взять")[0].is_fallback


def test_phrasings_of_a_model_that_was_replaced_unnoticed_are_not_mixed_with_the_others(
    strong: Matcher, model: FakeModel, encoder: RemoteEncoder
) -> None:
    model.seed = 1  # no question has told yet
    edited = strong.updated(MORE)
    assert encoder.is_outdated
    assert edited.match("подарочная упаковка")[0].entry.id == "gift"


def test_one_that_comes_back_as_it_was_goes_on(strong: Matcher, model: FakeModel, encoder: RemoteEncoder) -> None:
    model.epoch += 1
    assert not strong.match("какой размер взять")[0].is_fallback
    assert not encoder.is_outdated


def test_a_model_that_tells_no_meanings_apart_is_refused_and_not_asked_again(model: FakeModel) -> None:
    model.is_noise = True
    encoders = RemoteEncoders(model)
    for _ in range(2):
        with pytest.raises(UnsuitableModelError, match="does not tell meanings apart"):
            encoders.of("ru")
    assert model.passages_encoded < 10_000


def test_a_better_model_at_the_address_of_an_unsuitable_one_is_taken(model: FakeModel, cache: ArrayCache) -> None:
    model.is_noise = True
    encoders = RemoteEncoders(model, cache)
    with pytest.raises(UnsuitableModelError):
        encoders.of("ru")
    model.is_noise = False
    assert encoders.of("ru") is encoders.of("ru")


def test_meaning_counts_and_an_own_phrasing_is_certain(strong: Matcher, plain: Matcher) -> None:
    assert strong.is_strengthened
    assert not plain.is_strengthened
    assert strong.match("почём доставка")[0].probability == 1
    assert [strong.match(one) for one in QUESTIONS] != [plain.match(one) for one in QUESTIONS]
    assert strong.bands(0.05) == Matcher(SHOP, semantic=False).strengthened(lambda _: strong_encoder(strong)).bands(
        0.05
    )


def strong_encoder(strong: Matcher) -> RemoteEncoder:
    encoder = strong._encoder
    assert isinstance(encoder, RemoteEncoder)
    return encoder


def test_while_it_fails_the_entries_are_those_found_without_it(
    strong: Matcher, plain: Matcher, model: FakeModel
) -> None:
    model.fails = True
    for question in QUESTIONS:
        found, expected = strong.match(question), plain.match(question)
        assert [match.entry for match in found] == [match.entry for match in expected]
        assert all(match.is_fallback for match in found)
    model.fails = False
    assert not any(match.is_fallback for question in QUESTIONS for match in strong.match(question))


@pytest.mark.parametrize("max_wrong", [0.01, 0.03, 0.04, 0.05, 0.1, 0.17])
def test_while_it_fails_what_is_shown_is_what_would_be_shown_without_it(plain: Matcher, max_wrong: float) -> None:
    lexical, semantic = constants(False), constants(True)
    scale = EqualRisk.between(lexical, semantic, "ru", 3.0, len(SHOP))
    given, wanted = (one.bands(max_wrong, "ru", 3.0, len(SHOP)) for one in (lexical, semantic))
    for probability in np.linspace(0, 0.9999, 500).tolist():
        assert given.of(probability) == wanted.of(scale.of(probability)), probability


def test_the_scale_rises_from_0_to_1() -> None:
    for language in ("ru", "en"):
        for phrasings in (1.0, 2.5, 3.0, 8.0):
            scale = EqualRisk.between(constants(False), constants(True), language, phrasings, 40)
            found = [scale.of(probability) for probability in np.linspace(0, 1, 200).tolist()]
            assert found == sorted(found)
            assert (found[0], found[-1]) == (0, 1)


def test_an_edit_while_it_fails_serves_without_it(strong: Matcher, model: FakeModel) -> None:
    model.fails = True
    edited = strong.updated(MORE)
    assert not edited.is_strengthened
    assert edited.match("подарочная упаковка")[0].entry.id == "gift"
    model.fails = False
    assert strong.updated(MORE).is_strengthened


def test_an_edit_encodes_what_is_new(strong: Matcher, model: FakeModel) -> None:
    before = model.passages_encoded
    strong.updated(MORE)
    assert model.passages_encoded == before + 2 + 1  # and a line that tells whether it is the same model


def test_questions_are_remembered(strong: Matcher, model: FakeModel) -> None:
    strong.match("какой размер взять")
    before = len(model.asked)
    model.fails = True
    assert not strong.match("какой размер взять")[0].is_fallback
    assert len(model.asked) == before


def test_what_it_is_told_of_a_question_says_nothing_of_who_asks(strong: Matcher, model: FakeModel) -> None:
    strong.match("Меня зовут Анна Петрова, тел. 8 921 555-12-12, какой размер взять?")
    said = " ".join(model.asked)
    assert "размер" in said
    assert not [secret for secret in ("анна", "петрова", "921", "555") if secret in said.lower()]


def test_without_entries_there_is_nothing_for_it_to_do(encoder: RemoteEncoder) -> None:
    empty = Matcher((), semantic=False)
    assert empty.strengthened(lambda _: encoder) is empty
    assert empty.is_strengthened
