"""What happens to forum topics, as the line in the topic tells it."""

from telegram import Bot

from bot.arrival import TopicChange
from bot.telegram import fields
from bot.telegram.fields import Raw


def topic_change_of(message: Raw, bot: Bot) -> TopicChange | None:
    """None for other messages, for a new icon, and for what this bot has done, except that it renamed the topic."""
    topic = fields.number(message, "message_thread_id")
    if topic is None:
        return None
    is_own = fields.part(message, "from").get("id") == _id_of(bot)
    if name := fields.text(fields.part(message, "forum_topic_edited"), "name"):
        return TopicChange(topic, name=name, is_own=is_own)
    if is_own:
        return None
    if "forum_topic_closed" in message or "forum_topic_reopened" in message:
        return TopicChange(topic, is_closed="forum_topic_closed" in message)
    return None


def _id_of(bot: Bot) -> int:
    return int(bot.token.partition(":")[0])
