"""How much disk the desk takes, installed: the wheel's packages and everything that it depends on."""

from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, distribution
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
    """Each distribution that is needed and its bytes on disk, the largest first."""
    found = {name: _distribution_bytes(name) for name in _needed("nightdesk", frozenset(extras), set())}
    return sorted(found.items(), key=lambda item: -item[1])


def _needed(name: str, extras: frozenset[str], seen: set[tuple[str, frozenset[str]]]) -> Iterator[str]:
    """What the distribution requires on this machine, all the way down, without itself."""
    for text in distribution(name).requires or ():
        requirement = Requirement(text)
        key = canonicalize_name(requirement.name), frozenset(requirement.extras)
        marker = requirement.marker
        is_wanted = marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras))
        if is_wanted and key not in seen:
            seen.add(key)
            yield key[0]
            yield from _needed(key[0], key[1], seen)


def _distribution_bytes(name: str) -> int:
    try:
        files = distribution(name).files or ()
    except PackageNotFoundError:
        return 0
    return sum(_bytes(Path(str(file.locate()))) for file in files)


def _bytes(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def main() -> None:
    for extras in ((), ("semantic",)):
        print(f"{installed_size(extras):6.1f} MB with extras {extras}")
        for name, size in sizes(extras)[:15]:
            print(f"{size / MEGABYTE:6.1f}   {name}")


if __name__ == "__main__":
    main()
