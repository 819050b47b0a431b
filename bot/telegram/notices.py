"""Telegram reports what the bot itself did in a group, such as the topics that it made: nobody has to handle that.

The line that says that it renamed a topic is handled: it is removed.
"""

from telegram import Bot

from storage.models import Json

_OF_TOPICS = ("forum_topic_created", "forum_topic_closed", "forum_topic_reopened")


def is_own_notice(bot: Bot, raw: Json) -> bool:
    """Whether the raw update only reports that the bot itself made, closed or reopened a topic."""
    message = raw.get("message")
    if not isinstance(message, dict) or not any(name in message for name in _OF_TOPICS):
        return False
    sender = message.get("from")
    return isinstance(sender, dict) and str(sender.get("id")) == bot.token.partition(":")[0]
