"""Shortcuts for attachments: `maria.sends(photo("вот чек"))`."""

from bot.sandbox.user_actions import Attachment


def photo(caption: str = "", *, name: str | None = None, data: bytes | None = None) -> Attachment:
    return Attachment("photo", name, caption, data)


def video(caption: str = "", *, name: str | None = None, data: bytes | None = None) -> Attachment:
    return Attachment("video", name, caption, data)


def document(caption: str = "", *, name: str | None = None, data: bytes | None = None) -> Attachment:
    return Attachment("document", name, caption, data)


def audio(caption: str = "", *, name: str | None = None, data: bytes | None = None) -> Attachment:
    return Attachment("audio", name, caption, data)


def animation(caption: str = "", *, name: str | None = None, data: bytes | None = None) -> Attachment:
    return Attachment("animation", name, caption, data)


def voice(caption: str = "", *, seconds: int = 3, data: bytes | None = None) -> Attachment:
    return Attachment("voice", None, caption, data, {"duration": seconds})


def video_note(*, seconds: int = 3, data: bytes | None = None) -> Attachment:
    return Attachment("video_note", None, "", data, {"duration": seconds})


def sticker(emoji: str = "👍") -> Attachment:
    return Attachment("sticker", about={"emoji": emoji})


def location(latitude: float = 55.751244, longitude: float = 37.618423) -> Attachment:
    return Attachment("location", about={"latitude": latitude, "longitude": longitude})


def contact(phone_number: str = "+79990000000", first_name: str | None = None) -> Attachment:
    """A contact: one's own, or with `first_name` somebody else's."""
    name = {"first_name": first_name} if first_name else {}
    return Attachment("contact", about={"phone_number": phone_number} | name)
