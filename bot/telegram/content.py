"""What somebody said in a Message, read from its raw JSON: text, files, and the words of what the bot can't show."""

from collections.abc import Callable, Mapping

from bot.desk.ticket.history import Incoming
from bot.telegram import fields
from bot.telegram.fields import Raw
from bot.telegram.readable_words import readable_words
from bot.telegram.rich_messages import rich_words
from bot.telegram.service_messages import ACTS, SILENT
from storage.models import Json

ENVELOPE = frozenset(
    {
        *("message_id", "message_thread_id", "direct_messages_topic", "date", "edit_date", "chat", "from"),
        *("sender_chat", "sender_boost_count", "sender_business_bot", "sender_tag", "author_signature", "via_bot"),
        *("guest_query_id", "guest_bot_caller_user", "guest_bot_caller_chat", "business_connection_id"),
        *("forward_origin", "is_topic_message", "is_automatic_forward", "reply_to_message", "external_reply"),
        *("quote", "reply_to_story", "reply_to_checklist_task_id", "reply_to_poll_option_id"),
        *("has_protected_content", "is_from_offline", "is_paid_post", "media_group_id", "paid_star_count"),
        *("link_preview_options", "suggested_post_info", "effect_id", "reply_markup"),
        *("entities", "caption_entities", "show_caption_above_media", "has_media_spoiler"),
    }
)
"""Fields of a Message about where, when and how it was sent: https://core.telegram.org/bots/api#message"""

RICH = "rich_message"
UNKNOWN = "unknown"

_BY_FILE = ("animation", "video", "voice", "video_note", "audio", "document", "sticker")
# Kinds that can only be copied as they are.
_COPIED = ("poll", "dice", "game", "story", "checklist")
# Copying them is refused: https://core.telegram.org/bots/api#copymessage
_NEVER_COPIED = ("paid_media", "invoice")
KNOWN = frozenset(
    {
        *("text", "caption", "photo", "live_photo", "venue", "location", "contact", RICH),
        *(*_BY_FILE, *_COPIED, *_NEVER_COPIED),
    }
)
"""Fields of a Message with content that the bot knows. What is in none of the sets is of a later Bot API."""


def content_of(message: Raw) -> Incoming | None:
    """What somebody wrote or did; None for a service message: joined, pinned, topic created …

    Content that the bot can't show is kept too: its attachment says `is_unsupported`, its text has the words found.
    """
    names = {name for name, value in message.items() if value is not None} - ENVELOPE
    if names & SILENT and not names & (KNOWN | ACTS):
        return None
    attachment = _attachment(message)
    if attachment is not None:
        return _incoming(message, attachment["kind"], _words_with(message, attachment["kind"]), attachment)
    if fields.text(message, "text"):
        return _incoming(message, "text", fields.text(message, "text"), None)
    if fields.part(message, RICH):
        return _rich(message)
    kind = next((name for name in sorted(names) if name in ACTS or name in _NEVER_COPIED), UNKNOWN)
    words = readable_words({name: value for name, value in message.items() if name in names})
    return _incoming(message, kind, words, unsupported(kind))


def glimpse(message: Raw) -> tuple[str, str]:
    """The kind and the words of a message that another one points at; the kind is "" when words are all it has."""
    names = {name for name, value in message.items() if value is not None} - ENVELOPE - SILENT
    kind = next((kind for kind in _KINDS if kind in names), "")
    said = fields.text(message, "text") or fields.text(message, "caption")
    words = said or rich_words(fields.part(message, RICH)).rich.text
    return kind, words or readable_words({name: value for name, value in message.items() if name in names})


def unsupported(kind: str) -> Json:
    """The attachment of a message that can't be shown: only its words travel."""
    return {"kind": kind, "is_unsupported": True}


def _rich(message: Raw) -> Incoming:
    words = rich_words(fields.part(message, RICH))
    attachment = None if words.is_complete and words.rich.text else unsupported(RICH)
    return _incoming(message, RICH, words.rich.text, attachment, words.rich.entities)


def _incoming(
    message: Raw, kind: str, words: str, attachment: Json | None, entities: tuple[Json, ...] | None = None
) -> Incoming:
    if entities is None:
        entities = _entities(message, words)
    return Incoming(
        kind=kind,
        text=words,
        source_chat=fields.required_number(fields.part(message, "chat"), "id"),
        source_id=fields.required_number(message, "message_id"),
        entities=entities,
        attachment=attachment,
        album=fields.text(message, "media_group_id") or None,
        is_captioned=bool(fields.text(message, "caption")),
    )


def _entities(message: Raw, words: str) -> tuple[Json, ...]:
    """The entities of the text or the caption; none when `words` are other words."""
    for name, entities in (("text", "entities"), ("caption", "caption_entities")):
        if fields.text(message, name):
            return fields.entities(message, entities) if words == fields.text(message, name) else ()
    return ()


def _words_with(message: Raw, kind: str) -> str:
    """The text or caption, or what can be read in the attachment itself: a poll's question, a venue's title."""
    said = fields.text(message, "text") or fields.text(message, "caption")
    return said or (readable_words(fields.part(message, kind)) if kind in _WITH_WORDS else "")


def _attachment(message: Raw) -> Json | None:
    if sizes := fields.parts(message, "photo"):
        return _file("photo", sizes[-1], message)
    for kind in _BY_FILE:
        if media := fields.part(message, kind):
            return _file(kind, media, message)
    for kind, describe in _DESCRIBED.items():
        if found := fields.part(message, kind):
            return {"kind": kind, **describe(found)}
    kind = next((kind for kind in _COPIED if fields.part(message, kind)), "")
    return _copy(kind, message) if kind else None


def _file(kind: str, media: Raw, message: Raw) -> Json:
    file_id = fields.text(media, "file_id")
    if not file_id:
        return _copy(kind, message)
    about = {
        "file_name": fields.text(media, "file_name"),
        "unique_id": fields.text(media, "file_unique_id"),
        "seconds": fields.number(media, "duration"),
        "emoji": fields.text(media, "emoji") if kind == "sticker" else "",
    }
    return {"kind": kind, "file_id": file_id} | {name: value for name, value in about.items() if value}


def _copy(kind: str, message: Raw) -> Json:
    chat = fields.required_number(fields.part(message, "chat"), "id")
    return {"kind": kind, "copy_from": chat, "copy_id": fields.required_number(message, "message_id")}


def _venue(venue: Raw) -> Json:
    place = _location(fields.part(venue, "location"))
    return {**place, "title": fields.text(venue, "title"), "address": fields.text(venue, "address")}


def _location(location: Raw) -> Json:
    return {name: _degrees(location, name) for name in ("latitude", "longitude")}


def _degrees(location: Raw, name: str) -> float:
    value = location.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise fields.UnreadableUpdateError(f"{name} is not a number")
    return value


def _contact(contact: Raw) -> Json:
    return {name: fields.text(contact, name) for name in ("phone_number", "first_name", "last_name")}


# A venue has a location too, so it comes first.
_DESCRIBED: Mapping[str, Callable[[Raw], Json]] = {"venue": _venue, "location": _location, "contact": _contact}
_WITH_WORDS = frozenset({"venue", "contact", "poll", "game", "story", "checklist"})
_KINDS = ("photo", *_BY_FILE, *_DESCRIBED, *_COPIED, *_NEVER_COPIED, *sorted(ACTS))
