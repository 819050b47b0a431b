"""A change of the author's folder, as a value: what its files held before, and what they hold after."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import TypedDict

from faq.decoding import Decoded, decoded
from faq.folder import Edits
from faq.publishing.texts import publishing_texts

UTF_8 = "utf-8"
_MARKED = "-sig"
_MARKS = {
    "utf-8": BOM_UTF8,
    "utf-16-le": BOM_UTF16_LE,
    "utf-16-be": BOM_UTF16_BE,
    "utf-32-le": BOM_UTF32_LE,
    "utf-32-be": BOM_UTF32_BE,
}
_ANY_BYTES = "latin-1"
_SHOWN_LETTERS = 60
_MOST_PHRASINGS = 3  # named in a summary


class Kind(StrEnum):
    """What an author did."""

    PHRASING = "phrasing"
    ENTRY = "entry"
    ENTRIES = "entries"
    QUESTION = "question"
    ANSWER = "answer"
    FILE = "file"
    REMOVAL = "removal"
    FILES_REMOVAL = "files-removal"
    UNDO = "undo"


class FileChangeRow(TypedDict):
    """A `FileChange` as JSON."""

    path: str
    before: str | None
    after: str | None
    before_encoding: str
    after_encoding: str


@dataclass(frozen=True)
class FileChange:
    """`path` is relative to the FAQ folder, with forward slashes; None: there is no such file.

    The texts have the line ends of the file, and with their encodings they give its very bytes. An encoding is Python's
    name of it, with "-sig" where the file begins with a byte order mark.
    """

    path: str
    before: str | None
    after: str | None
    before_encoding: str = UTF_8
    after_encoding: str = UTF_8

    @property
    def before_bytes(self) -> bytes | None:
        return None if self.before is None else encoded(self.before, self.before_encoding)

    @property
    def after_bytes(self) -> bytes | None:
        return None if self.after is None else encoded(self.after, self.after_encoding)

    @property
    def is_converted(self) -> bool:
        """Whether the file gets another encoding: the one it had lacks a character, or the author sent another."""
        return None not in (self.before, self.after) and self.before_encoding != self.after_encoding

    @property
    def reversed(self) -> "FileChange":
        return FileChange(self.path, self.after, self.before, self.after_encoding, self.before_encoding)


@dataclass(frozen=True)
class Change:
    """`about` is the question or the file that it is about, `detail` the phrasings that were added, one a line, or the
    entry's new question.

    `language` is that of the entry; "" for files that have none.
    """

    files: tuple[FileChange, ...]
    kind: Kind
    about: str
    language: str = ""
    detail: str = ""

    @property
    def edits(self) -> Edits:
        """What the folder holds afterwards."""
        return {file.path: file.after_bytes for file in self.files}

    def summary(self, language: str) -> str:
        """One line for people: what is changed, in their language."""
        texts, phrasings = publishing_texts(language), self.detail.split("\n")
        if self.kind is Kind.PHRASING and len(phrasings) > 1:
            listed = _listed(phrasings, texts["phrasings"])
            return texts["phrasings"]["summary"].format(listed=listed, about=_short(self.about))
        values = {"about": _short(self.about), "detail": _short(self.detail)}
        return texts["summary"][self.kind].format_map(values)


def file_rows(change: Change) -> list[FileChangeRow]:
    """The change's files as JSON."""
    return [FileChangeRow(**asdict(file)) for file in change.files]  # type: ignore[typeddict-item]  # the same fields


def files_of_rows(rows: Iterable[Mapping[str, object]]) -> tuple[FileChange, ...]:
    """The files of a change from the JSON of `file_rows`."""
    return tuple(FileChange(**row) for row in rows)  # type: ignore[arg-type]  # the same fields


def encoded(text: str, encoding: str) -> bytes:
    """The bytes of a file. Raises UnicodeEncodeError for what the encoding lacks."""
    codec = encoding.removesuffix(_MARKED)
    return (_MARKS[codec] if codec != encoding else b"") + text.encode(codec)


def opened(path: str, data: bytes | None) -> FileChange:
    """A file as it is, not changed yet. A file that is no text is held as Latin-1, which keeps each byte."""
    if data is None:
        return FileChange(path, None, None)
    found = decoded(data)
    if found is None or found.mark + found.text.encode(found.codec) != data:
        found = Decoded(data.decode(_ANY_BYTES), codec=_ANY_BYTES)
    encoding = found.codec + (_MARKED if found.mark else "")
    return FileChange(path, found.text, found.text, encoding, encoding)


def edited(file: FileChange, text: str) -> FileChange:
    """The file with a new text, in its encoding; in UTF-8 if that lacks a character, or could not be told any more."""
    for encoding in (file.before_encoding, UTF_8):
        try:
            data = encoded(text, encoding)
        except UnicodeEncodeError:
            continue
        found = decoded(data)
        if found is not None and found.text == text:
            return replace(file, after=text, after_encoding=encoding)
    return replace(file, after=text, after_encoding=UTF_8)


def _listed(phrasings: Sequence[str], texts: Mapping[str, str]) -> str:
    """Each in quotes; how many more there are than fit a line."""
    shown = ", ".join(texts["one"].format(text=_short(one)) for one in phrasings[:_MOST_PHRASINGS])
    more = len(phrasings) - _MOST_PHRASINGS
    return shown + texts["more"].format(count=more) if more > 0 else shown


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SHOWN_LETTERS else f"{words[:_SHOWN_LETTERS].rstrip()}…"
