"""How much disk the desk takes, installed: the wheel's packages and everything that it depends on."""

import tomllib
from collections.abc import Iterator, Sequence
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

OURS = ("bot", "faq", "storage")
MEGABYTE = 2**20
_ROOT = Path(__file__).parents[2]


def installed_size(extras: Sequence[str] = ()) -> float:
    """Megabytes of files, compiled ones included, of what this environment has installed for the desk."""
    ours = sum(_bytes(path) for name in OURS for path in (_ROOT / name).rglob("*"))
    theirs = sum(size for _, size in sizes(extras))
    return (ours + theirs) / MEGABYTE


def sizes(extras: Sequence[str] = ()) -> Sequence[tuple[str, int]]:
    """Each distribution that pyproject.toml asks for, directly or not, and its bytes on disk, the largest first.

    Raises PackageNotFoundError when one is not installed here.
    """
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(one for extra in extras for one in project["optional-dependencies"][extra])]
    found = {name: _distribution_bytes(name) for name in _needed(asked, frozenset(), set())}
    return sorted(found.items(), key=lambda item: -item[1])


def _needed(asked: Sequence[str], extras: frozenset[str], seen: set[tuple[str, frozenset[str]]]) -> Iterator[str]:
    """The names of the distributions that these requirements lead to on this machine."""
    for text in asked:
        requirement = Requirement(text)
        key = canonicalize_name(requirement.name), frozenset(requirement.extras)
        marker = requirement.marker
        is_wanted = marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras))
        if is_wanted and key not in seen:
            seen.add(key)
            yield key[0]
            yield from _needed(distribution(key[0]).requires or (), key[1], seen)


def _distribution_bytes(name: str) -> int:
    return sum(_bytes(Path(str(file.locate()))) for file in distribution(name).files or ())


def _bytes(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def main() -> None:
    for extras in ((), ("semantic",)):
        print(f"{installed_size(extras):6.1f} MB with extras {extras}")
        for name, size in sizes(extras)[:15]:
            print(f"{size / MEGABYTE:6.1f}   {name}")


if __name__ == "__main__":
    main()
