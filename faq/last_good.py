"""The texts of the last FAQ that had no errors, kept on disk: a start with a broken FAQ serves it.

It is a single JSON file, written beside and moved into place. A file that is missing, damaged, or about another folder
counts as none.
"""

import json
import logging
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from faq.folder import Folder, Source
from faq.library import Library
from faq.loading import library_of

log = logging.getLogger(__name__)

_FILE = "last-good-faq.json"


class LastGoodFaq:
    """The last good FAQ of the folder `root`, in the folder `cache`, which need not exist or be writable."""

    def __init__(self, cache: Path, root: Path, default_language: str) -> None:
        self._file = cache / _FILE
        self._root = root
        self._default_language = default_language

    def keep(self, library: Library) -> None:
        """Replace what is kept, if it differs. Failures are logged only: the FAQ itself is still in its folder."""
        folder = library.folder
        if folder is None:
            return
        text = json.dumps(self._identity | {"sources": _rows(folder.sources), "words": _rows(folder.words)})
        try:
            if self._text() != text:
                _write(self._file, text)
        except OSError as error:
            log.warning("%s can't be written (%s): a broken FAQ would stop the next start", self._file, error.strerror)

    def copy_to(self, cache: Path) -> None:
        """Write what is kept, if anything is, into another cache folder. Failures are logged only."""
        try:
            if text := self._text():
                _write(cache / _FILE, text)
        except (OSError, UnicodeDecodeError) as error:
            log.warning("%s can't be copied: %s", self._file, error)

    def library(self) -> Library | None:
        """The FAQ as it was kept; None when there is none. Files that answers refer to are those in the folder now."""
        try:
            kept = json.loads(self._text() or "{}")
            if {name: kept.get(name) for name in self._identity} != self._identity:
                return None
            sources, words = _sources(kept["sources"]), _sources(kept["words"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        library = library_of(Folder(self._root, sources, words, ()), self._default_language)
        return library if library.by_language.get(self._default_language) else None

    @property
    def _identity(self) -> dict[str, object]:
        return {"folder": str(self._root.absolute()), "language": self._default_language}

    def _text(self) -> str | None:
        return self._file.read_text(encoding="utf-8") if self._file.exists() else None


def _rows(sources: tuple[Source, ...]) -> list[list[str]]:
    return [[source.file, source.language, source.text] for source in sources]


def _sources(rows: list[list[str]]) -> tuple[Source, ...]:
    return tuple(Source(*(str(value) for value in row)) for row in rows)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(descriptor)
        Path(beside).replace(file)
    except OSError:
        with suppress(OSError):
            Path(beside).unlink()
        raise
