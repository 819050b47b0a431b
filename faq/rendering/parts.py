"""Renders an answer as text messages, pictures and files in reading order."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from faq.attachments import content_fault, is_picture, missing_fault
from faq.empty_values import faults_of_values
from faq.entry import Entry
from faq.folder import find_file
from faq.problems import Fault, is_error
from faq.rendering.markdown import FIRST_PICTURE, Picture, styled_markdown
from faq.rendering.splitting import split
from faq.rendering.styled import Entity, Styled
from faq.templates import EmptyValuesError, TemplateFailedError, fill

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
"""Telegram's limits, in UTF-16 units."""

_FIRST_VALUE = 0xF0000
_BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


class AnswerError(Exception):
    """The answer can't be rendered; the message says why, for the staff.

    `entry` is None when there is no such entry. `faults`: what its author has to mend, where that is known.
    """

    def __init__(self, why: str, entry: Entry | None = None, faults: Sequence[Fault] = ()) -> None:
        super().__init__(f"{entry.file}:{entry.line} ({entry.id}): {why}" if entry else why)
        self.why = why
        self.entry = entry
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Text:
    """A message of 1 to 4096 UTF-16 units; `entities` are as in the Bot API."""

    text: str
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True)
class Photo:
    """A picture on disk; `caption` has at most 1024 UTF-16 units and may be empty."""

    path: Path
    caption: str = ""
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True)
class File:
    """Any other file on disk; `caption` as in a photo."""

    path: Path
    caption: str = ""
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True)
class LeftOut:
    """A picture or another file that is missing or that Telegram would refuse, with what would be its caption."""

    fault: Fault
    is_photo: bool
    caption: str = ""


Part = Text | Photo | File | LeftOut


def render(entry: Entry, variables: Mapping[str, object], *, root: Path) -> list[Part]:
    """The messages of the answer, at least one; `root` is the FAQ folder.

    `variables` are nested by group: `{"hours": {"today": "9:00–18:00", …}, "customer": {"name": …}, …}`. Their values
    are not read as markdown: a customer called `**x**` is shown like that. Whether Telegram would take the files is not
    looked at: see `sendable`. Raises `AnswerError`.
    """
    texts: dict[str, str] = {}

    def stand_in(value: object) -> str:
        text = _clean(str(value)) if value is not None else ""
        mark = chr(_FIRST_VALUE + len(texts))
        return texts.setdefault(mark, text) and mark

    try:
        markdown = fill(_clean(entry.answer), variables, stand_in)
    except EmptyValuesError as error:
        raise AnswerError(str(error), entry, list(faults_of_values(entry, error.values))) from error
    except TemplateFailedError as error:
        raise AnswerError(str(error), entry) from error
    styled, pictures = styled_markdown(markdown)
    parts = list(_parts(styled.with_texts(texts, quote), pictures, texts, entry, root))
    _require_something(parts, entry)
    return parts


def sendable(parts: Sequence[Part], entry: Entry) -> list[Part]:
    """The parts of the entry's answer, without files that Telegram would refuse now.

    Raises AnswerError when none is left: what stands below a picture says nothing without it.
    """
    kept = [_checked(part, entry) for part in parts]
    _require_something(kept, entry)
    return kept


def _require_something(parts: Sequence[Part], entry: Entry) -> None:
    """Raises AnswerError when there are no texts and no files."""
    faults = [part.fault for part in parts if isinstance(part, LeftOut)]
    if len(faults) == len(parts):
        if not faults:
            raise AnswerError("the answer is empty", entry, [Fault(entry.file, entry.line, "says-nothing-now")])
        raise AnswerError("its files can't be sent", entry, faults)


def _checked(part: Part, entry: Entry) -> Part:
    if not isinstance(part, Photo | File):
        return part
    fault = content_fault(part.path, part.path.name, (entry.file, entry.line), as_photo=isinstance(part, Photo))
    return LeftOut(fault, isinstance(part, Photo), part.caption) if fault and is_error(fault) else part


def _parts(
    styled: Styled, pictures: Sequence[Picture], texts: Mapping[str, str], entry: Entry, root: Path
) -> Iterator[Part]:
    for piece in _cut_at_pictures(styled, len(pictures)):
        if isinstance(piece, Styled):
            yield from (Text(part.text, part.entities) for part in split(piece, TEXT_LIMIT))
        else:
            caption = "".join(texts.get(char, char) for char in pictures[piece].caption)
            yield from _photo(root, entry, pictures[piece].target, caption)
    if entry.attachment:
        path = find_file(root, "", entry.attachment)
        if path is None:
            fault = missing_fault(root, "", entry.attachment, (entry.file, entry.line))
            yield LeftOut(fault, is_picture(Path(entry.attachment)))
        else:
            yield Photo(path) if is_picture(path) else File(path)


def _photo(root: Path, entry: Entry, reference: str, caption: str) -> Iterator[Part]:
    """The photo; what its caption can't hold follows as text messages."""
    first, *others = split(Styled(caption), CAPTION_LIMIT) or [Styled("")]
    path = find_file(root, entry.file, reference)
    if path is None:
        yield LeftOut(missing_fault(root, entry.file, reference, (entry.file, entry.line)), True, first.text)
    else:
        yield Photo(path, first.text)
    yield from (Text(other.text) for other in others)


def _cut_at_pictures(styled: Styled, count: int) -> Iterator[Styled | int]:
    """Pieces of text and numbers of pictures in order; a picture follows the paragraph it stands in."""
    marks = {chr(FIRST_PICTURE + number): number for number in range(count)}
    start = 0
    for end in [*_paragraph_ends(styled.text, marks), len(styled.text)]:
        piece = styled.part(start, end)
        yield piece.with_texts(dict.fromkeys(marks, ""), str)
        yield from (marks[char] for char in piece.text if char in marks)
        start = end


def _paragraph_ends(text: str, marks: Mapping[str, int]) -> list[int]:
    """The ends of the paragraphs that have pictures."""
    ends = [text.find("\n\n", at) for at, char in enumerate(text) if char in marks]
    return [end for end in dict.fromkeys(ends) if end >= 0]


@lru_cache(maxsize=1000)  # the same answers are sent often
def _clean(text: str) -> str:
    """The text without control characters, bidirectional marks, and the private-use characters of this module."""
    return "".join(
        char
        for char in text
        if char in "\n\t"
        or (unicodedata.category(char) not in ("Cc", "Cs") and char not in _BIDI and ord(char) < _FIRST_VALUE)
    )
