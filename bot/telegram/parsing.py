"""An update of the Bot API → an Arrival that the handlers understand."""

from collections.abc import Callable, Mapping
from typing import Any

from telegram import (
    Bot,
    CallbackQuery,
    ChatMember,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Message,
    MessageEntity,
    Update,
    User,
)
from telegram.constants import ChatType

from bot.arrival import Arrival, BlockChange, ChatMessage, Command, MemberChange, MessageRef, Press, Sender
from bot.desk.ticket.history import Incoming
from bot.telegram.sanitizing import sanitized
from storage.models import Json

GONE = (ChatMember.LEFT, ChatMember.BANNED)

_BY_FILE = ("animation", "video", "voice", "video_note", "audio", "document", "sticker")


def parse(raw: Json, bot: Bot) -> Arrival:
    """The update in our own words. `bot` must know its user name.

    Content that the Bot API does not allow raises whatever python-telegram-bot raises for it.
    """
    update = Update.de_json(raw, bot)
    chat, user = update.effective_chat, update.effective_user
    message, edited, query = update.message, update.edited_message, update.callback_query
    written = message or edited
    return Arrival(
        update_id=update.update_id,
        chat=chat.id if chat else None,
        sender=sender_of(user) if user else None,
        is_private=chat is not None and chat.type == ChatType.PRIVATE,
        message=_chat_message(message, bot) if message else None,
        edited=_chat_message(edited, bot) if edited else None,
        press=_press(query) if query else None,
        member_change=_member_change(update.chat_member, message),
        block_change=_block_change(update.my_chat_member),
        group_moved_to=message.migrate_to_chat_id if message else None,
        is_anonymous_admin=bool(written and written.sender_chat and written.sender_chat.id == written.chat.id),
    )


def sender_of(user: User) -> Sender:
    return Sender(user.id, user.full_name, user.username, _language(user.language_code))


def is_inside(member: ChatMember) -> bool:
    """Whether that makes somebody a member of the chat."""
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in GONE


def private_sender(payload: str) -> Sender | None:
    """Who wrote or pressed in private; None for everything else, to which nobody expects an answer.

    `payload` is an update, as JSON, that perhaps can't be parsed: no field is taken for granted. Raises ValueError and
    RecursionError when it is no JSON.
    """
    raw = sanitized(payload)
    press = _part(raw, "callback_query")
    message = _part(press or raw, "message")
    chat = _part(message, "chat")
    number = chat.get("id")
    if chat.get("type") != ChatType.PRIVATE or not isinstance(number, int):
        return None
    user = _part(press or message, "from")
    names = (user.get("first_name"), user.get("last_name"))
    name = " ".join(name for name in names if isinstance(name, str))
    return Sender(number, name, language=_language(str(user.get("language_code") or "")))


def _chat_message(message: Message, bot: Bot) -> ChatMessage:
    chat, replied = message.chat.id, message.reply_to_message
    return ChatMessage(
        ref=MessageRef(chat, message.message_id),
        content=_incoming(message),
        command=_command(message, bot),
        topic=message.message_thread_id if message.is_topic_message else None,
        reply_to=MessageRef(chat, replied.message_id) if replied else None,
    )


def _command(message: Message, bot: Bot) -> Command | None:
    """Telegram marks commands; only one at the very beginning counts."""
    first = message.entities[0] if message.text and message.entities else None
    if message.text is None or first is None or first.type != MessageEntity.BOT_COMMAND or first.offset != 0:
        return None
    name, _, addressee = message.text[1 : first.length].partition("@")
    is_for_another_bot = addressee != "" and addressee.lower() != bot.username.lower()
    return Command(name.lower(), message.text[first.length :].strip(), is_for_another_bot)


def _press(query: CallbackQuery) -> Press:
    message = query.message
    return Press(query.id, query.data or "", MessageRef(message.chat.id, message.message_id) if message else None)


def _member_change(change: ChatMemberUpdated | None, message: Message | None) -> MemberChange | None:
    """As an administrator is told; a bot that is none hears only the line in the chat that says who left."""
    if change:
        return MemberChange(sender_of(change.new_chat_member.user), is_inside(change.new_chat_member))
    if message and message.left_chat_member:
        return MemberChange(sender_of(message.left_chat_member), is_member=False)
    return None


def _block_change(change: ChatMemberUpdated | None) -> BlockChange | None:
    return BlockChange(change.new_chat_member.status == ChatMember.BANNED) if change else None


def _incoming(message: Message) -> Incoming | None:
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
            return {"kind": kind, "file_id": media.file_id} | _file_name(media)
    for kind, describe in _DESCRIBED.items():
        if found := getattr(message, kind):
            return {"kind": kind} | describe(found)
    return _copied(message)


def _file_name(media: Any) -> Json:
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


def _language(code: str | None) -> str | None:
    """ "en" of "en-GB"."""
    return (code or "")[:2] or None


def _part(whole: Mapping[str, object], name: str) -> Mapping[str, object]:
    part = whole.get(name)
    return part if isinstance(part, dict) else {}
