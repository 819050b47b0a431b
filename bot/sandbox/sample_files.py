"""Small sample files for attachments without data."""

import struct
import zlib

FILE_KINDS = ("photo", "video", "voice", "document", "sticker", "audio", "video_note", "animation")
_SIDE = 96


def sample(kind: str) -> tuple[str, bytes]:
    """A file name and its content, for one of FILE_KINDS."""
    if kind in ("photo", "sticker"):
        return f"{kind}.png", _png()
    return _NAMES[kind], _CONTENTS[kind]


_NAMES = {
    "video": "video.mp4",
    "voice": "voice.ogg",
    "document": "document.txt",
    "audio": "audio.mp3",
    "video_note": "round.mp4",
    "animation": "animation.mp4",
}
_CONTENTS = {
    "video": b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom",
    "voice": b"OggS\x00\x02" + bytes(22),
    "document": "Чек №1207: чайник, 2 490 ₽\n".encode(),
    "audio": b"ID3\x04\x00\x00\x00\x00\x00\x00",
    "video_note": b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom",
    "animation": b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom",
}


def _png() -> bytes:
    """A square with a colour gradient."""
    rows = b"".join(b"\x00" + b"".join(_pixel(x, y) for x in range(_SIDE)) for y in range(_SIDE))
    header = struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 2, 0, 0, 0)
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(rows, 9)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _pixel(x: int, y: int) -> bytes:
    along = (x + y) * 255 // (2 * (_SIDE - 1))
    return bytes((60 + along * 180 // 255, 110 + along * 70 // 255, 200 - along * 70 // 255))


def _chunk(name: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)
