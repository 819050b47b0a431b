"""The lane of a raw update."""

import pytest

from bot.delivery.inbox import lane_of
from storage.inbox import NO_CHAT_LANE
from storage.models import Json

CHAT: Json = {"id": -5, "type": "group"}
USER: Json = {"id": 9, "is_bot": False, "first_name": "Мария"}


@pytest.mark.parametrize(
    ("update", "lane"),
    [
        ({"message": {"message_id": 1, "chat": CHAT, "from": USER}}, "-5"),
        ({"edited_message": {"message_id": 1, "chat": CHAT}}, "-5"),
        ({"my_chat_member": {"chat": CHAT, "from": USER}}, "-5"),
        ({"callback_query": {"id": "1", "from": USER, "message": {"message_id": 1, "chat": CHAT}}}, "-5"),
        ({"callback_query": {"id": "1", "from": USER, "inline_message_id": "x"}}, "9"),
        ({"poll_answer": {"poll_id": "1", "user": USER}}, "9"),
        ({"poll": {"id": "1"}}, NO_CHAT_LANE),
        ({"message": "?"}, NO_CHAT_LANE),
        ({"message": {"chat": 5}}, NO_CHAT_LANE),
        ({}, NO_CHAT_LANE),
    ],
)
def test_lane(update: Json, lane: str) -> None:
    assert lane_of({"update_id": 3} | update) == lane
