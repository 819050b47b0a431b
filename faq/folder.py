"""The FAQ folder on disk. Only faq.attachments reads the author's files too: those that answers send."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from faq.decoding import UTF_8, decoded, first_undecodable_line
from faq.problems import Fault
from faq.wordlists import LANGUAGES

MOST_KILOBYTES = 512
TESTS = "tests.md"
WORDS = "words.md"
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


def read_folder(root: Path, default_language: str) -> Folder:
    """All markdown files with entries, and words.md: those in the folder itself are in the default language.

    Files and folders whose names begin with `_` or `.` are not read, nor are README.md and tests.md.
    """
    if not root.is_dir():
        return Folder(root, (), (), (Fault(str(root), 0, "no-folder"),))
    places = ((root, default_language), *((root / language, language) for language in LANGUAGES))
    pages = [_read(root, path, language) for folder, language in places for path in _pages(folder)]
    words = [_read(root, folder / WORDS, language) for folder, language in places if (folder / WORDS).is_file()]
    return Folder(
        root,
        tuple(source for source in pages if isinstance(source, Source)),
        tuple(source for source in words if isinstance(source, Source)),
        (*_reading_faults([*pages, *words]), *_unknown_languages(root)),
    )


def read_tests(root: Path) -> Source | Fault | None:
    """The author's examples, tests.md beside the FAQ; None when there are none."""
    path = root / TESTS
    return _read(root, path, "") if path.is_file() else None


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


def _pages(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        pages = (path for path in folder.iterdir() if path.suffix.lower() in (".md", ".markdown") and path.is_file())
        yield from sorted(path for path in pages if not _is_ignored(path))


def _is_ignored(path: Path) -> bool:
    return path.name.startswith(("_", ".")) or path.name.lower() in _NOT_ENTRIES


def _unknown_languages(root: Path) -> Iterator[Fault]:
    for folder in sorted(root.iterdir()):
        if folder.is_dir() and folder.name not in LANGUAGES and not _is_ignored(folder) and any(_pages(folder)):
            yield Fault(folder.name, 0, "unknown-language", {"folder": folder.name})


def _read(root: Path, path: Path, language: str) -> Source | Fault:
    file = path.relative_to(root).as_posix()
    try:
        data = path.read_bytes()
    except OSError as error:
        return Fault(file, 0, "unreadable", {"why": error.strerror or str(error)})
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
