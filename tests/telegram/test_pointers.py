"""What a message points at, as it stands in an update."""

from typing import Any

import pytest

from bot.desk.ticket.pointing import NOTHING, PointsAt
from bot.telegram.pointers import pointer_in

PRIVATE = {"id": 7, "type": "private", "first_name": "Мария"}
GROUP = {"id": -1001, "type": "supergroup", "title": "Смена"}
CHANNEL = {"id": -1002, "type": "channel", "title": "Новости магазина"}
BOT = {"id": 1, "is_bot": True, "first_name": "Северный дом"}
ANNA = {"id": 5, "is_bot": False, "first_name": "Анна", "last_name": "К"}


def pointing(**content: Any) -> PointsAt:
    return pointer_in({"message_id": 5, "date": 1, "chat": PRIVATE, "text": "почём?", **content})


def replied(**content: Any) -> dict[str, Any]:
    return {"message_id": 3, "date": 1, "chat": PRIVATE, "from": BOT, **content}


def test_most_messages_point_at_nothing() -> None:
    assert pointing() == NOTHING


@pytest.mark.parametrize(
    ("origin", "name"),
    [
        ({"type": "hidden_user", "sender_user_name": "Служба доставки", "date": 1}, "Служба доставки"),
        ({"type": "user", "sender_user": ANNA, "date": 1}, "Анна К"),
        ({"type": "chat", "sender_chat": GROUP, "author_signature": "директор", "date": 1}, "Смена · директор"),
        ({"type": "channel", "chat": CHANNEL, "message_id": 9, "author_signature": "Ира"}, "Новости магазина · Ира"),
        ({"type": "channel", "chat": CHANNEL, "message_id": 9, "date": 1}, "Новости магазина"),
        ({"type": "of_a_later_bot_api"}, ""),
    ],
)
def test_whose_words_are_forwarded(origin: dict[str, Any], name: str) -> None:
    assert pointing(forward_origin=origin) == PointsAt(is_forwarded=True, forwarded_from=name)


def test_a_reply_names_the_message_and_its_words() -> None:
    at = pointing(reply_to_message=replied(text="Передал коллегам. Заявка №1 принята"))
    assert at == PointsAt(words="Передал коллегам. Заявка №1 принята", chat=7, message=3)


def test_the_quoted_part_goes_with_a_reply() -> None:
    at = pointing(reply_to_message=replied(text="…"), quote={"text": "Передал коллегам", "position": 0})
    assert (at.quote, at.message) == ("Передал коллегам", 3)


def test_of_a_picture_or_a_poll_replied_to_its_kind_and_words() -> None:
    photo = pointing(reply_to_message=replied(photo=[{"file_id": "a"}], caption="Скол"))
    assert (photo.kind, photo.words) == ("photo", "Скол")
    poll = pointing(reply_to_message=replied(poll={"question": "Когда?", "options": [{"text": "Утром"}]}))
    assert (poll.kind, poll.words) == ("poll", "Когда?\nУтром")


def test_the_chosen_option_or_task() -> None:
    poll = {
        "question": "Когда?",
        "options": [{"text": "Утром", "persistent_id": "a"}, {"text": "Днём", "persistent_id": "b"}],
    }
    assert pointing(reply_to_message=replied(poll=poll), reply_to_poll_option_id="b").quote == "Днём"
    tasks = {"title": "Сборка", "tasks": [{"id": 1, "text": "Петли"}, {"id": 2, "text": "Ручки"}]}
    assert pointing(reply_to_message=replied(checklist=tasks), reply_to_checklist_task_id=2).quote == "Ручки"


def test_in_a_group_the_author_is_named() -> None:
    own = pointing(chat=GROUP, reply_to_message=replied(chat=GROUP, text="Едем", **{"from": ANNA}))
    assert (own.author, own.chat, own.message) == ("Анна К", -1001, 3)
    signed = {"sender_chat": GROUP, "author_signature": "директор", "from": BOT}
    assert pointing(chat=GROUP, reply_to_message=replied(text="Едем", **signed)).author == "директор"


def test_each_message_of_a_topic_formally_replies_to_its_first_one() -> None:
    opening = replied(chat=GROUP, forum_topic_created={"name": "№1", "icon_color": 1})
    assert pointing(chat=GROUP, is_topic_message=True, message_thread_id=3, reply_to_message=opening) == NOTHING


def test_a_post_of_a_channel() -> None:
    origin = {"type": "channel", "chat": CHANNEL, "message_id": 9, "date": 1}
    at = pointing(external_reply={"origin": origin, "chat": CHANNEL, "message_id": 9, "photo": [{"file_id": "a"}]})
    assert at == PointsAt(author="Новости магазина", kind="photo", is_outside=True, is_post=True)
    bare = pointing(
        external_reply={"origin": {"type": "channel"}}, quote={"text": "Шкаф Вега, артикул 4411", "position": 0}
    )
    assert bare == PointsAt(quote="Шкаф Вега, артикул 4411", is_outside=True, is_post=True)


def test_a_message_of_another_chat_with_what_can_be_read_of_it() -> None:
    external = {"origin": {"type": "user", "sender_user": ANNA}, "venue": {"title": "Склад", "address": "Тихий, 1"}}
    at = pointing(external_reply=external)
    assert at == PointsAt(words="Склад\nТихий, 1", author="Анна К", kind="venue", is_outside=True)


def test_a_message_of_another_topic_of_the_same_group_is_not_outside() -> None:
    external = {"origin": {"type": "user", "sender_user": ANNA}, "chat": GROUP, "message_id": 9}
    at = pointing(chat=GROUP, external_reply=external)
    assert (at.is_outside, at.chat, at.message) == (False, -1001, 9)


def test_a_story() -> None:
    at = pointing(reply_to_story={"chat": CHANNEL, "id": 4})
    assert at == PointsAt(author="Новости магазина", kind="story", is_outside=True)


def test_quotes_of_quotes_are_left_out() -> None:
    inner = replied(text="давно", message_id=1)
    at = pointing(reply_to_message=replied(text="Едем", reply_to_message=inner, quote={"text": "давно", "position": 0}))
    assert at == PointsAt(words="Едем", chat=7, message=3)


def test_long_words_are_cut() -> None:
    assert len(pointing(reply_to_message=replied(text="ё" * 4096)).words) == 500


@pytest.mark.parametrize("broken", [{"quote": 5}, {"forward_origin": "x"}, {"reply_to_message": {"message_id": "x"}}])
def test_a_malformed_pointer_costs_no_words(broken: dict[str, Any]) -> None:
    assert pointing(**broken) == NOTHING
