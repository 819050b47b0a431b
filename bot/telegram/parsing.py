"""An update of the Bot API → an Arrival that the handlers understand. The raw JSON is read: see bot.telegram.fields."""

import logging
from dataclasses import replace

from telegram import Bot, ChatMember, ChatMemberRestricted, MessageEntity
from telegram.constants import ChatType

from bot.arrival import Arrival, BlockChange, ChatMessage, Command, MemberChange, MessageRef, Press, Reaction, Sender
from bot.telegram import fields
from bot.telegram.content import ENVELOPE, content_of
from bot.telegram.fields import Raw, UnreadableUpdateError
from bot.telegram.pointers import pointer_in, replied_message
from bot.telegram.readable_words import readable_words
from bot.telegram.speakers import person_who_wrote, sender_as_chat, speaker_of
from bot.telegram.topic_changes import topic_change_of
from bot.telegram.unreadable import language

log = logging.getLogger(__name__)

GONE = (ChatMember.LEFT, ChatMember.BANNED)
ADMINISTRATORS = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)
NOT_ASKED_FOR = frozenset(
    {
        *("channel_post", "edited_channel_post", "guest_message", "message_reaction_count"),
        *("business_connection", "business_message", "edited_business_message", "deleted_business_messages"),
        *("inline_query", "chosen_inline_result", "shipping_query", "pre_checkout_query", "purchased_paid_media"),
        *("poll", "poll_answer", "chat_join_request", "chat_boost", "removed_chat_boost", "managed_bot"),
    }
)
"""The kinds of updates that `allowed_updates` leaves out. Some may still come for a while after a change of it."""
HANDLED = frozenset(
    {"message", "edited_message", "callback_query", "my_chat_member", "chat_member", "message_reaction"}
)
"""The kinds that `parse` reads. A kind in neither set is of a later Bot API."""


def parse(raw: Raw, bot: Bot) -> Arrival:
    """The update in our own words. `bot` must know its user name.

    Raises UnreadableUpdateError for content that the Bot API does not allow, and for words in an update of a kind that
    is not known.
    """
    update_id = fields.required_number(raw, "update_id")
    message, edited, query = (fields.part(raw, name) for name in ("message", "edited_message", "callback_query"))
    own, others = fields.part(raw, "my_chat_member"), fields.part(raw, "chat_member")
    reacted = fields.part(raw, "message_reaction")
    written = message or edited
    source = written or query or own or others or reacted
    if not source:
        _note_ignored(raw)
        return Arrival(update_id, chat=None, sender=None, is_private=False)
    chat = fields.part(fields.part(query, "message") if source is query else source, "chat")
    is_private = chat.get("type") == ChatType.PRIVATE
    return Arrival(
        update_id=update_id,
        chat=fields.number(chat, "id"),
        sender=sender_as_chat(written) or _sender(source) or (_sender({"from": chat}) if is_private else None),
        is_private=is_private,
        message=_chat_message(message, bot) if message else None,
        edited=_chat_message(edited, bot) if edited else None,
        press=_press(query) if query else None,
        member_change=_member_change(others, message),
        block_change=_block_change(own),
        reaction=_reaction(reacted) if reacted else None,
        group_moved_to=fields.number(message, "migrate_to_chat_id"),
        topic_change=topic_change_of(message, bot),
        speaker=speaker_of(source),
    )


def is_admin(member: ChatMember) -> bool:
    """Whether that makes somebody an administrator of the chat, or its owner."""
    return member.status in ADMINISTRATORS


def is_inside(member: ChatMember) -> bool:
    """Whether that makes somebody a member of the chat."""
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in GONE


