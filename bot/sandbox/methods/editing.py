"""Changing and deleting messages, reactions and pins."""

from bot.sandbox.api_json import Json, present
from bot.sandbox.chats import CONTENT, Chat, StoredMessage
from bot.sandbox.errors import bad_request
from bot.sandbox.markup import inline_keyboard
from bot.sandbox.methods.access import own_message, readable_chat, writable_chat
from bot.sandbox.methods.sending import stored_file
from bot.sandbox.methods.texts import caption, caption_of, message_text
from bot.sandbox.params import Params
from bot.sandbox.reactions import REACTIONS
from bot.sandbox.world import World

_MEDIA = frozenset({"animation", "audio", "document", "photo", "video"})
_DELETABLE_FOR = 48 * 3600  # seconds, https://core.telegram.org/bots/api#deletemessage
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def edit_message_text(world: World, params: Params) -> Json:
    message = own_message(world, params)
    if "text" not in message.api:
        raise bad_request("there is no text in the message to edit")
    preview = present(link_preview_options=params.object("link_preview_options") or None)
    return _edit(world, message, message_text(world, params) | preview | _keyboard(params), "text", "entities")


def edit_message_caption(world: World, params: Params) -> Json:
    message = own_message(world, params)
    if message.file is None or "sticker" in message.api or "video_note" in message.api:
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, message, caption(world, params) | _keyboard(params), "caption", "caption_entities")


def edit_message_media(world: World, params: Params) -> Json:
    """Replace the file, or a text by a file, and the caption. https://core.telegram.org/bots/api#editmessagemedia"""
    message, media = own_message(world, params), params.object("media")
    kind = str(media.get("type"))
    if kind not in _MEDIA or not (_MEDIA | {"text"}) & message.api.keys():
        raise bad_request("message can't be edited")
    if "media_group_id" in message.api and not _fits_album(message, kind):
        raise bad_request("can't use the media of the specified type in the album")
    file = stored_file(world, kind, params.attachment(str(media.get("media", ""))), {})
    content = file.content | caption_of(world, media) | _keyboard(params)
    message.file = file
    return _edit(world, message, content, *CONTENT, "entities", "caption", "caption_entities")


def edit_message_reply_markup(world: World, params: Params) -> Json:
    return _edit(world, own_message(world, params), _keyboard(params))


def delete_message(world: World, params: Params) -> bool:
    chat = readable_chat(world, params.integer("chat_id"))
    message = chat.message(params.integer("message_id"), "delete")
    if message.author_id != world.bot["id"]:
        chat.require("can_delete_messages", "message can't be deleted")
    if world.clock.unix() - message.api["date"] > _DELETABLE_FOR and not chat.rights["can_delete_messages"]:
        raise bad_request("message can't be deleted for everyone")
    if world.clock.unix() - message.api["date"] > _DELETABLE_FOR and chat.is_private:
        raise bad_request("message can't be deleted for everyone")
    message.deleted = True
    world.changes.happened()
    return True


def set_message_reaction(world: World, params: Params) -> bool:
    chat = writable_chat(world, params.integer("chat_id"))
    message = chat.message(params.integer("message_id"), "react")
    emoji = [_emoji(reaction) for reaction in params.array("reaction")]
    if len(emoji) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    message.reactions = {**message.reactions, world.bot["id"]: emoji}
    world.changes.happened()
    return True


def pin_chat_message(world: World, params: Params) -> bool:
    chat = _pinnable(world, params)
    message = chat.message(params.integer("message_id"), "pin")
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
        world.announce(chat, world.bot, {"pinned_message": _unnested(message)}, message.in_topic)
    return True


def unpin_chat_message(world: World, params: Params) -> bool:
    """Without message_id the most recently pinned one."""
    chat = _pinnable(world, params)
    message_id = params.integer("message_id", default=chat.pinned[-1] if chat.pinned else 0)
    if message_id not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(message_id)
    world.changes.happened()
    return True


def _edit(world: World, message: StoredMessage, content: Json, *words: str) -> Json:
    replaced = {*words, "reply_markup"}
    before = {name: message.api[name] for name in replaced if name in message.api}
    after = {name: content[name] for name in replaced if name in content}
    if before == after:
        raise bad_request(_NOT_MODIFIED)
    world.edit(message, content, *replaced)
    return message.api


def _fits_album(message: StoredMessage, kind: str) -> bool:
    album = next((one for one in ("document", "audio") if one in message.api), "picture")
    return kind == album if album != "picture" else kind in ("photo", "video")


def _keyboard(params: Params) -> Json:
    return present(reply_markup=inline_keyboard(params.object("reply_markup")))


def _emoji(reaction: Json) -> str:
    if not isinstance(reaction, dict) or reaction.get("type") != "emoji" or reaction.get("emoji") not in REACTIONS:
        raise bad_request("REACTION_INVALID")
    return str(reaction["emoji"])


def _pinnable(world: World, params: Params) -> Chat:
    chat = writable_chat(world, params.integer("chat_id"))
    chat.require("can_pin_messages", "not enough rights to manage pinned messages in the chat")
    return chat


def _unnested(message: StoredMessage) -> Json:
    return {name: value for name, value in message.api.items() if name != "reply_to_message"}
