"""What preparing an FAQ takes is done once for all desks of the tests that have the same one."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from unittest.mock import patch

from faq.entry import Entry
from faq.matching import matcher
from faq.matching.encoder import Encoder
from faq.matching.phrase_vectors import CachedVectors
from faq.matching.prepared import PreparedFaq, prepare_faq


def prepare_once() -> None:
    """The same for this process and all that are forked from it."""
    matcher.prepare_faq = _prepare  # type: ignore[attr-defined]  # where it is looked up


@contextmanager
def prepared_once() -> Iterator[None]:
    """A prepared FAQ is immutable, and pure of its entries, its encoder and its words, whatever is in the cache."""
    with patch.object(matcher, "prepare_faq", _prepare):
        yield


def _prepare(
    entries: Iterable[Entry],
    encoder: Encoder | None,
    known: PreparedFaq | None = None,
    own_words: str = "",
    cached: CachedVectors | None = None,
) -> PreparedFaq | None:
    if known is not None:
        return prepare_faq(entries, encoder, known, own_words, cached)
    return _kept(tuple(entries), encoder, own_words)


@lru_cache(maxsize=32)
def _kept(entries: tuple[Entry, ...], encoder: Encoder | None, own_words: str) -> PreparedFaq | None:
    return prepare_faq(entries, encoder, None, own_words)
