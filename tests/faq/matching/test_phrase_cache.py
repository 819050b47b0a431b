"""A restart with an unchanged FAQ works nothing out anew, and answers as if there were no cache."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from faq.entry import Entry
from faq.matching import phrase_cache
from faq.matching.array_cache import ArrayCache
from faq.matching.encoder import Encoder, Vectors
from faq.matching.matcher import Matcher
from faq.matching.phrase_cache import holds, read_vectors, write_vectors
from faq.matching.prepared import PreparedFaq, prepare_faq
from faq.matching.reading import read
from faq.matching.scores import score
from tests.faq.matching.faqs import ENGLISH_SHOP, SHOP
from tests.faq.matching.test_encoder import LetterCounts

QUESTIONS = (
    "скока стоит привезти",
    "не могу зайти",
    "ghbdtn rfr jgkfnbnm",
    "закажите такси",
    "размер",
    "график работы",
)
CHANGED = (*SHOP[1:], Entry("gift", "Упакуете в подарок?", ("как вернуть товар", "подарочная упаковка")))


class CountingEncoder(LetterCounts):
    """Counts the texts that it encodes."""

    def __init__(self, name: str = "letters") -> None:
        self.name = name
        self.encoded = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded += len(texts)
        return super().encode(texts)


@pytest.fixture
def cache(tmp_path: Path) -> ArrayCache:
    return ArrayCache(tmp_path)


def start(entries: Sequence[Entry], encoder: Encoder | None, cache: ArrayCache, own_words: str = "") -> PreparedFaq:
    """What a process does: read the cache, prepare the FAQ, write the cache."""
    faq = prepare_faq(entries, encoder, None, own_words, read_vectors(cache, "ru", encoder, own_words))
    assert faq is not None
    assert write_vectors(cache, faq.phrases, encoder, own_words)
    return faq


def encoded_at_restart(entries: Sequence[Entry], encoder: CountingEncoder, cache: ArrayCache, words: str = "") -> int:
    """How many of the FAQ's phrasings the encoder was given."""
    before = encoder.encoded
    start(entries, encoder, cache, words)
    return encoder.encoded - before


def phrasings(entries: Sequence[Entry]) -> int:
    return sum(1 + len(entry.also) for entry in entries)


def test_nothing_is_encoded_when_the_faq_is_as_it_was(cache: ArrayCache) -> None:
    encoder = CountingEncoder()
    start(SHOP, encoder, cache)
    assert encoded_at_restart(SHOP, encoder, cache) == 0
    assert encoded_at_restart(SHOP[::-1], encoder, cache) == 0


def test_only_new_phrasings_are_encoded(cache: ArrayCache) -> None:
    encoder = CountingEncoder()
    start(SHOP, encoder, cache)
    assert encoded_at_restart(CHANGED, encoder, cache) == 3


def test_scores_are_those_without_a_cache(cache: ArrayCache) -> None:
    encoder = CountingEncoder()
    start(SHOP, encoder, cache)
    with_cache, anew = start(CHANGED, encoder, cache), prepare_faq(CHANGED, encoder)
    assert anew is not None
    for question in QUESTIONS:
        asked = read(question, anew.index.vocabulary)
        cached, worked_out = (score(asked, faq.index, encoder).table for faq in (with_cache, anew))
        assert all(np.array_equal(cached[name], worked_out[name]) for name in worked_out)


@pytest.mark.parametrize("entries", [SHOP, CHANGED], ids=["unchanged", "changed"])
def test_matches_are_those_without_a_cache(cache: ArrayCache, entries: Sequence[Entry]) -> None:
    Matcher(SHOP, semantic=False).save(cache)
    cached, anew = Matcher(entries, semantic=False, cache=cache), Matcher(entries, semantic=False)
    for question in QUESTIONS:
        assert cached.match(question) == anew.match(question)
    assert cached.threshold(0.05) == anew.threshold(0.05)


def test_phrasings_that_are_gone_leave_the_cache(cache: ArrayCache) -> None:
    encoder = CountingEncoder()
    start(SHOP, encoder, cache)
    faq = start(SHOP[:2], encoder, cache)
    cached = read_vectors(cache, "ru", encoder, "")
    assert cached is not None
    assert len(cached.digests) == phrasings(SHOP[:2])
    assert holds(cached, faq.phrases)
    assert encoded_at_restart(SHOP, encoder, cache) == phrasings(SHOP[2:])


def test_another_encoder_or_none_is_another_cache(cache: ArrayCache) -> None:
    start(SHOP, None, cache)
    encoder, other = CountingEncoder(), CountingEncoder("other letters")
    assert encoded_at_restart(SHOP, encoder, cache) >= phrasings(SHOP)
    assert encoded_at_restart(SHOP, other, cache) >= phrasings(SHOP)
    assert read_vectors(cache, "ru", None, "") is None


def test_other_words_of_the_author_are_another_cache(cache: ArrayCache) -> None:
    encoder = CountingEncoder()
    start(SHOP, encoder, cache, "- зюзя = подушка")
    assert encoded_at_restart(SHOP, encoder, cache, "- зюзя = доставка") == phrasings(SHOP)


@pytest.mark.parametrize("what", ["_version", "made_from"])
def test_another_version_or_other_lists_are_another_cache(
    cache: ArrayCache, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    start(SHOP, None, cache)
    assert read_vectors(cache, "ru", None, "") is not None
    monkeypatch.setattr(phrase_cache, what, lambda *_: "another")
    assert read_vectors(cache, "ru", None, "") is None


def test_languages_have_caches_of_their_own(cache: ArrayCache) -> None:
    for entries in (SHOP, ENGLISH_SHOP):
        Matcher(entries, semantic=False).save(cache)
    assert read_vectors(cache, "ru", None, "") is not None
    assert read_vectors(cache, "en", None, "") is not None


def test_no_words_are_written(cache: ArrayCache, tmp_path: Path) -> None:
    Matcher(SHOP, semantic=False).save(cache)
    written = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert written
    for word in ("доставк", "пароль", "размер"):
        for encoding in ("utf-8", "utf-16-le", "utf-32-le"):
            assert word.encode(encoding) not in written


def test_an_unchanged_faq_is_not_written_again(cache: ArrayCache, tmp_path: Path) -> None:
    Matcher(SHOP, semantic=False).save(cache)
    (file,) = tmp_path.iterdir()
    before = file.stat()
    Matcher(SHOP, semantic=False, cache=cache).save(cache)
    assert file.stat().st_ino == before.st_ino


def test_an_edit_is_kept_for_the_next_start(cache: ArrayCache) -> None:
    matcher = Matcher(SHOP, semantic=False)
    matcher.save(cache)
    matcher.updated(CHANGED).save(cache)
    cached = read_vectors(cache, "ru", None, "")
    assert cached is not None
    assert len(cached.digests) == phrasings(CHANGED)
