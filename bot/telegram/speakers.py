"""In whose name a message was written, and who that is.

Telegram fills `from` with a stand-in where somebody writes as a chat: "Group" for anonymous administrators, "Channel"
for channels, "Telegram" for the posts of the linked channel that it copies into the group.
"""

import hashlib

from bot.arrival import Sender, Speaker
from bot.telegram import fields
from bot.telegram.fields import Raw


def speaker_of(source: Raw) -> Speaker:
    """`source` is a Message, or another part of an update with a `from`."""
    chat = fields.part(source, "sender_chat")
    if fields.flag(source, "is_automatic_forward"):
        return Speaker.CHANNEL_POST
    if chat:
        return Speaker.GROUP if _is_the_group(chat, source) else Speaker.CHANNEL
    return Speaker.BOT if fields.flag(fields.part(source, "from"), "is_bot") else Speaker.PERSON


def sender_as_chat(source: Raw) -> Sender | None:
    """Who writes in the name of a chat; None when it was not written so.

    They are called by their signature; a channel has its title besides, but the group's own is none for customers, so
    the name of an anonymous administrator without a signature is "". Each signature is a sender of its own.
    """
    chat = fields.part(source, "sender_chat")
    if not chat:
        return None
    signature = fields.text(source, "author_signature") or fields.text(source, "sender_tag")
    title = "" if _is_the_group(chat, source) else fields.text(chat, "title") or fields.text(chat, "username")
    chat_id = fields.required_number(chat, "id")
    return Sender(_id_of(chat_id, signature), signature or title, chat=chat_id)


def person_who_wrote(message: Raw) -> int | None:
    """The id of the person or chat that wrote it, as in `Sender.id`; None for a bot, and where it can't be read."""
    try:
        if speaker_of(message) in (Speaker.BOT, Speaker.CHANNEL_POST):
            return None
        sender = sender_as_chat(message)
        return sender.id if sender else fields.number(fields.part(message, "from"), "id")
    except fields.UnreadableUpdateError:
        return None


def _is_the_group(sender_chat: Raw, source: Raw) -> bool:
    return sender_chat.get("id") == fields.part(source, "chat").get("id")


def _id_of(chat_id: int, signature: str) -> int:
    """The chat's id, or with a signature a number below all ids that Telegram gives, always the same."""
    if not signature:
        return chat_id
    digest = hashlib.sha256(f"{chat_id}:{signature}".encode()).digest()
    return -(2**61) - int.from_bytes(digest[:7], "big")
