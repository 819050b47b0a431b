"""Another program's file that an author sent, a table or a document: its questions become a file of their own."""

import tempfile
from itertools import chain, count
from pathlib import Path, PurePosixPath

from faq.importing import import_source
from faq.importing.importing import READERS
from faq.publishing.change import Change, Kind
from faq.publishing.errors import NothingChangedError
from faq.publishing.pictures import added_file

IMPORTED = frozenset(READERS) - {".md"}
"""Ends of the names of such files, in lower case."""


def import_file(folder: Path, name: str, data: bytes, *, default_language: str = "ru") -> Change:
    """The file's questions but for those that the FAQ has already.

    Raises SourceError for what can't be read, NothingChangedError where no question is new; OSError.
    """
    with tempfile.TemporaryDirectory() as place:
        source = Path(place) / PurePosixPath(name).name
        source.write_bytes(data)
        imported = import_source(source, folder, default_language)
    if not imported.drafts:
        raise NothingChangedError
    path = _free_path(folder, imported.file)
    texts = {path: imported.text.encode(), **imported.pictures}
    files = (added_file(folder, file, content) for file, content in texts.items())
    return Change(tuple(file for file in files if file), Kind.FILE, path, imported.language)


def _free_path(folder: Path, path: str) -> str:
    """The path, with a number where there is such a file."""
    file = PurePosixPath(path)
    others = (str(file.with_name(f"{file.stem}-{number}{file.suffix}")) for number in count(2))
    return next(one for one in chain([path], others) if not (folder / one).exists())
