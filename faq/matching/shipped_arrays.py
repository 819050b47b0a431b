"""The arrays that are shipped beside the word lists, made from them by `python -m bench.shipping`."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faq.matching.wordlists import Language

Arrays = Mapping[str, NDArray[Any]]
WORDS = "words"
SITUATIONS = "situations"
VECTORS = "vectors"


def shipped_arrays(language: Language, name: str) -> Arrays:
    """The arrays of one file. Raises FileNotFoundError for a name that is not shipped."""
    with (files("faq") / "words" / language / f"{name}.npz").open("rb") as stream, np.load(stream) as arrays:
        return {key: arrays[key] for key in arrays.files if key != "made_from"}


@cache
def made_from(language: Language, name: str) -> str:
    """What the arrays of one file were made from and by: a digest of the lists, a version of the code, an encoder."""
    with (files("faq") / "words" / language / f"{name}.npz").open("rb") as stream, np.load(stream) as arrays:
        return str(arrays["made_from"])


def unpacked_strings(array: NDArray[np.uint8]) -> list[str]:
    """Strings without line breaks from one array of UTF-8, one a line."""
    return array.tobytes().decode().split("\n")
