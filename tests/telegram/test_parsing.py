"""Updates of the Bot API, in our own words."""

from typing import Any

import pytest
from telegram import Bot

from bot.arrival import (
    Arrival,
    BlockChange,
    ChatMessage,
    Command,
    MemberChange,
    MessageRef,
    Press,
    Reaction,
    Sender,
    Speaker,
    TopicChange,
)
from bot.telegram.parsing import parse
from bot.telegram.unreadable import private_sender

GROUP = {"id": -100, "type": "supergroup", "title": "Смена", "is_forum": True}
PRIVATE = {"id": 7, "type": "private", "first_name": "Мария"}
USER = {
    "id": 7,
    "is_bot": False,
    "first_name": "Мария",
    "last_name": "К",
    "username": "maria",
    "language_code": "en-GB",
}
MARIA = Sender(7, "Мария К", "maria", "en")
CHANNEL = {"id": -5, "type": "channel", "title": "Новости"}
BORIS = {"id": 8, "is_bot": False, "first_name": "Борис"}


class NamedBot(Bot):
    """One that knows its name without having asked Telegram."""

    @property
    def username(self) -> str:
        return "Nightdesk_bot"


BOT = NamedBot("1:TEST")


def parsed(**contents: Any) -> Arrival:
    return parse({"update_id": 1, **contents}, BOT)


def said(text: str | None = None, chat: dict[str, Any] = PRIVATE, **more: Any) -> dict[str, Any]:
    words = {} if text is None else {"text": text}
    return {"message_id": 5, "date": 1, "chat": chat, "from": USER} | words | more


def command(text: str, length: int, offset: int = 0) -> dict[str, Any]:
    return said(text, entities=[{"type": "bot_command", "offset": offset, "length": length}])


def written(arrival: Arrival) -> ChatMessage:
    assert arrival.message is not None
    return arrival.message


def test_who_writes_and_where() -> None:
    arrival = parsed(message=said("Привет"))
    assert (arrival.update_id, arrival.chat, arrival.is_private, arrival.sender) == (1, 7, True, MARIA)
    assert written(arrival).ref == MessageRef(7, 5)
    content = written(arrival).content
    assert content is not None
    assert (content.kind, content.text, content.source_chat, content.source_id) == ("text", "Привет", 7, 5)
    assert (arrival.edited, arrival.press, arrival.command, arrival.is_from_staff_group) == (None, None, None, False)


def test_an_edit_is_no_message_and_commands_nothing() -> None:
    arrival = parsed(edited_message=command("/menu", 5) | {"edit_date": 2})
    assert arrival.message is None
    assert arrival.edited is not None
    assert arrival.edited.command == Command("menu", "")
    assert arrival.command is None


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        ("/menu", 5, Command("menu", "")),
        ("/T  142 ", 2, Command("t", "142")),
        ("/menu@nightdesk_BOT", 19, Command("menu", "")),
        ("/menu@other_bot now", 15, Command("menu", "now", is_for_another_bot=True)),
        ("/operator где мой заказ", 9, Command("operator", "где мой заказ")),
    ],
)
def test_a_command(text: str, length: int, expected: Command) -> None:
    assert parsed(message=command(text, length)).command == expected


def test_only_a_marked_command_at_the_beginning_counts() -> None:
    assert parsed(message=said("/menu")).command is None
    assert parsed(message=command("см. /menu", 5, offset=4)).command is None
    assert parsed(message=said(entities=[{"type": "bot_command", "offset": 0, "length": 5}])).command is None


def test_where_a_message_stands_in_the_group() -> None:
    card = said("карточка", GROUP, message_id=3)
    message = said("ответ", GROUP, message_thread_id=40, is_topic_message=True, reply_to_message=card)
    arrival = parsed(message=message)
    assert (arrival.chat, arrival.is_private) == (-100, False)
    assert (written(arrival).topic, written(arrival).reply_to) == (40, MessageRef(-100, 3))


def test_a_thread_of_replies_is_no_topic() -> None:
    """In a group without topics a reply has the id of its thread, too."""
    assert written(parsed(message=said("ответ", GROUP, message_thread_id=40))).topic is None


def test_what_the_chat_says_itself_has_no_content() -> None:
    for service in ({"pinned_message": said("важное")}, {"new_chat_members": [BORIS]}, {"group_chat_created": True}):
        assert written(parsed(message=said(None, GROUP, **service))).content is None


