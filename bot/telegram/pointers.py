"""What a Message points at: the origin of a forward, the message replied to, and the quoted part of it.

A malformed pointer is dropped: the words of the message itself are worth more.
"""

from collections.abc import Sequence
from dataclasses import replace

from telegram.constants import ChatType, MessageOriginType

from bot.desk.ticket.pointing import NOTHING, PointsAt
from bot.telegram import fields
from bot.telegram.content import glimpse
from bot.telegram.fields import Raw, UnreadableUpdateError
from bot.telegram.readable_words import full_name
from bot.wording import cut

LONGEST_QUOTE = 500  # UTF-16 code units; a caption has room for it beside the names
LONGEST_NAME = 128


def pointer_in(message: Raw) -> PointsAt:
    """What the message points at. What the message replied to points at itself is not dragged along."""
    try:
        return _pointer_in(message)
    except UnreadableUpdateError:
        return NOTHING


def replied_message(message: Raw) -> Raw:
    """The message replied to in the same chat; empty when there is none.

    In a topic, each message formally replies to the one that opened the topic; that is no reply.
    """
    replied = fields.part(message, "reply_to_message")
    return {} if "forum_topic_created" in replied else replied


def _pointer_in(message: Raw) -> PointsAt:
    origin = fields.part(message, "forward_origin")
    return replace(
        _target(message),
        is_forwarded=bool(origin),
        forwarded_from=_name_in(origin),
        quote=_cut(fields.text(fields.part(message, "quote"), "text") or _chosen_item(message)),
    )


def _target(message: Raw) -> PointsAt:
    """The message replied to."""
    chat_id = fields.number(fields.part(message, "chat"), "id")
    if external := fields.part(message, "external_reply"):
        return _external(external, chat_id)
    if replied := replied_message(message):
        kind, words = glimpse(replied)
        number = fields.number(replied, "message_id")
        return PointsAt(words=_cut(words), kind=kind, author=_author(replied), chat=chat_id, message=number)
    if story := fields.part(message, "reply_to_story"):
        return PointsAt(kind="story", author=_title(fields.part(story, "chat")), is_outside=True)
    return NOTHING


def _external(external: Raw, chat_id: int | None) -> PointsAt:
    """A message of another chat, or of another topic of this chat."""
    origin, chat = fields.part(external, "origin"), fields.part(external, "chat")
    kind, words = glimpse({name: value for name, value in external.items() if name != "origin"})
    at = PointsAt(words=_cut(words), kind=kind, author=_name_in(origin) or _title(chat))
    if chat and chat.get("id") == chat_id:
        return replace(at, chat=chat_id, message=fields.number(external, "message_id"))
    is_post = MessageOriginType.CHANNEL in (origin.get("type"), chat.get("type"))
    return replace(at, is_outside=True, is_post=is_post)


def _author(message: Raw) -> str:
    """Who wrote it; "" for a bot: in private that is this one, and who reads it knows."""
    sender_chat, user = fields.part(message, "sender_chat"), fields.part(message, "from")
    if sender_chat:
        return fields.text(message, "author_signature") or _title(sender_chat)
    return "" if user.get("is_bot") else _cut(full_name(user), LONGEST_NAME)


def _name_in(origin: Raw) -> str:
    """The name in a MessageOrigin, of whatever kind; "" when there is none."""
    hidden, user = fields.text(origin, "sender_user_name"), fields.part(origin, "sender_user")
    chat = fields.part(origin, "sender_chat") or fields.part(origin, "chat")
    names = (hidden or full_name(user) or _title(chat), fields.text(origin, "author_signature"))
    return _cut(" · ".join(name for name in names if name), LONGEST_NAME)


def _title(chat: Raw) -> str:
    is_person = chat.get("type") == ChatType.PRIVATE
    return _cut(full_name(chat) if is_person else fields.text(chat, "title"), LONGEST_NAME)


def _chosen_item(message: Raw) -> str:
    """The task of a checklist or the option of a poll that the message replies to."""
    replied = replied_message(message)
    task, option = message.get("reply_to_checklist_task_id"), message.get("reply_to_poll_option_id")
    if task is not None:
        return _text_of(fields.parts(fields.part(replied, "checklist"), "tasks"), "id", task)
    if option is not None:
        return _text_of(fields.parts(fields.part(replied, "poll"), "options"), "persistent_id", option)
    return ""


def _text_of(items: Sequence[Raw], name: str, wanted: object) -> str:
    return next((fields.text(item, "text") for item in items if item.get(name) == wanted), "")


def _cut(words: str, limit: int = LONGEST_QUOTE) -> str:
    return cut(words.strip(), limit)
