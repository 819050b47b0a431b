"""Arrays kept on disk between runs. Losing them costs time at the next start and nothing else.

A file is its content's digest followed by an .npz. It is written beside and moved into place, and it is ignored when it
is damaged or was written for another key. A folder that can't be read or written is an empty cache.
"""

import os
import tempfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_DIGEST_BYTES = 32
_KEY = "cache_key"
_CHUNK_BYTES = 1 << 20
_MAPPED_CHECKSUM = "cache_mapped_checksum"


class ArrayCache:
    """Named arrays in one folder, each name with the key that says what they were made from."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str, key: str) -> dict[str, NDArray[Any]] | None:
        """The arrays last written by that name; None where there are none or they are damaged or of another key."""
        try:
            data = memoryview((self._folder / f"{name}.npz").read_bytes())
        except OSError:
            return None
        digest, content = data[:_DIGEST_BYTES], data[_DIGEST_BYTES:]
        if blake2b(content, digest_size=_DIGEST_BYTES).digest() != digest:
            return None
        with np.load(BytesIO(content)) as arrays:
            if str(arrays[_KEY]) != key:
                return None
            return {array: arrays[array] for array in arrays.files if array != _KEY}

    def write(self, name: str, key: str, arrays: Mapping[str, NDArray[Any]]) -> bool:
        """Replace the arrays of that name; whether it was possible."""
        content = BytesIO()
        named: dict[str, Any] = {_KEY: np.array(key), **arrays}
        np.savez(content, **named)
        view = content.getbuffer()
        return self._replace(f"{name}.npz", blake2b(view, digest_size=_DIGEST_BYTES).digest(), view)

    def read_mapped(self, name: str, key: str) -> tuple[dict[str, NDArray[Any]], NDArray[Any]] | None:
        """What `write_mapped` wrote, the large array mapped into memory, read-only: only what is used is read."""
        arrays = self.read(name, key)
        if arrays is None:
            return None
        path = self._folder / f"{name}.npy"
        try:
            if _checksum(path) != int(arrays.pop(_MAPPED_CHECKSUM)):
                return None
            return arrays, np.load(path, mmap_mode="r")
        except OSError:
            return None

    def write_mapped(self, name: str, key: str, arrays: Mapping[str, NDArray[Any]], large: NDArray[Any]) -> bool:
        """Replace the arrays of that name and the large one beside them; whether it was possible."""
        content = BytesIO()
        np.save(content, large)
        view = content.getbuffer()
        checksum = {_MAPPED_CHECKSUM: np.array(zlib.crc32(view))}
        return self._replace(f"{name}.npy", b"", view) and self.write(name, key, {**arrays, **checksum})

    def _replace(self, file: str, *parts: bytes | memoryview) -> bool:
        beside = ""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            descriptor, beside = tempfile.mkstemp(prefix=f".{file}.", dir=self._folder)
            with os.fdopen(descriptor, "wb") as stream:
                stream.writelines(parts)
            Path(beside).replace(self._folder / file)
        except OSError:
            if beside:
                with suppress(OSError):
                    Path(beside).unlink()
            return False
        return True


def _checksum(path: Path) -> int:
    """CRC-32 of a file, read in chunks so that it takes no memory. Raises OSError."""
    checksum = 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            checksum = zlib.crc32(chunk, checksum)
    return checksum
