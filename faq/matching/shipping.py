"""Arrays worked out from the word lists once and shipped beside them: no process has to do it at its start."""

from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from faq.matching.wordlists import Language, background_list, lists, situation_lists

Arrays = Mapping[str, NDArray[Any]]
FORM = 1  # to be raised whenever the code makes other arrays of the same lists


@cache
def made_from(language: Language) -> str:
    """What the arrays depend on: the lists and the code.

    The version of Snowball is left out: the stems of the lists' words are shipped, and another version cuts few of the
    other words differently.
    """
    known = lists(language)
    words = (known.colloquial, known.synonyms, known.function_words)
    lines = (*words, *situation_lists(language), background_list(language))
    digest = sha256("\n\n".join("\n".join(part) for part in lines).encode()).hexdigest()[:16]
    return f"{digest} {FORM}"


def shipped(language: Language, name: str, maker: str = "") -> Arrays | None:
    """The arrays of a file; None where it is missing or was made from other lists or by another maker."""
    file = files("faq") / "words" / language / f"{name}.npz"
    if not file.is_file():
        return None
    with file.open("rb") as stream, np.load(stream) as arrays:
        if str(arrays["made_from"]) != f"{made_from(language)} {maker}":
            return None
        return {key: arrays[key] for key in arrays.files}


def ship(stream: IO[bytes], language: Language, arrays: Arrays, maker: str = "") -> None:
    """Write what `shipped` reads: the same bytes for the same lists."""
    made: dict[str, Any] = {"made_from": np.array(f"{made_from(language)} {maker}"), **arrays}
    np.savez(stream, **made)


def packed(texts: Sequence[str]) -> NDArray[np.uint8]:
    """Texts without line breaks as an array of bytes."""
    return np.frombuffer("\n".join(texts).encode(), np.uint8)


def unpacked(array: NDArray[np.uint8]) -> list[str]:
    return array.tobytes().decode().split("\n")
