"""Which updates only report what the bot itself did to a topic."""

from typing import Any

import pytest
from telegram import Bot

from bot.telegram.notices import is_own_notice

BOT, ANNA = 123456, 77


def update(sender: object, **content: object) -> dict[str, Any]:
    chat = {"id": -1001, "type": "supergroup"}
    return {"update_id": 1, "message": {"message_id": 7, "date": 0, "chat": chat, "from": sender} | content}


@pytest.mark.parametrize(
    "content",
    [
        {"forum_topic_created": {"name": "№1 Мария", "icon_color": 7322096}},
        {"forum_topic_closed": {}},
        {"forum_topic_reopened": {}},
    ],
)
def test_what_the_bot_did_and_not_what_a_colleague_did(content: dict[str, Any]) -> None:
    bot = Bot(f"{BOT}:SECRET")
    assert is_own_notice(bot, update({"id": BOT, "is_bot": True}, **content))
    assert not is_own_notice(bot, update({"id": ANNA}, **content))


@pytest.mark.parametrize(
    "raw",
    [
        update({"id": BOT, "is_bot": True}, text="Заявка №1"),
        update({"id": BOT, "is_bot": True}, forum_topic_edited={"name": "№1 Мария"}),  # the line is removed
        update({"id": BOT, "is_bot": True}, migrate_to_chat_id=-1002),
        update(None, forum_topic_closed={}),
        update("?", forum_topic_closed={}),
        {"update_id": 1, "message": "?"},
        {"update_id": 1, "edited_message": update({"id": BOT}, forum_topic_closed={})["message"]},
        {},
    ],
)
def test_anything_else_is_handled(raw: dict[str, Any]) -> None:
    assert not is_own_notice(Bot(f"{BOT}:SECRET"), raw)
