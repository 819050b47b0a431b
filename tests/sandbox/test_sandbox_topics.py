"""Forum topics: where messages go, and what the bot sees of them."""

import pytest

from bot.sandbox import Impossible, Manager, Sandbox, StaffGroup
from tests.sandbox.plain_bot import Bot


@pytest.fixture
def group(sandbox: Sandbox, anna: Manager) -> StaffGroup:
    return sandbox.staff_group


@pytest.fixture
async def topic(bot: Bot, group: StaffGroup) -> int:
    created = await bot("createForumTopic", chat_id=group.id, name="№142 Мария")
    return int(created["message_thread_id"])


async def test_the_topics_id_is_that_of_its_first_message(
    bot: Bot, sandbox: Sandbox, group: StaffGroup, topic: int
) -> None:
    created = [update["message"] for update in await bot("getUpdates")][-1]
    assert created["message_id"] == created["message_thread_id"] == topic
    assert created["forum_topic_created"]["name"] == "№142 Мария"
    assert created["from"]["is_bot"]  # bots do get the service messages that they cause
    assert [known.name for known in group.topics] == ["№142 Мария"]


async def test_messages_of_a_topic(bot: Bot, sandbox: Sandbox, anna: Manager, group: StaffGroup, topic: int) -> None:
    card = await bot("sendMessage", chat_id=group.id, message_thread_id=topic, text="Карточка")
    assert (card["message_thread_id"], card["is_topic_message"]) == (topic, True)
    assert card["reply_to_message"]["message_id"] == topic
    general = await bot("sendMessage", chat_id=group.id, text="Всем доброе утро")
    assert "message_thread_id" not in general
    anna.writes("Здравствуйте, Мария", topic="142")
    anna.writes("кто возьмёт?")
    assert [message.text for message in group.messages("142")] == ["Карточка", "Здравствуйте, Мария"]
    assert [message.text for message in group.messages(1)] == ["Всем доброе утро", "кто возьмёт?"]
    theirs = (await bot("getUpdates"))[-2]["message"]
    assert (theirs["message_thread_id"], theirs["is_topic_message"]) == (topic, True)


async def test_a_reply_goes_to_the_topic_of_what_it_replies_to(
    bot: Bot, anna: Manager, group: StaffGroup, topic: int
) -> None:
    hers = anna.writes("вопрос", topic=topic)
    reply = await bot("sendMessage", chat_id=group.id, text="да", reply_parameters={"message_id": hers.id})
    assert (reply["message_thread_id"], reply["reply_to_message"]["text"]) == (topic, "вопрос")
    assert "reply_to_message" not in reply["reply_to_message"]


async def test_missing_and_closed_topics(bot: Bot, sandbox: Sandbox, group: StaffGroup, topic: int) -> None:
    to_general = await bot.refused("sendMessage", chat_id=group.id, message_thread_id=1, text="x")
    assert to_general.description == "Bad Request: message thread not found"
    await bot("closeForumTopic", chat_id=group.id, message_thread_id=topic)
    said = await bot.refused("sendMessage", chat_id=group.id, message_thread_id=topic, text="x")
    assert said.description == "Bad Request: TOPIC_CLOSED"
    await bot("reopenForumTopic", chat_id=group.id, message_thread_id=topic)
    await bot("sendMessage", chat_id=group.id, message_thread_id=topic, text="x")
    await bot("deleteForumTopic", chat_id=group.id, message_thread_id=topic)
    said = await bot.refused("sendMessage", chat_id=group.id, message_thread_id=topic, text="x")
    assert said.description == "Bad Request: message thread not found"
    assert group.messages() == []


async def test_changes_of_a_topic(bot: Bot, group: StaffGroup, topic: int) -> None:
    where = {"chat_id": group.id, "message_thread_id": topic}
    await bot("editForumTopic", **where, name="✅ №142 Мария")
    assert group.topics[0].name == "✅ №142 Мария"
    for method, params in (("editForumTopic", {"name": "✅ №142 Мария"}), ("reopenForumTopic", {})):
        assert (await bot.refused(method, **where, **params)).description == "Bad Request: TOPIC_NOT_MODIFIED"
    await bot("closeForumTopic", **where)
    assert (await bot.refused("closeForumTopic", **where)).description == "Bad Request: TOPIC_NOT_MODIFIED"
    wrong = {"chat_id": group.id, "message_thread_id": 999}
    assert (await bot.refused("editForumTopic", **wrong, name="x")).description == "Bad Request: TOPIC_ID_INVALID"
    kinds = [
        update["message"].keys() & {"forum_topic_edited", "forum_topic_closed"} for update in await bot("getUpdates")
    ]
    assert [kind for kind in kinds if kind] == [{"forum_topic_edited"}, {"forum_topic_closed"}]


async def test_icons_are_those_that_telegram_offers(bot: Bot, group: StaffGroup, topic: int) -> None:
    [first, *_] = await bot("getForumTopicIconStickers")
    icon = first["custom_emoji_id"]
    where = {"chat_id": group.id, "message_thread_id": topic}
    await bot("editForumTopic", **where, icon_custom_emoji_id=icon)
    said = await bot.refused("editForumTopic", **where, icon_custom_emoji_id="5")
    assert said.description == "Bad Request: DOCUMENT_INVALID"


async def test_people_close_and_delete_topics_too(bot: Bot, sandbox: Sandbox, group: StaffGroup, topic: int) -> None:
    group.closes("142")
    assert (await bot.refused("sendMessage", chat_id=group.id, message_thread_id=topic, text="x")).code == 400
    oleg = sandbox.manager("Олег")
    with pytest.raises(Impossible, match="is closed"):
        oleg.writes("x", topic="142")
    group.reopens("142")
    group.deletes("142")
    assert group.topics == []
    with pytest.raises(Impossible, match="no topic has '142'"):
        group.closes("142")


async def test_a_supergroup_without_topics_has_threads_of_replies() -> None:
    sandbox = Sandbox(forum=False)
    sandbox.staff_group.becomes_supergroup()
    anna = sandbox.manager("Анна")
    first = anna.writes("раз")
    reply = anna.writes("два", reply_to=first)
    assert reply.api["message_thread_id"] == first.id
    assert "is_topic_message" not in reply.api


async def test_a_basic_group_has_neither() -> None:
    sandbox = Sandbox(forum=False)
    anna = sandbox.manager("Анна")
    reply = anna.writes("два", reply_to=anna.writes("раз"))
    assert reply.reply_to is not None
    assert "message_thread_id" not in reply.api
    assert reply.api["chat"]["type"] == "group"
