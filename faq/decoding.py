"""Reads the bytes of a text file, in whatever encoding and with whatever line ends an editor saved it."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from dataclasses import dataclass

UTF_8 = "UTF-8"

_MARKED = (
    (BOM_UTF8, "utf-8", UTF_8),
    (BOM_UTF32_LE, "utf-32-le", "UTF-32"),  # begins with the mark of UTF-16
    (BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_UNMARKED = (("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16"))
_ONE_BYTE = (
    ("cp1251", "Windows-1251"),
    ("cp1252", "Windows-1252"),
    ("mac_cyrillic", "MacCyrillic"),
    ("koi8_r", "KOI8-R"),
    ("cp866", "CP866"),
)
"""Python's name of each encoding, and the one that editors show; of equally plausible ones the first is taken."""

_LEAST_PLAUSIBLE = 0.9
_ALL_CAPITALS = 0.5  # KOI8-R read as Windows-1251 is in capitals
_WORD = re.compile("[^\\W\\d_]+|[\u2500-\u259f]+")  # the lines of boxes are what letters become in a wrong encoding
_CYRILLIC, _CYRILLIC_CAPITALS = re.compile("[А-ЯЁІЇЄҐ]?[а-яёіїєґ]*"), re.compile("[А-ЯЁІЇЄҐ]+")
_LATIN = re.compile("(?=[^A-Za-z]?[A-Za-z]|.$)(?:[A-ZÀ-ÖØ-Þ]?[a-zß-öø-ÿšžœ]*|[A-ZÀ-ÖØ-ÞŠŽŒŸ]+)|[A-Za-z]+")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_LINE_END = re.compile("\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")


@dataclass(frozen=True)
class Decoded:
    """A file's text; `encoding` is its name as editors show it, `codec` Python's.

    `mark` is the byte order mark before the text: `mark + text.encode(codec)` are the file's bytes.
    """

    text: str
    encoding: str = UTF_8
    codec: str = "utf-8"
    mark: bytes = b""


def decoded(data: bytes) -> Decoded | None:
    """The text of a file; None when no encoding gives a plausible text.

    The encoding is that of the byte order mark, else UTF-8 if it is valid, else the one that gives the most plausible
    Russian or Western words.
    """
    for mark, codec, name in _MARKED:
        if data.startswith(mark):
            return _decoded(data, codec, name, mark)
    if b"\0" in data:
        return next((found for one in _UNMARKED if (found := _plausible(data, *one))), None)
    return _decoded(data, "utf-8", UTF_8) or _most_plausible(data)


def lines_of(text: str) -> list[str]:
    """The lines of a text, whatever ends them; those of an editor are counted the same way."""
    return _LINE_END.split(text)


def line_ends_of(text: str) -> list[str]:
    """What ends each of the lines of `lines_of`: the last one ends with nothing."""
    return [*_LINE_END.findall(text), ""]


def first_undecodable_line(data: bytes) -> int:
    """The number of the first line, counted from 1, that is not UTF-8."""
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return data[: error.start].count(b"\n") + 1
    return 1


def _decoded(data: bytes, codec: str, name: str, mark: bytes = b"") -> Decoded | None:
    try:
        return Decoded(data[len(mark) :].decode(codec), name, codec, mark)
    except UnicodeDecodeError:
        return None


def _plausible(data: bytes, codec: str, name: str) -> Decoded | None:
    found = _decoded(data, codec, name)
    return found if found and _plausibility(found.text) >= _LEAST_PLAUSIBLE else None


def _most_plausible(data: bytes) -> Decoded | None:
    found = [one for codec, name in _ONE_BYTE if (one := _decoded(data, codec, name))]
    best = max(found, key=lambda one: _plausibility(one.text), default=None)
    return best if best and _plausibility(best.text) >= _LEAST_PLAUSIBLE else None


def _plausibility(text: str) -> float:
    """The share of letters, 0 to 1, that are in words of one script with capitals where they may be."""
    if _CONTROL.search(text):
        return 0.0
    words = _WORD.findall(text)
    letters = sum(map(len, words))
    return sum(_word_plausibility(word) * len(word) for word in words) / letters if letters else 0.0


def _word_plausibility(word: str) -> float:
    if _LATIN.fullmatch(word) or _CYRILLIC.fullmatch(word):
        return 1.0
    return _ALL_CAPITALS if _CYRILLIC_CAPITALS.fullmatch(word) else 0.0
