"""Storage of sent files and their Message fields."""

import mimetypes
import struct
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePath

import imagesize

from bot.sandbox.api_json import Json, present
from bot.sandbox.errors import BotApiError, bad_request

MOST_UPLOAD_BYTES = 50_000_000  # https://core.telegram.org/bots/api#sending-files
MOST_PHOTO_BYTES = 10_000_000
MOST_SIDES = 10_000  # width and height of a photo together; https://core.telegram.org/bots/api#sendphoto
MOST_RATIO = 20
MOST_DOWNLOAD_BYTES = 20_000_000  # https://core.telegram.org/bots/api#getfile
_IMAGES = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"GIF8": ".gif", b"RIFF": ".webp", b"BM": ".bmp"}
_DEFAULT_MIME = {"voice": "audio/ogg", "audio": "audio/mpeg", "video": "video/mp4", "animation": "video/mp4"}
_NAMED = ("document", "audio", "video", "animation")
_TITLES = {"video_note": "VideoNote", "voice": "VoiceNote"}


@dataclass(frozen=True)
class Upload:
    """An uploaded file."""

    name: str
    data: bytes


@dataclass(frozen=True)
class StoredFile:
    kind: str
    number: int
    name: str
    data: bytes = field(repr=False)
    about: Json  # attributes given by the sender: duration, size, title

    @property
    def file_id(self) -> str:
        return f"SANDBOX-{self.kind}-{self.number}"

    @property
    def path(self) -> str:
        suffix = _image_suffix(self.data) if self.kind == "photo" else PurePath(self.name).suffix
        return f"{self.kind}s/file_{self.number}{suffix}"

    @property
    def mime_type(self) -> str:
        return mimetypes.guess_type(self.path)[0] or _DEFAULT_MIME.get(self.kind, "application/octet-stream")

    @property
    def ids(self) -> Json:
        unique = f"U{self.kind[:2]}{self.number}"
        return {"file_id": self.file_id, "file_unique_id": unique, "file_size": len(self.data)}

    @property
    def content(self) -> Json:
        """The Message field of this file, for example `{"voice": {…}}`."""
        described = self.ids | self.about | _described(self)
        if self.kind == "photo":
            return {"photo": [described]}
        if self.kind == "animation":
            return {"animation": described, "document": present(**self.ids, **_name_and_type(self))}
        return {self.kind: described}


class Files:
    """All files of the sandbox, by id and by path."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def store(self, kind: str, upload: Upload, about: Json | None = None) -> StoredFile:
        """Store an upload. Raises BotApiError for a file that Telegram would reject."""
        _check(kind, upload)
        stored = StoredFile(kind, len(self._by_id) + 1, upload.name, upload.data, about or {})
        self._by_id[stored.file_id] = self._by_path[stored.path] = stored
        return stored

    def again(self, kind: str, file_id: str) -> StoredFile:
        """A stored file by its file_id, to be sent again as the same kind."""
        if file_id.startswith(("http://", "https://")):
            raise bad_request("the sandbox has no internet: send the file itself or its file_id, not an HTTP URL")
        stored = self._by_id.get(file_id)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if stored.kind != kind:
            raise bad_request(f"can't use file of type {_title(stored.kind)} as {_title(kind)}")
        return stored

    def described(self, file_id: str) -> Json:
        """The File object that getFile returns."""
        stored = self._by_id.get(file_id)
        if stored is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        if len(stored.data) > MOST_DOWNLOAD_BYTES:
            raise bad_request("file is too big")
        return stored.ids | {"file_path": stored.path}

    def at(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)


def _check(kind: str, upload: Upload) -> None:
    if not upload.data:
        raise bad_request("file must be non-empty")
    if len(upload.data) > MOST_UPLOAD_BYTES:
        raise BotApiError(413, "Request Entity Too Large")
    if kind == "photo" and len(upload.data) > MOST_PHOTO_BYTES:
        raise bad_request("file is too big")
    if kind == "photo":
        _check_photo(upload.data)


def _check_photo(data: bytes) -> None:
    """Raises BotApiError for content that is no picture, and for dimensions that Telegram refuses."""
    if not _image_suffix(data):
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = _picture_size(data)
    if width + height > MOST_SIDES or max(width, height) > MOST_RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def _image_suffix(data: bytes) -> str:
    """The image type from the first bytes; empty for other files."""
    return next((suffix for start, suffix in _IMAGES.items() if data.startswith(start)), "")


def _title(kind: str) -> str:
    return _TITLES.get(kind, kind.title())


def _described(stored: StoredFile) -> Json:
    about = stored.about
    if stored.kind in _NAMED:
        return _name_and_type(stored) | _size_and_duration(stored)
    if stored.kind == "voice":
        return {"mime_type": stored.mime_type, "duration": about.get("duration", 1)}
    if stored.kind == "sticker":
        return {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
    return _size_and_duration(stored)


def _name_and_type(stored: StoredFile) -> Json:
    return {"file_name": stored.name, "mime_type": stored.mime_type}


def _size_and_duration(stored: StoredFile) -> Json:
    about = stored.about
    if stored.kind == "video_note":
        return {"duration": about.get("duration", 1), "length": about.get("length", 240)}
    if stored.kind == "photo":
        width, height = _picture_size(stored.data)
        return {"width": width, "height": height}
    if stored.kind == "document":
        return {}
    size = {"width": about.get("width", 640), "height": about.get("height", 360)} if stored.kind != "audio" else {}
    return size | {"duration": about.get("duration", 1)}


def _picture_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels; 1280 × 960 when the content does not say."""
    try:
        width, height = imagesize.get(BytesIO(data))
    except (ValueError, TypeError, IndexError, struct.error):
        return 1280, 960
    return (int(width), int(height)) if min(width, height) > 0 else (1280, 960)
