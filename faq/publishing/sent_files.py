"""A whole file that an author sent: it takes the place of the one of that name, or is added."""

import re
import unicodedata
from pathlib import Path, PurePosixPath

from faq.folder import PAGES, TESTS, is_ignored, source_of
from faq.language import language_of
from faq.problems import FaqError, Fault, to_problems
from faq.publishing.change import Change, FileChange, Kind, opened
from faq.publishing.errors import FileChoiceError, NothingChangedError, PublishingError
from faq.wordlists import LANGUAGES

_ODD = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]')
_COPY = re.compile(r"\s*\(\d{1,3}\)$")
_MOST_BYTES = 200
"""Of a name: file systems take 255, and editors add something."""

_NO_ENTRIES = ("words.md", TESTS)
"""The files that are read for something else."""


def replace_file(
    folder: Path,
    name: str,
    data: bytes,
    *,
    default_language: str = "ru",
    language: str = "",
    path: str = "",
) -> Change:
    """`name` is what the author's program called the file, perhaps with the folder of its language: "en/delivery.md".

    `path` is one of the choices of an earlier FileChoiceError. A new file goes to the folder of `language`; without one
    of the language that it is written in. `data` is kept byte for byte.

    Raises FileChoiceError where several files may be meant: of that name in several languages, or a copy, "a (1).md".
    Raises FaqError, in `default_language`, for data that is no text or too long; NothingChangedError; PublishingError
    for names that can't be used: "file-suffix", "file-hidden", "file-folder", "file-long", "file-taken".
    """
    place = _checked_name(path or name)
    source = source_of(place, default_language, data)
    if isinstance(source, Fault):
        raise FaqError(to_problems([source], default_language))
    if path:
        place = _known_spelling(folder, place) or place
    else:
        place = _place(folder, place, language, default_language, source.text)
    target = folder / place
    if target.exists() and not target.is_file():
        raise PublishingError("file-taken", name=place)
    before = opened(place, target.read_bytes() if target.is_file() else None)
    after = opened(place, data)
    file = FileChange(place, before.before, after.after, before.before_encoding, after.after_encoding)
    if file.before_bytes == data:
        raise NothingChangedError
    is_read = PurePosixPath(place).name.lower() not in _NO_ENTRIES
    spoken = PurePosixPath(place).parent.name or default_language
    return Change((file,), Kind.FILE, place, spoken if is_read else "")


def _checked_name(name: str) -> str:
    """The path relative to the FAQ folder. Raises PublishingError."""
    parts = [_ODD.sub("", part).strip(" .") or part for part in unicodedata.normalize("NFC", name).split("/")]
    file = PurePosixPath(*parts)
    if "\\" in name or file.is_absolute() or len(parts) > 2 or (len(parts) == 2 and parts[0] not in LANGUAGES):
        raise PublishingError("file-folder", name=name, languages=", ".join(LANGUAGES))
    if file.suffix.lower() not in PAGES:
        raise PublishingError("file-suffix", name=name)
    is_read = file.name.lower() in _NO_ENTRIES or not is_ignored(file)
    if not is_read or name.rpartition("/")[2].startswith((".", "_")):
        raise PublishingError("file-hidden", name=name)
    if len(file.name.encode()) > _MOST_BYTES:
        raise PublishingError("file-long", name=name)
    return str(file)


def _place(folder: Path, name: str, language: str, default_language: str, text: str) -> str:
    """Where the file of that name is, or would be."""
    file = PurePosixPath(name)
    if file.name.lower() == TESTS:
        return TESTS
    if len(file.parts) > 1:
        return _known_spelling(folder, name) or name
    there = _of_that_name(folder, name)
    if language:
        own = [one for one in there if (PurePosixPath(one).parent.name or default_language) == language]
        there = own or []
    if len(there) > 1:
        raise FileChoiceError(name, there)
    if there:
        return there[0]
    added = _new_place(folder, name, language or language_of(text, default_language), default_language)
    original = f"{_COPY.sub('', file.stem)}{file.suffix}"
    if original != name and (copies := _of_that_name(folder, original)):
        raise FileChoiceError(name, [*copies, added])
    return added


def _of_that_name(folder: Path, name: str) -> list[str]:
    found = (_known_spelling(folder, place) for place in (name, *(f"{one}/{name}" for one in LANGUAGES)))
    return [one for one in found if one]


def _known_spelling(folder: Path, name: str) -> str:
    """The path as it is spelled on disk, whatever its capitals and however its letters are composed; "" for none."""
    place = folder / PurePosixPath(name).parent
    names = sorted(one.name for one in place.iterdir()) if place.is_dir() else []
    same = [one for one in names if _folded(one) == _folded(PurePosixPath(name).name)]
    best = next((one for one in same if one == PurePosixPath(name).name), same[0] if same else "")
    return str(PurePosixPath(name).parent / best) if best else ""


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _new_place(folder: Path, name: str, language: str, default_language: str) -> str:
    has_folder = language != default_language or (folder / language).is_dir()
    return f"{language}/{name}" if has_folder else name
