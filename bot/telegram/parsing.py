"""A Telegram message → an Incoming that the desk understands."""

from collections.abc import Callable, Mapping
from typing import Any

from telegram import Message

from bot.desk.ticket.history import Incoming
from storage.models import Json

_BY_FILE = ("animation", "video", "voice", "video_note", "audio", "document", "sticker")


def incoming(message: Message) -> Incoming | None:
    """What somebody wrote; None for what Telegram itself says in a chat (joined, pinned, topic created …)."""
    attachment = _attachment(message)
    text = message.text or message.caption or ""
    if not text and attachment is None:
        return None
    entities = message.entities if message.text else message.caption_entities
    return Incoming(
        kind=attachment["kind"] if attachment else "text",
        text=text,
        source_chat=message.chat.id,
        source_id=message.message_id,
        entities=tuple(entity.to_dict() for entity in entities),
        attachment=attachment,
        album=message.media_group_id,
    )


def _attachment(message: Message) -> Json | None:
    if message.photo:
        return {"kind": "photo", "file_id": message.photo[-1].file_id}
    for kind in _BY_FILE:
        if media := getattr(message, kind):
            return {"kind": kind, "file_id": media.file_id} | _name(media)
    for kind, describe in _DESCRIBED.items():
        if found := getattr(message, kind):
            return {"kind": kind} | describe(found)
    return _copied(message)


def _name(media: Any) -> Json:
    name = getattr(media, "file_name", None)
    return {"file_name": name} if name else {}


def _venue(venue: Any) -> Json:
    return {
        "latitude": venue.location.latitude,
        "longitude": venue.location.longitude,
        "title": venue.title,
        "address": venue.address,
    }


def _location(location: Any) -> Json:
    return {"latitude": location.latitude, "longitude": location.longitude}


def _contact(contact: Any) -> Json:
    return {
        "phone_number": contact.phone_number,
        "first_name": contact.first_name,
        "last_name": contact.last_name or "",
    }


# A venue has a location too, so it comes first.
_DESCRIBED: Mapping[str, Callable[[Any], Json]] = {"venue": _venue, "location": _location, "contact": _contact}

# Kinds that can only be copied as they are.
_COPIED = ("poll", "dice", "game", "story", "paid_media", "checklist", "invoice", "giveaway")


def _copied(message: Message) -> Json | None:
    kind = next((kind for kind in _COPIED if getattr(message, kind, None)), None)
    if kind is None:
        return None
    return {"kind": kind, "copy_from": message.chat.id, "copy_id": message.message_id}
