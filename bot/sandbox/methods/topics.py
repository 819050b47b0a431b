"""The forum topic methods."""

from bot.sandbox.api_json import Json, present
from bot.sandbox.chats import Chat, Topic
from bot.sandbox.errors import bad_request
from bot.sandbox.methods.access import writable_chat
from bot.sandbox.params import Params
from bot.sandbox.topics import close_topic, create_topic, delete_topic, found_topic, rename_topic
from bot.sandbox.world import World

_COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)  # as createForumTopic documents them
_MOST_NAME = 128
_ICONS = {
    "5312241539987020022": "🔥",
    "5237699328843200968": "✅",
    "5377316857231450742": "❓",
    "5417915203100613993": "💬",
}


def create_forum_topic(world: World, params: Params) -> Json:
    chat = _forum(world, params, "create a topic")
    color = params.integer("icon_color", default=_COLORS[0])
    if color not in _COLORS:
        raise bad_request("invalid icon color specified")
    topic = Topic(0, _name(params), color, _icon(params))
    create_topic(world, chat, world.bot, topic)
    look = present(icon_custom_emoji_id=topic.icon_custom_emoji_id)
    return {"message_thread_id": topic.thread_id, "name": topic.name, "icon_color": topic.icon_color} | look


def edit_forum_topic(world: World, params: Params) -> bool:
    """Edit a topic: an empty or absent name keeps the old one; an empty icon removes it."""
    chat = _forum(world, params, "edit the topic")
    topic = found_topic(chat, params.integer("message_thread_id"))
    look: Json = {"name": _name(params)} if params.text("name") else {}
    if "icon_custom_emoji_id" in params:
        look["icon_custom_emoji_id"] = _icon(params)
    rename_topic(world, chat, world.bot, topic, look)
    return True


def close_forum_topic(world: World, params: Params) -> bool:
    return _close(world, params, closed=True)


def reopen_forum_topic(world: World, params: Params) -> bool:
    return _close(world, params, closed=False)


def delete_forum_topic(world: World, params: Params) -> bool:
    chat = _forum(world, params, "delete the topic")
    chat.require("can_delete_messages", "not enough rights to delete the topic")
    delete_topic(world, chat, found_topic(chat, params.integer("message_thread_id")))
    return True


def get_forum_topic_icon_stickers(_world: World, _params: Params) -> list[Json]:
    return [_sticker(emoji_id, emoji) for emoji_id, emoji in _ICONS.items()]


def _close(world: World, params: Params, *, closed: bool) -> bool:
    chat = _forum(world, params, "edit the topic")
    topic = found_topic(chat, params.integer("message_thread_id"))
    close_topic(world, chat, world.bot, topic, closed=closed)
    return True


def _forum(world: World, params: Params, purpose: str) -> Chat:
    chat = writable_chat(world, params.integer("chat_id"))
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    chat.require("can_manage_topics", f"not enough rights to {purpose}")
    return chat


def _name(params: Params) -> str:
    name = params.text("name").strip()
    if not name:
        raise bad_request("TOPIC_TITLE_EMPTY")
    return name[:_MOST_NAME]


def _icon(params: Params) -> str | None:
    icon = params.text("icon_custom_emoji_id")
    if icon and icon not in _ICONS:
        raise bad_request("DOCUMENT_INVALID")
    return icon or None


def _sticker(emoji_id: str, emoji: str) -> Json:
    ids = {"file_id": f"SANDBOX-icon-{emoji_id}", "file_unique_id": f"UI{emoji_id}", "custom_emoji_id": emoji_id}
    look = {"type": "custom_emoji", "width": 100, "height": 100, "is_animated": True, "is_video": False}
    return ids | look | {"emoji": emoji, "set_name": "Topics"}
