"""What people do to forum topics by hand, as the line in the topic tells it."""

from telegram import Bot

from bot.arrival import TopicChange
from bot.telegram import fields
from bot.telegram.fields import Raw


def topic_change_of(message: Raw, bot: Bot) -> TopicChange | None:
    """None for other messages, for changes that this bot has made, and for a new icon."""
    topic = fields.number(message, "message_thread_id")
    if topic is None or fields.part(message, "from").get("id") == _id_of(bot):
        return None
    if name := fields.text(fields.part(message, "forum_topic_edited"), "name"):
        return TopicChange(topic, name=name)
    if "forum_topic_closed" in message or "forum_topic_reopened" in message:
        return TopicChange(topic, is_closed="forum_topic_closed" in message)
    return None


def _id_of(bot: Bot) -> int:
    return int(bot.token.partition(":")[0])
