"""The arrays that are shipped beside the word lists, made from them by `python -m bench.shipping`."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from os import SEEK_CUR
from pathlib import Path
from struct import unpack
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import numpy as np
from numpy.lib.format import read_array_header_1_0, read_magic
from numpy.typing import NDArray

from faq.matching.wordlists import Language

Arrays = Mapping[str, NDArray[Any]]
WORDS = "words"
SITUATIONS = "situations"
VECTORS = "vectors"
_NAME_LENGTH_AT = 26  # in the header before each file of a zip archive


def shipped_arrays(language: Language, name: str) -> Arrays:
    """The arrays of one file. Raises FileNotFoundError for a name that is not shipped.

    Arrays of bytes are mapped into memory, read-only, where the file is on a disk: they take none until they are used.
    """
    file = files("faq") / "words" / language / f"{name}.npz"
    with file.open("rb") as stream, np.load(stream) as arrays:
        keys = [key for key in arrays.files if key != "made_from"]
        mapped = _mapped_bytes(file, arrays.zip) if isinstance(file, Path) else {}
        return {key: mapped[key] if key in mapped else arrays[key] for key in keys}


def _mapped_bytes(file: Path, archive: ZipFile) -> dict[str, NDArray[Any]]:
    """The arrays of an .npz that are stored uncompressed and whose items are bytes: these need no alignment."""
    found: dict[str, NDArray[Any]] = {}
    with file.open("rb") as stream:
        for member in archive.infolist():
            if member.compress_type != ZIP_STORED:
                continue
            stream.seek(member.header_offset + _NAME_LENGTH_AT)
            name_length, extra_length = unpack("<HH", stream.read(4))
            stream.seek(name_length + extra_length, SEEK_CUR)
            if read_magic(stream) == (1, 0):
                shape, fortran_order, dtype = read_array_header_1_0(stream)
                if dtype in (np.int8, np.uint8) and len(shape) > 1 and not fortran_order:
                    name = member.filename.removesuffix(".npy")
                    found[name] = np.memmap(file, dtype, "r", stream.tell(), shape).view(np.ndarray)
    return found


@cache
def made_from(language: Language, name: str) -> str:
    """What the arrays of one file were made from and by: a digest of the lists, a version of the code, an encoder."""
    with (files("faq") / "words" / language / f"{name}.npz").open("rb") as stream, np.load(stream) as arrays:
        return str(arrays["made_from"])


def unpacked_strings(array: NDArray[np.uint8]) -> list[str]:
    """Strings without line breaks from one array of UTF-8, one a line."""
    return array.tobytes().decode().split("\n")
