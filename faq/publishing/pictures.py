"""Pictures that an author sends for an answer: files of the folder, and lines of the answer that show them."""

from collections.abc import Iterable
from pathlib import Path

from faq.publishing.change import FileChange, opened

PICTURE_FOLDER = "photos"


def added_file(folder: Path, path: str, data: bytes) -> FileChange | None:
    """The file with these bytes at that path; None when it is there already. Raises OSError when it can't be read."""
    place = folder / path
    before = opened(path, place.read_bytes() if place.is_file() else None)
    if before.before_bytes == data:
        return None
    after = opened(path, data)
    return FileChange(path, before.before, after.after, before.before_encoding, after.after_encoding)


def with_pictures(answer: str, paths: Iterable[str]) -> str:
    """The answer with the pictures below it, but for those that it shows already."""
    added = [f"![]({path})" for path in paths if f"({path})" not in answer]
    return "\n\n".join([*filter(None, [answer.strip()]), *added])
