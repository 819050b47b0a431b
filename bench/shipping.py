"""Make the arrays that are shipped beside the word lists, so that no process has to work them out at start.

    python -m bench.shipping

To be run whenever a list in faq/words has changed, or code that reads it (then raise FORM); the same lists give the
same bytes. Until then the program works with the lists as they were. The encoder must be installed.
"""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import IO, Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # sums in one order, whatever the machine

import numpy as np
from numpy.typing import NDArray

from faq.matching.char_ngrams import BUCKETS, inverse_document_frequency, ngram_table
from faq.matching.embeddings import encode_lines
from faq.matching.encoder import Encoder, find_encoder
from faq.matching.lines import situation_lines, standard_lines, word_features
from faq.matching.listed_words import ListedWords, listed_words
from faq.matching.meanings import shipped_meanings
from faq.matching.normalise import words
from faq.matching.postings import Postings, index, sparse_rows
from faq.matching.shipped_arrays import SITUATIONS, VECTORS, WORDS, Arrays
from faq.matching.situations import Situations
from faq.matching.stems import snowball_stem
from faq.matching.vocabulary import Vocabulary
from faq.matching.wordlists import Language, background_list, lists, situation_lists

FORM = 1  # to be raised whenever the code makes other arrays of the same lists
LANGUAGES: tuple[Language, ...] = ("ru", "en")
_FOLDER = Path(__file__).resolve().parent.parent / "faq" / "words"
_SHORTEST_COMMON = 3  # letters


def made_from(language: Language, maker: str = "") -> str:
    """What the arrays depend on: the lists, the code and, for vectors, the encoder.

    The version of Snowball is left out: the stems of the lists' words are shipped, and another version cuts few of the
    other words differently.
    """
    known = lists(language)
    words_of_lists = (known.colloquial, known.synonyms, known.function_words)
    lines = (*words_of_lists, *situation_lists(language), background_list(language))
    digest = sha256("\n\n".join("\n".join(part) for part in lines).encode()).hexdigest()[:16]
    return f"{digest} {FORM} {maker}"


def counted_words(language: Language) -> ListedWords:
    """The words of one language's lists, as `listed_words` reads them from the shipped file."""
    known = lists(language)
    said = [set(words(line)) for line in (*chain.from_iterable(situation_lists(language)), *background_list(language))]
    usual = _words(known.function_words).union(*said)
    stems = {word: snowball_stem(word) for word in sorted(usual | _words((*known.colloquial, *known.synonyms)))}
    return ListedWords(
        stems,
        tuple(word for word in stems if word in usual and len(word) >= _SHORTEST_COMMON),
        Counter(chain.from_iterable({stems[word] for word in line} for line in said)),
        len(said),
    )


def word_arrays(language: Language) -> Arrays:
    """What `listed_words` reads: words, stems, each word's stem and whether it is common, each stem's lines."""
    listed = counted_words(language)
    stems = sorted(set(listed.stems.values()))
    number = {stem: i for i, stem in enumerate(stems)}
    common = set(listed.common)
    return {
        "words": _packed(list(listed.stems)),
        "stems": _packed(stems),
        "stem_of": np.array([number[stem] for stem in listed.stems.values()], np.int32),
        "common": np.array([word in common for word in listed.stems]),
        "lines_with": np.array([listed.lines_with.get(stem, 0) for stem in stems], np.int32),
        "lines": np.array(listed.lines),
    }


def situation_arrays(language: Language) -> Arrays:
    """What `situations` reads: the lines' arrays, how many each situation has, and what the background is like."""
    arrays = _line_arrays(language)
    sizes = np.array([len(situation) for situation in situation_lists(language)], np.int32)
    known = Situations(situation_lines(arrays, language), sizes, np.zeros(len(sizes), np.float32))
    background = standard_lines(language)[known.background_start :]
    usual = known.mean_background_similarity(known.similarity(text) for text in background)
    return {**arrays, "sizes": sizes, "usual": usual}


def _line_arrays(language: Language) -> Arrays:
    """Which of the listed words the lines are made of, and the postings of their stems and of their n-grams."""
    texts = standard_lines(language)
    own = set(chain.from_iterable(texts))
    vocabulary = Vocabulary(language, sorted(own), shipped_meanings(language))
    by_word = index(sparse_rows([word_features(text, vocabulary) for text in texts]), len(vocabulary))
    ngrams = ngram_table(texts)
    rarities = inverse_document_frequency(ngrams.document_frequency(BUCKETS), len(ngrams))
    by_ngram = index(ngrams.weighted(rarities[ngrams.ids]), BUCKETS)
    mask = np.array([word in own for word in listed_words(language).stems])
    return {"own": mask, **_posting_arrays("words", by_word), **_posting_arrays("letters", by_ngram)}


def _posting_arrays(name: str, postings: Postings) -> Mapping[str, NDArray[Any]]:
    """What `Postings.of` reads: in half of the room, with the weights to three digits."""
    return {
        f"{name}_starts": postings.starts,
        f"{name}_rows": postings.rows,
        f"{name}_weights": postings.weights.astype(np.float16),
        f"{name}_texts": np.array(postings.texts),
    }


def _words(lines: Iterable[str]) -> set[str]:
    return {word for line in lines for word in words(line)}


def _packed(texts: Sequence[str]) -> NDArray[np.uint8]:
    """What `unpacked_strings` reads."""
    return np.frombuffer("\n".join(texts).encode(), np.uint8)


def _write(stream: IO[bytes], made: str, arrays: Arrays) -> None:
    """The same bytes for the same lists."""
    named: dict[str, Any] = {"made_from": np.array(made), **arrays}
    np.savez(stream, **named)


def _files(language: Language, encoder: Encoder) -> Iterator[tuple[str, str, Arrays]]:
    """Each file's name without ending, what else but the lists it was made with, and its arrays.

    Words come first: the others are made with them.
    """
    yield WORDS, "", word_arrays(language)
    listed_words.cache_clear()
    yield SITUATIONS, "", situation_arrays(language)
    yield VECTORS, encoder.name, encode_lines(language, encoder)


def ship_arrays(encoder: Encoder) -> None:
    """Write the files of both languages beside their lists."""
    for language in LANGUAGES:
        for name, maker, arrays in _files(language, encoder):
            with (_FOLDER / language / f"{name}.npz").open("wb") as stream:
                _write(stream, made_from(language, maker), arrays)


if __name__ == "__main__":
    installed = find_encoder(True)
    assert installed is not None
    ship_arrays(installed)
