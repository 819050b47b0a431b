"""Forum topics: create, rename, close, reopen, delete."""

from bot.sandbox.api_json import Json, present
from bot.sandbox.chats import Chat, Topic
from bot.sandbox.errors import bad_request
from bot.sandbox.world import World

GENERAL = 1  # the general topic's id, which no message carries


def create_topic(world: World, chat: Chat, author: Json, topic: Topic) -> Topic:
    """Create a topic; its id is the id of its first service message."""
    look = present(icon_color=topic.icon_color, icon_custom_emoji_id=topic.icon_custom_emoji_id)
    topic.thread_id = world.last_message_id(chat) + 1
    chat.topics[topic.thread_id] = topic
    world.announce(chat, author, {"forum_topic_created": {"name": topic.name} | look}, topic.thread_id)
    return topic


def found_topic(chat: Chat, thread_id: int) -> Topic:
    """The topic. Raises BotApiError for a chat without topics or an unknown topic."""
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    if thread_id not in chat.topics:
        raise bad_request("TOPIC_ID_INVALID")
    return chat.topics[thread_id]


def rename_topic(world: World, chat: Chat, author: Json, topic: Topic, look: Json) -> None:
    """Change a topic; `look` has name, icon_custom_emoji_id or both."""
    if all(getattr(topic, name) == value for name, value in look.items()):
        raise bad_request("TOPIC_NOT_MODIFIED")
    for name, value in look.items():
        setattr(topic, name, value)
    world.announce(chat, author, {"forum_topic_edited": look}, topic.thread_id)


def close_topic(world: World, chat: Chat, author: Json, topic: Topic, *, closed: bool) -> None:
    """Close or reopen."""
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    world.announce(chat, author, {"forum_topic_closed" if closed else "forum_topic_reopened": {}}, topic.thread_id)


def delete_topic(world: World, chat: Chat, topic: Topic) -> None:
    """Delete the topic and its messages, without an update."""
    del chat.topics[topic.thread_id]
    for message in chat.messages.values():
        message.deleted = message.deleted or message.in_topic == topic.thread_id
    world.changes.happened()
