"""The FAQ folder on disk. Only faq.attachments reads the author's files too: those that answers send."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath
from types import MappingProxyType
from typing import TypeAlias
from urllib.parse import unquote

from faq.decoding import UTF_8, decoded, first_undecodable_line
from faq.problems import Fault
from faq.wordlists import LANGUAGES

MOST_KILOBYTES = 512
TESTS = "tests.md"
WORDS = "words.md"
PAGES = (".md", ".markdown")
Edits: TypeAlias = Mapping[str, bytes | None]
"""What files would hold, by their paths relative to the FAQ folder; None: the file would be gone."""

AS_IT_IS: Edits = MappingProxyType({})
_NOT_ENTRIES = {"readme.md", "readme.ru.md", WORDS, TESTS}


@dataclass(frozen=True)
class Source:
    """A markdown file; `file` is its path relative to the FAQ folder, with forward slashes.

    `encoding` is that of the file on disk, as editors show it.
    """

    file: str
    language: str
    text: str
    encoding: str = UTF_8

    @property
    def stem(self) -> str:
        return PurePosixPath(self.file).stem


@dataclass(frozen=True)
class Folder:
    """The contents of the FAQ folder, and faults for what could not be read."""

    root: Path
    sources: tuple[Source, ...]
    words: tuple[Source, ...]  # the authors' own words, at most one file a language and folder
    faults: tuple[Fault, ...]


def read_folder(root: Path, default_language: str, edits: Edits = AS_IT_IS) -> Folder:
    """All markdown files with entries, and words.md: those in the folder itself are in the default language.

    Files and folders whose names begin with `_` or `.` are not read, nor are README.md and tests.md. With `edits` the
    folder is read as it would be then; nothing is written.
    """
    if not root.is_dir():
        return Folder(root, (), (), (Fault(str(root), 0, "no-folder"),))
    places = ((root, default_language), *((root / language, language) for language in LANGUAGES))
    files = _Files(root, edits)
    pages = [_read(files, path, language) for folder, language in places for path in files.pages(folder)]
    words = [_read(files, folder / WORDS, language) for folder, language in places if files.has(folder / WORDS)]
    return Folder(
        root,
        tuple(source for source in pages if isinstance(source, Source)),
        tuple(source for source in words if isinstance(source, Source)),
        (*_reading_faults([*pages, *words]), *_unknown_languages(files)),
    )


def read_tests(root: Path, edits: Edits = AS_IT_IS) -> Source | Fault | None:
    """The author's examples, tests.md beside the FAQ; None when there are none."""
    files = _Files(root, edits)
    return _read(files, root / TESTS, "") if files.has(root / TESTS) else None


@dataclass(frozen=True)
class _Files:
    """The folder's files, with the edits in place of what is on disk."""

    root: Path
    edits: Edits

    def name_of(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def has(self, path: Path) -> bool:
        name = self.name_of(path)
        return self.edits[name] is not None if name in self.edits else path.is_file()

    def read(self, path: Path) -> bytes:
        """Raises OSError."""
        edited = self.edits.get(self.name_of(path))
        return path.read_bytes() if edited is None else edited

    def pages(self, folder: Path) -> list[Path]:
        """Its markdown files but those that are no entries."""
        here = set(folder.iterdir()) if folder.is_dir() else set()
        here |= {path for path in map(self.root.joinpath, self.edits) if path.parent == folder}
        return sorted(path for path in here if path.suffix.lower() in PAGES and self.has(path) and not is_ignored(path))


def find_file(root: Path, beside: str, reference: str) -> Path | None:
    """The file that an answer in the file `beside` refers to, relative to the FAQ folder or to that file.

    `схема%20проезда.png`, `photos\\map.png` and `/photos/map.png` are found, too. None when there is no such file
    inside the FAQ folder.
    """
    for base in (root, (root / beside).parent):
        for name in _spellings(reference):
            try:
                path = (base / name).resolve()
                if path.is_relative_to(root.resolve()) and path.is_file():
                    return path
            except (OSError, ValueError):
                continue
    return None


def is_outside(root: Path, beside: str, reference: str) -> bool:
    """Whether there is such a file, but outside the FAQ folder, perhaps behind a symbolic link."""
    if find_file(root, beside, reference) is not None:
        return False
    try:
        return any((base / reference).is_file() for base in (root, (root / beside).parent))
    except (OSError, ValueError):
        return False


def _spellings(reference: str) -> Iterable[str]:
    """The reference as it was written; as an address of a site; with the slashes of Windows; from the site's root."""
    plain = unquote(reference).replace("\\", "/")
    return dict.fromkeys((reference, unquote(reference), plain, plain.lstrip("/")))


def is_ignored(path: PurePath) -> bool:
    """Whether a file or a folder of that name is not read as entries."""
    return path.name.startswith(("_", ".")) or path.name.lower() in _NOT_ENTRIES


def _unknown_languages(files: _Files) -> Iterator[Fault]:
    for folder in sorted(files.root.iterdir()):
        if folder.is_dir() and folder.name not in LANGUAGES and not is_ignored(folder) and files.pages(folder):
            yield Fault(folder.name, 0, "unknown-language", {"folder": folder.name})


def _read(files: _Files, path: Path, language: str) -> Source | Fault:
    file = files.name_of(path)
    try:
        data = files.read(path)
    except OSError as error:
        return Fault(file, 0, "unreadable", {"why": error.strerror or str(error)})
    return source_of(file, language, data)


def source_of(file: str, language: str, data: bytes) -> Source | Fault:
    """A file's text from its bytes."""
    if len(data) > MOST_KILOBYTES * 1024:
        return Fault(file, 0, "too-long-file", {"most": str(MOST_KILOBYTES)})
    found = decoded(data)
    if found is None:
        return Fault(file, first_undecodable_line(data), "not-utf8")
    return Source(file, language, found.text, found.encoding)


def _reading_faults(read: Iterable[Source | Fault]) -> Iterator[Fault]:
    for one in read:
        if isinstance(one, Fault):
            yield one
        elif one.encoding != UTF_8:
            yield Fault(one.file, 0, "other-encoding", {"encoding": one.encoding})


def rewrite(root: Path, source: Source, text: str) -> None:
    """Replaces a file atomically: a concurrent reader sees the old or the new text. Raises `OSError`."""
    path = root / source.file
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)
