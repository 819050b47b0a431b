"""Sentence vectors are an extra behind a small interface."""

from collections.abc import Sequence

import numpy as np
import pytest

from faq.matching.encoder import EXTRA, EncoderMissingError, Vectors, _installed, find_encoder
from faq.matching.meanings import shipped_meanings
from faq.matching.phrases import read_phrases
from faq.matching.prepared import prepared
from faq.matching.reading import read
from faq.matching.scores import LEXICAL, SEMANTIC, score
from tests.faq.matching.faqs import SHOP


class LetterCounts:
    """An encoder whose vectors count letters: enough to see how vectors are used."""

    name = "letters"

    def encode(self, texts: Sequence[str]) -> Vectors:
        counts = np.array(
            [[text.count(letter) + 0.01 for letter in "абвгдеиклмнопрстуяь"] for text in texts], np.float32
        )
        return np.asarray(counts / np.linalg.norm(counts, axis=1, keepdims=True), np.float32)


def test_without_an_encoder_only_words_and_letters_are_scored() -> None:
    faq = prepared(SHOP, None, {})
    assert faq is not None
    assert set(score(read("доставка", faq.index.vocabulary), faq.index, None).table) == set(LEXICAL)


def test_with_an_encoder_meaning_is_scored_too_and_an_own_phrasing_means_itself() -> None:
    encoder = LetterCounts()
    faq = prepared(SHOP, encoder, {})
    assert faq is not None
    table = score(read("Как вернуть товар?", faq.index.vocabulary), faq.index, encoder).table
    assert set(table) == set(SEMANTIC)
    assert faq.entries[int(table["sense"].argmax())].id == "return"


def test_phrasings_are_read_with_their_vectors() -> None:
    (phrase,) = read_phrases(["Как вернуть товар?"], "ru", LetterCounts(), shipped_meanings("ru"))
    assert phrase.sense is not None
    assert np.linalg.norm(phrase.sense.vector) == pytest.approx(1, abs=1e-3)


def test_asking_for_a_missing_encoder_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("faq.matching.encoder.find_spec", lambda name: None)
    _installed.cache_clear()
    try:
        assert find_encoder(None) is None
        with pytest.raises(EncoderMissingError, match=EXTRA.replace("[", r"\[").replace("]", r"\]")):
            find_encoder(True)
    finally:
        _installed.cache_clear()
