"""Arrays kept on disk are those that were written, or none."""

from pathlib import Path

import numpy as np
import pytest

from faq.matching.array_cache import ArrayCache

ARRAYS = {"numbers": np.arange(1_000, dtype=np.int32), "text": np.array("ё"), "nothing": np.zeros((0, 3), np.float32)}
LARGE = np.arange(4_096, dtype=np.uint8).reshape(64, 64)


@pytest.fixture
def cache(tmp_path: Path) -> ArrayCache:
    return ArrayCache(tmp_path / "cache")


def the_same(found: dict[str, np.ndarray] | None) -> bool:
    return (
        found is not None
        and set(found) == set(ARRAYS)
        and all(
            found[name].dtype == array.dtype and np.array_equal(found[name], array) for name, array in ARRAYS.items()
        )
    )


def test_what_was_written_is_read(cache: ArrayCache) -> None:
    assert cache.write("some", "key", ARRAYS)
    assert the_same(cache.read("some", "key"))


def test_another_key_or_name_is_not_read(cache: ArrayCache) -> None:
    cache.write("some", "key", ARRAYS)
    assert cache.read("some", "another key") is None
    assert cache.read("other", "key") is None


def test_the_last_written_replaces_what_was_there(cache: ArrayCache, tmp_path: Path) -> None:
    cache.write("some", "old", {"numbers": np.zeros(50_000)})
    cache.write("some", "new", ARRAYS)
    assert cache.read("some", "old") is None
    assert the_same(cache.read("some", "new"))
    assert [file.name for file in (tmp_path / "cache").iterdir()] == ["some.npz"], "nothing is left beside it"


@pytest.mark.parametrize("size", [0, 1, 31, 32, 40, 500, -1])
def test_a_file_cut_short_is_not_read(cache: ArrayCache, tmp_path: Path, size: int) -> None:
    cache.write("some", "key", ARRAYS)
    file = tmp_path / "cache" / "some.npz"
    file.write_bytes(file.read_bytes()[:size])
    assert cache.read("some", "key") is None


def test_a_file_with_a_changed_byte_is_not_read(cache: ArrayCache, tmp_path: Path) -> None:
    cache.write("some", "key", ARRAYS)
    file = tmp_path / "cache" / "some.npz"
    whole = file.read_bytes()
    for place in range(0, len(whole), 97):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert cache.read("some", "key") is None, place


def test_a_foreign_file_is_not_read(cache: ArrayCache, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    np.savez(tmp_path / "cache" / "some.npz", *ARRAYS.values())
    assert cache.read("some", "key") is None


def test_a_folder_that_cannot_be_written_is_an_empty_cache(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = ArrayCache(tmp_path / "file" / "cache")
    assert not cache.write("some", "key", ARRAYS)
    assert not cache.write_mapped("some", "key", ARRAYS, LARGE)
    assert cache.read("some", "key") is None
    assert cache.read_mapped("some", "key") is None


def test_a_large_array_is_mapped_and_not_read(cache: ArrayCache) -> None:
    assert cache.write_mapped("some", "key", ARRAYS, LARGE)
    found = cache.read_mapped("some", "key")
    assert found is not None
    arrays, large = found
    assert the_same(arrays)
    assert isinstance(large, np.memmap)
    assert not large.flags.writeable
    assert np.array_equal(large, LARGE)


@pytest.mark.parametrize("damage", ["changed", "cut", "gone"])
def test_a_large_array_that_is_damaged_is_not_mapped(cache: ArrayCache, tmp_path: Path, damage: str) -> None:
    cache.write_mapped("some", "key", ARRAYS, LARGE)
    file = tmp_path / "cache" / "some.npy"
    whole = file.read_bytes()
    file.unlink()
    if damage != "gone":
        file.write_bytes(whole[:-1] + (b"x" if damage == "changed" else b""))
    assert cache.read_mapped("some", "key") is None