@pytest.mark.parametrize(
    ("written_as", "speaker", "name"),
    [
        ({"sender_chat": GROUP}, Speaker.GROUP, ""),
        ({"sender_chat": GROUP, "author_signature": "Старший смены"}, Speaker.GROUP, "Старший смены"),
        ({"sender_chat": GROUP, "sender_tag": "Склад"}, Speaker.GROUP, "Склад"),
        ({"sender_chat": CHANNEL}, Speaker.CHANNEL, "Новости"),
        ({"sender_chat": CHANNEL, "author_signature": "Ольга"}, Speaker.CHANNEL, "Ольга"),
        ({"sender_chat": CHANNEL, "is_automatic_forward": True}, Speaker.CHANNEL_POST, "Новости"),
        ({"from": USER | {"is_bot": True}}, Speaker.BOT, "Мария К"),
        ({"via_bot": USER | {"id": 9, "is_bot": True}}, Speaker.PERSON, "Мария К"),
    ],
)
def test_in_whose_name_it_was_written(written_as: dict[str, Any], speaker: Speaker, name: str) -> None:
    message = said("Всем привет", GROUP, **written_as)
    for arrival in (parsed(message=message), parsed(edited_message=message)):
        assert arrival.sender is not None
        assert (arrival.speaker, arrival.sender.name) == (speaker, name)


def test_each_signature_is_somebody_of_their_own() -> None:
    def writer(**more: Any) -> Sender:
        sender = parsed(message=said("Привет", GROUP, sender_chat=GROUP, **more)).sender
        assert sender is not None
        return sender

    older, younger, nameless = writer(author_signature="Старший"), writer(author_signature="Младший"), writer()
    assert len({older.id, younger.id, nameless.id}) == 3
    assert older == writer(author_signature="Старший")
    assert {one.chat for one in (older, younger, nameless)} == {-100}
    assert max(older.id, younger.id) < -(2**60)
    assert min(older.id, younger.id) > -(2**63)


@pytest.mark.parametrize(
    ("service", "change"),
    [
        ({"forum_topic_edited": {"name": "Ждём поставщика"}}, TopicChange(40, name="Ждём поставщика")),
        ({"forum_topic_edited": {"icon_custom_emoji_id": "5"}}, None),
        ({"forum_topic_closed": {}}, TopicChange(40, is_closed=True)),
        ({"forum_topic_reopened": {}}, TopicChange(40, is_closed=False)),
    ],
)
def test_what_is_done_to_a_topic_by_hand(service: dict[str, Any], change: TopicChange | None) -> None:
    message = said(None, GROUP, message_thread_id=40, is_topic_message=True, **service)
    assert parsed(message=message).topic_change == change
    own = parsed(message=message | {"from": USER | {"id": 1, "is_bot": True}}).topic_change
    assert own == (TopicChange(40, name=change.name, is_own=True) if change and change.name else None)


def press(**more: Any) -> dict[str, Any]:
    return {"id": "9", "from": USER, "chat_instance": "1", "data": "take:142:low"} | more


def test_a_press() -> None:
    arrival = parsed(callback_query=press(message=said("карточка", GROUP)))
    assert (arrival.chat, arrival.sender) == (-100, MARIA)
    assert arrival.press == Press("9", "take:142:low", MessageRef(-100, 5))


def test_a_press_under_a_message_that_telegram_no_longer_shows() -> None:
    arrival = parsed(callback_query=press(message={"chat": PRIVATE, "message_id": 5, "date": 0}))
    assert (arrival.chat, arrival.is_private) == (7, True)
    assert arrival.press == Press("9", "take:142:low", MessageRef(7, 5))


def test_a_press_from_nowhere() -> None:
    arrival = parsed(callback_query={"id": "9", "from": USER, "chat_instance": "1", "inline_message_id": "x"})
    assert (arrival.chat, arrival.is_private, arrival.press) == (None, False, Press("9", "", None))


def test_the_arguments_of_a_press() -> None:
    forged = Press("9", "take:142:low", None)
    assert (forged.name, forged.number(0), forged.argument(1), forged.argument(2)) == ("take", 142, "low", "")
    assert Press("9", "", None).name == ""
    for data in ("take", "take:", "take:-1", "take:١", "take:1.0", f"take:{'9' * 19}"):
        assert Press("9", data, None).number(0) == -1


