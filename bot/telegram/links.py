"""Links to what stands in a group: https://core.telegram.org/api/links#private-message-links ."""

_CHANNEL_IDS = 1_000_000_000_000  # -100…: https://core.telegram.org/api/bots/ids


def message_link(chat_id: int, message_id: int) -> str | None:
    """The link to a message of a supergroup, or to a topic of it, for its members; other chats have none."""
    number = -chat_id - _CHANNEL_IDS
    return f"https://t.me/c/{number}/{message_id}" if number > 0 else None
