"""Lines `Key: value` as keys and their values."""

from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from faq.entry import ALSO, KEYS
from faq.keys import Key
from faq.normalising import normalise


@dataclass(frozen=True)
class KeyLine:
    """A line that may be a key with its value; `key` is None when no key has that name."""

    name: str
    value: str
    key: Key | None


_KEYS = {normalise(name): key for key in KEYS for name in key.all_names}
_NAMES = {normalise(name): name for key in KEYS for name in key.all_names}
_LONGEST_NAME = max(map(len, _NAMES)) + 7
"""Characters in a name, with room for a misspelling; whatever is longer is a sentence."""

_LEAST_SIMILARITY = 0.72
"""Of a misspelled name to a known one, from 0 to 1, by the share of letters that need no edit."""


def key_line(text: str) -> KeyLine | None:
    """The line as a key and its value; None if it is neither, for example a sentence."""
    name, colon, value = text.strip().partition(":")
    name = name.strip(" \t*_#")
    key = _KEYS.get(normalise(name)) if len(name) <= _LONGEST_NAME else None
    if not colon and key is not ALSO:
        return None
    return KeyLine(name, value.strip(" \t*_"), key)


def similar_key(name: str) -> str:
    """The name of a key that a misspelled one probably means, or an empty string."""
    words = normalise(name) if len(name) <= _LONGEST_NAME else ""
    likely = [known for known in _NAMES if known[:1] == words[:1]]
    found = process.extractOne(words, likely, scorer=OSA.normalized_similarity, score_cutoff=_LEAST_SIMILARITY)
    return _NAMES[found[0]] if found else ""