def member(status: str, **more: Any) -> dict[str, Any]:
    return {"status": status, "user": BORIS} | more


RESTRICTED = dict.fromkeys(
    (
        "can_send_messages",
        "can_send_audios",
        "can_send_documents",
        "can_send_photos",
        "can_send_videos",
        "can_send_video_notes",
        "can_send_voice_notes",
        "can_send_polls",
        "can_send_other_messages",
        "can_add_web_page_previews",
        "can_change_info",
        "can_invite_users",
        "can_pin_messages",
        "can_manage_topics",
        "can_edit_tag",
        "can_react_to_messages",
    ),
    False,
) | {"until_date": 0}


@pytest.mark.parametrize(
    ("now", "is_member"),
    [
        (member("member"), True),
        (member("left"), False),
        (member("kicked", until_date=0), False),
        (member("restricted", is_member=True, **RESTRICTED), True),
        (member("restricted", is_member=False, **RESTRICTED), False),
    ],
)
def test_who_joins_or_leaves_a_group(now: dict[str, Any], is_member: bool) -> None:
    change = {"chat": GROUP, "from": USER, "date": 1, "old_chat_member": member("left"), "new_chat_member": now}
    arrival = parsed(chat_member=change)
    assert arrival.member_change == MemberChange(Sender(8, "Борис"), is_member)
    assert arrival.sender == MARIA
    assert arrival.block_change is None


def test_the_line_in_the_chat_says_who_left() -> None:
    arrival = parsed(message=said(None, GROUP, left_chat_member=BORIS))
    assert arrival.member_change == MemberChange(Sender(8, "Борис"), is_member=False)


@pytest.mark.parametrize(("status", "is_blocked"), [("kicked", True), ("member", False)])
def test_a_customer_blocks_the_bot_or_lets_it_in_again(status: str, is_blocked: bool) -> None:
    old, new = member("left"), member(status, until_date=0)
    change = {"chat": PRIVATE, "from": USER, "date": 1, "old_chat_member": old, "new_chat_member": new}
    arrival = parsed(my_chat_member=change)
    assert arrival.block_change == BlockChange(is_blocked)
    assert arrival.member_change is None


def test_a_reaction_is_what_was_added() -> None:
    thumb, heart = {"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "❤"}
    change = {"chat": PRIVATE, "message_id": 5, "user": USER, "date": 1, "old_reaction": [thumb]}
    arrival = parsed(message_reaction=change | {"new_reaction": [thumb, heart, {"type": "paid"}]})
    assert arrival.reaction == Reaction(MessageRef(7, 5), "❤")
    assert (arrival.sender, arrival.is_private, arrival.chat) == (MARIA, True, 7)
    assert parsed(message_reaction=change | {"new_reaction": []}).reaction == Reaction(MessageRef(7, 5), "")


def test_the_group_moves() -> None:
    assert parsed(message=said(None, GROUP, migrate_to_chat_id=-200)).group_moved_to == -200


def test_updates_that_nobody_asked_for_are_about_nothing() -> None:
    arrival = parsed(channel_post=said("новость", CHANNEL) | {"from": None})
    contents = (arrival.message, arrival.edited, arrival.press, arrival.member_change, arrival.block_change)
    assert contents == (None,) * 5


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ('{"message": {"chat": {"id": 7, "type": "private"}, "from": {"first_name": "М", "last_name": 1}}}', "М"),
        ('{"callback_query": {"message": {"chat": {"id": 7, "type": "private"}}, "from": {"first_name": "М"}}}', "М"),
        ('{"message": {"chat": {"id": 7, "type": "private"}, "from": "М"}}', ""),
        ('{"message": {"chat": {"id": "7", "type": "private"}}}', None),
        ('{"message": {"chat": {"id": -7, "type": "supergroup"}}}', None),
        ('{"edited_message": {"chat": {"id": 7, "type": "private"}}}', None),
        ('{"message": []}', None),
    ],
)
def test_who_waits_for_an_answer_to_an_update_that_cannot_be_read(payload: str, expected: str | None) -> None:
    sender = private_sender(payload)
    assert (sender and sender.name) == expected
    assert sender is None or sender.id == 7
