"""The vectors of an FAQ's phrasings, kept between runs: an unchanged FAQ starts without working any out.

The file holds digests and numbers, no text. It is replaced as a whole, so that what the FAQ no longer has goes away.
"""

from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from faq.matching.array_cache import ArrayCache
from faq.matching.encoder import Encoder
from faq.matching.phrase_vectors import CachedVectors, text_digests
from faq.matching.phrases import Phrases
from faq.matching.shipped_arrays import SITUATIONS, made_from
from faq.matching.wordlists import Language

FORM = 1  # to be raised whenever the code makes other vectors of the same phrasings


def read_vectors(
    cache: ArrayCache, language: Language, encoder: Encoder | None, own_words: str
) -> CachedVectors | None:
    """The vectors last written; None where there are none for this version, these words and this encoder."""
    arrays = cache.read(_name(language, encoder), _key(language, encoder, own_words))
    return None if arrays is None else CachedVectors.of(arrays)


def write_vectors(cache: ArrayCache, phrases: Phrases, encoder: Encoder | None, own_words: str) -> bool:
    """Keep the vectors of these phrasings and of no others; whether the cache could be written."""
    made = CachedVectors(text_digests(phrases.texts), phrases.vectors)
    return cache.write(_name(phrases.language, encoder), _key(phrases.language, encoder, own_words), made.arrays())


def holds(cached: CachedVectors, phrases: Phrases) -> bool:
    """Whether the vectors are those of these phrasings and of no others."""
    return np.array_equal(cached.digests, text_digests(phrases.texts))


def _name(language: Language, encoder: Encoder | None) -> str:
    """A remote encoder's vectors have a file of their own: those that serve when it fails are kept, too."""
    return f"phrasings-{language}{'-remote' if encoder is not None and encoder.is_remote else ''}"


def _key(language: Language, encoder: Encoder | None, own_words: str) -> str:
    """What a phrasing's vectors depend on beside its text."""
    words = sha256(own_words.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    encoded_by = "no encoder" if encoder is None else encoder.name
    return f"{FORM} / {_version()} / {made_from(language, SITUATIONS)} / {words} / {encoded_by}"


def _version() -> str:
    try:
        return version("nightdesk")
    except PackageNotFoundError:
        return "not installed"
