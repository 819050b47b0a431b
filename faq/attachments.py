"""Checks the pictures and files that answers send, by their content and not by their name alone.

The limits are Telegram's: https://core.telegram.org/bots/api#sendphoto and #sending-files. What was found is kept until
the file changes, so a picture is read once however often it is sent.
"""

import hashlib
import struct
import zlib
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

import imagesize

from faq.folder import find_file, is_outside
from faq.problems import Fault

MOST_PHOTO_BYTES = 10_000_000
MOST_FILE_BYTES = 50_000_000
MOST_SIDES = 10_000  # width and height together, in pixels
MOST_RATIO = 20  # of the longer side to the shorter one
MOST_PICTURES = 10  # of an answer
PICTURES = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WebP"}
"""What is sent as a photo, by the end of the name."""

Finding: TypeAlias = tuple[str, Mapping[str, str | float]]
"""The kind of a problem and the values of its texts."""

_HEAD_BYTES = 1024
_PNG = b"\x89PNG\r\n\x1a\n"
_STARTS = (
    (b"\xff\xd8\xff", "JPEG"),
    (_PNG, "PNG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "EXE"),
)
_BRANDS = {b"heic": "HEIC", b"heix": "HEIC", b"hevc": "HEIC", b"mif1": "HEIC", b"msf1": "HEIC", b"avif": "AVIF"}
_SVG = (b"<svg", b"<?xml")
_HTML = (b"<!doctype html", b"<html")


def file_fault(root: Path, beside: str, reference: str, place: tuple[str, int]) -> Fault | None:
    """What is wrong with a file that an answer sends; None when nothing is.

    The picture of an answer in the file `beside` is looked for relative to that file too; an attachment has none, "".
    `place` is the file and the line that refer to it.
    """
    path = find_file(root, beside, reference)
    if path is None:
        return missing_fault(root, beside, reference, place)
    return content_fault(path, reference, place, as_photo=bool(beside) or is_picture(path))


def missing_fault(root: Path, beside: str, reference: str, place: tuple[str, int]) -> Fault:
    """Why a file that an answer sends can't be found; the arguments are those of `file_fault`."""
    missing = "missing-image" if beside else "missing-attachment"
    return Fault(*place, "outside-folder" if is_outside(root, beside, reference) else missing, {"path": reference})


def content_fault(path: Path, reference: str, place: tuple[str, int], *, as_photo: bool) -> Fault | None:
    """What is wrong with a file that is there; None when nothing is. `reference` is its name for the author."""
    finding = finding_of(path, as_photo=as_photo)
    return Fault(*place, finding[0], {"path": reference, **finding[1]}) if finding else None


def is_picture(path: Path) -> bool:
    """Whether an attachment is sent as a photo."""
    return path.suffix.lower() in PICTURES


def finding_of(path: Path, *, as_photo: bool) -> Finding | None:
    """Why Telegram would refuse the file, or customers get another one than meant; None when nothing is wrong.

    The values are "size" and "most" in MB, "width" and "height" in pixels, "what" the content is, "why" it can't be
    read.
    """
    try:
        stat = path.stat()
        return _finding(path, as_photo, stat.st_mtime_ns, stat.st_size, stat.st_ino)
    except OSError as error:
        return "unreadable-file", {"why": error.strerror or str(error)}


def sha256_of(path: Path) -> str:
    """The SHA-256 of the file's content, in hexadecimal. Raises OSError."""
    stat = path.stat()
    return _sha256(path, stat.st_mtime_ns, stat.st_size, stat.st_ino)


@lru_cache(maxsize=1000)
def _sha256(path: Path, changed_at: int, size: int, inode: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@lru_cache(maxsize=1000)
def _finding(path: Path, as_photo: bool, changed_at: int, size: int, inode: int) -> Finding | None:
    """The same. `changed_at` and `inode` only tell one content of the file from another. Raises OSError."""
    most = MOST_PHOTO_BYTES if as_photo else MOST_FILE_BYTES
    if size == 0:
        return "empty-file", {}
    if size > most:
        return "file-too-large", {"size": size / 1_000_000, "most": str(most // 1_000_000)}
    if as_photo:
        return _finding_in_photo(path.suffix.lower(), path.read_bytes())
    with path.open("rb") as file:
        return _finding_in_file(path.suffix.lower(), file.read(_HEAD_BYTES))


def _finding_in_photo(suffix: str, data: bytes) -> Finding | None:
    what = _content_of(data)
    if what not in PICTURES.values():
        return ("not-a-picture", {"what": what}) if what else ("unknown-picture", {})
    if not _is_whole(what, data):
        return "broken-picture", {}
    width, height = _size(data)
    if min(width, height) < 1:
        return "broken-picture", {}
    if width + height > MOST_SIDES or max(width, height) > MOST_RATIO * min(width, height):
        return "picture-dimensions", {"width": str(width), "height": str(height)}
    return None if PICTURES.get(suffix) == what else ("renamed-picture", {"what": what})


def _finding_in_file(suffix: str, head: bytes) -> Finding | None:
    what = _content_of(head)
    is_program = what == "EXE" and suffix in {*PICTURES, ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".zip", ".txt"}
    is_no_pdf = suffix == ".pdf" and b"%PDF" not in head
    return ("renamed-file", {}) if is_program or is_no_pdf else None


def _content_of(head: bytes) -> str:
    """The format of a file by its first bytes; empty when it is none of those that authors confuse."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WebP"
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "MP4")
    text = head[:_HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith(_HTML):
        return "HTML"
    if text.startswith(_SVG):
        return "SVG" if b"<svg" in text else "XML"
    return next((name for start, name in _STARTS if head.startswith(start)), "")


def _size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels; (-1, -1) when they can't be read."""
    try:
        width, height = imagesize.get(BytesIO(data))
    except (ValueError, struct.error, IndexError, TypeError):
        return -1, -1
    return int(width), int(height)


def _is_whole(what: str, data: bytes) -> bool:
    """Whether the picture is complete. What follows its end, as phones append it, does no harm."""
    match what:
        case "PNG":
            return _is_whole_png(data)
        case "JPEG":
            return _is_whole_jpeg(data)
        case _:
            return len(data) >= 20 and int.from_bytes(data[4:8], "little") + 8 <= len(data) + 1


def _is_whole_png(data: bytes) -> bool:
    """Whether all chunks up to the last one are there with the right checksums."""
    at = len(_PNG)
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        end = at + 8 + length
        if zlib.crc32(data[at + 4 : end]) != int.from_bytes(data[end : end + 4], "big"):
            return False
        if data[at + 4 : at + 8] == b"IEND":
            return True
        at = end + 4
    return False


def _is_whole_jpeg(data: bytes) -> bool:
    """Whether the pixels, which follow the headers, have an end. A preview within the headers has one of its own."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        if data[at + 1] == 0xFF:  # padding
            at += 1
        elif data[at + 1] == 0xDA:
            return data.find(b"\xff\xd9", at) >= 0
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return False
