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


def live_location(latitude: float = 55.751244, longitude: float = 37.618423) -> Attachment:
    return Attachment("location", about={"latitude": latitude, "longitude": longitude, "live_period": 3600})


def poll(question: str, *options: str, is_quiz: bool = False) -> Attachment:
    """A poll, or a quiz, which bots can't copy because they don't know the right answer."""
    answers = [{"persistent_id": str(place), "text": text, "voter_count": 0} for place, text in enumerate(options)]
    flags = ("is_closed", "allows_multiple_answers", "allows_revoting", "members_only")
    about = {"id": "7", "question": question, "options": answers, "total_voter_count": 0, "is_anonymous": True}
    return Attachment("poll", about=about | dict.fromkeys(flags, False) | {"type": "quiz" if is_quiz else "regular"})


def paid_media(caption: str = "", *, stars: int = 5) -> Attachment:
    """A preview that must be paid for; bots can't copy it."""
    media = [{"type": "preview", "width": 640, "height": 360, "duration": 3}]
    return Attachment("paid_media", caption=caption, about={"star_count": stars, "paid_media": media})


def game(title: str, description: str, *, is_protected: bool = False) -> Attachment:
    frame = {"file_id": "SANDBOX-game", "file_unique_id": "Uga", "width": 640, "height": 360}
    about = {"title": title, "description": description, "photo": [frame]}
    return Attachment("game", about=about, is_protected=is_protected)


def contact(phone_number: str = "+79990000000", first_name: str | None = None) -> Attachment:
    """A contact: one's own, or with `first_name` somebody else's."""
    name = {"first_name": first_name} if first_name else {}
    return Attachment("contact", about={"phone_number": phone_number} | name)