def _note_ignored(raw: Raw) -> None:
    """Log an update of a kind that nobody handles. Raises UnreadableUpdateError for words in an unknown kind."""
    kinds = raw.keys() - {"update_id"}
    if kinds & HANDLED:
        raise UnreadableUpdateError(f"{', '.join(sorted(kinds))} is empty")
    unknown = sorted(kinds - NOT_ASKED_FOR)
    if any(_says_something(raw[name]) for name in unknown):
        raise UnreadableUpdateError(f"update of an unknown kind: {', '.join(unknown)}")
    log.warning("Update %s is ignored, nobody asked for its kind: %s", raw["update_id"], ", ".join(sorted(kinds)))


def _says_something(content: object) -> bool:
    said = content
    if isinstance(content, dict):
        said = {name: value for name, value in content.items() if name not in ENVELOPE}
    return readable_words(said) != ""


def _sender(source: Raw) -> Sender | None:
    user = fields.part(source, "from") or fields.part(source, "user")
    return _sender_of(user) if user else None


def _sender_of(user: Raw) -> Sender:
    names = (fields.text(user, "first_name"), fields.text(user, "last_name"))
    return Sender(
        fields.required_number(user, "id"),
        " ".join(name for name in names if name),
        fields.text(user, "username") or None,
        language(fields.text(user, "language_code")),
    )


def _chat_message(message: Raw, bot: Bot) -> ChatMessage:
    fields.required_number(message, "date")
    ref = _ref(message)
    content, replied = content_of(message), replied_message(message)
    return ChatMessage(
        ref=ref,
        content=replace(content, points_at=pointer_in(message)) if content else None,
        command=_command(message, bot),
        topic=fields.number(message, "message_thread_id") if fields.flag(message, "is_topic_message") else None,
        reply_to=MessageRef(ref.chat, fields.required_number(replied, "message_id")) if replied else None,
        reply_to_author=person_who_wrote(replied) if replied else None,
    )


def _ref(message: Raw) -> MessageRef:
    chat = fields.part(message, "chat")
    return MessageRef(fields.required_number(chat, "id"), fields.required_number(message, "message_id"))


def _command(message: Raw, bot: Bot) -> Command | None:
    """Telegram marks commands; only one at the very beginning counts."""
    text, marked = fields.text(message, "text"), fields.entities(message, "entities")
    first = marked[0] if text and marked else None
    if first is None or first["type"] != MessageEntity.BOT_COMMAND or first["offset"] != 0:
        return None
    name, _, addressee = text[1 : first["length"]].partition("@")
    is_for_another_bot = addressee != "" and addressee.lower() != bot.username.lower()
    return Command(name.lower(), text[first["length"] :].strip(), is_for_another_bot)


def _press(query: Raw) -> Press:
    message = fields.part(query, "message")
    return Press(_press_id(query), fields.text(query, "data"), _ref(message) if message else None)


def _reaction(change: Raw) -> Reaction:
    """What was added; custom and paid emoji say nothing."""
    before, now = fields.parts(change, "old_reaction"), fields.parts(change, "new_reaction")
    emoji = (fields.text(one, "emoji") for one in now if one not in before)
    return Reaction(_ref(change), "".join(emoji))


def _press_id(query: Raw) -> str:
    number = fields.text(query, "id")
    if not number:
        raise UnreadableUpdateError("id is missing")
    return number


def _member_change(change: Raw, message: Raw) -> MemberChange | None:
    """As an administrator is told; a bot that is none hears only the line in the chat that says who left."""
    if change:
        member = fields.part(change, "new_chat_member")
        return MemberChange(_sender_of(fields.part(member, "user")), _is_inside(member), _is_admin(member))
    left = fields.part(message, "left_chat_member")
    return MemberChange(_sender_of(left), is_member=False) if left else None


def _is_admin(member: Raw) -> bool:
    return fields.text(member, "status") in ADMINISTRATORS


def _is_inside(member: Raw) -> bool:
    status = fields.text(member, "status")
    return fields.flag(member, "is_member") if status == ChatMember.RESTRICTED else status not in ("", *GONE)


def _block_change(change: Raw) -> BlockChange | None:
    if not change:
        return None
    return BlockChange(fields.text(fields.part(change, "new_chat_member"), "status") == ChatMember.BANNED)
