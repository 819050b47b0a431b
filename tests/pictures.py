"""Small files that are what they say: pictures of any size, a PDF, a picture of a phone that Telegram refuses."""

import struct
import zlib

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(64)
EXE = b"MZ\x90\x00" + bytes(64)
GIF = b"GIF89a\x10\x00\x10\x00\x00\x00\x00;"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"></svg>'
HTML = b"<!DOCTYPE html><html><body>404</body></html>"


def png(width: int = 64, height: int = 48, shade: int = 0) -> bytes:
    """A grey picture; only its first rows are there when it is a large one, which no header tells."""
    rows = b"".join(b"\x00" + bytes([shade]) * width for _ in range(min(height, 100)))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def jpeg(width: int = 64, height: int = 48, preview: bytes = b"", after: bytes = b"") -> bytes:
    """The headers, perhaps with a `preview` in them, some pixels, the end, and what a phone appends `after` it."""
    exif = _segment(0xE1, b"Exif\x00\x00" + preview) if preview else b""
    frame = _segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    scan = _segment(0xDA, b"\x01\x01\x00\x00\x3f\x00")
    return b"\xff\xd8" + exif + frame + scan + bytes(200) + b"\xff\xd9" + after


def webp(width: int = 64, height: int = 48) -> bytes:
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + size
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _segment(marker: int, data: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data
