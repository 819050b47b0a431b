"""Changes of the staff group: the staff still see every ticket, and customers are answered."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.runtime import backoff
from bot.sandbox import Sandbox, photo
from bot.telegram.errors import TRIES
from tests.faults.desk import Desk, a_desk, told_by
from tests.faults.stubborn import StubbornSandbox


@pytest.fixture
async def basic(tmp_path: Path) -> AsyncIterator[Desk]:
    """The staff sit in a basic group."""
    async with a_desk(tmp_path, Sandbox(forum=False)) as basic:
        yield basic


async def test_a_deleted_topic_is_made_anew_with_its_card(desk: Desk) -> None:
    await desk.opens()
    desk.sandbox.staff_group.deletes("№1")
    desk.maria.writes("Он синий")
    await desk.quiet()
    assert len(desk.sandbox.staff_group.topics) == 1
    assert told_by(desk.staff_sees("№1"), "№1 ·", "Он синий")


async def test_what_was_said_in_a_deleted_topic_stands_on_the_new_card(desk: Desk) -> None:
    await desk.opens()
    desk.maria.writes("Он синий")
    await desk.quiet()
    assert "Последнее" not in desk.cards[0].text  # where everything can be read anyway
    desk.anna.writes("Сейчас посмотрю", topic="№1")
    await desk.quiet()
    desk.sandbox.staff_group.deletes("№1")
    desk.maria.sends(photo())
    desk.maria.writes("Ну как?")
    await desk.quiet()
    [card, *shown] = desk.staff_sees("№1")
    assert card.text.endswith("Последние сообщения:\nМария: Он синий\n→ Анна: Сейчас посмотрю")
    assert len(shown) == 2
    desk.anna.presses("✅ Решено")
    await desk.quiet()
    assert "решена" in desk.cards[0].text
    assert desk.cards[0].text.endswith("→ Анна: Сейчас посмотрю")


async def test_also_when_only_the_card_has_something_new(desk: Desk) -> None:
    await desk.opens()
    desk.sandbox.staff_group.deletes("№1")
    desk.maria.blocks()
    await desk.quiet()
    [card] = desk.cards
    assert "бот заблокирован" in card.text
    assert card.topic == desk.sandbox.staff_group.topics[0].thread_id


async def test_a_closed_topic_is_opened_when_there_is_something_to_say(desk: Desk) -> None:
    await desk.opens()
    desk.sandbox.staff_group.closes("№1")
    desk.maria.writes("Он синий")
    await desk.quiet()
    [topic] = desk.sandbox.staff_group.topics
    assert not topic.closed
    assert told_by(desk.staff_sees("№1"), "№1 ·", "Тему закрыли", "Он синий")


async def test_a_card_that_was_deleted_comes_again(desk: Desk) -> None:
    await desk.opens()
    desk.cards[0].stored.deleted = True
    desk.anna.writes("Здравствуйте", topic="№1")
    await desk.quiet()
    [card] = desk.cards
    assert "в работе · Анна" in card.text
    assert card.topic == desk.sandbox.staff_group.topics[0].thread_id


async def test_a_group_that_becomes_a_supergroup_keeps_its_tickets(basic: Desk) -> None:
    await basic.opens()
    basic.sandbox.staff_group.becomes_supergroup()
    await basic.quiet()
    basic.maria.writes("Он синий")
    await basic.quiet()
    [card, shown] = basic.staff_sees()
    assert (card.text.partition(" ")[0], shown.reply_to) == ("№1", card.id)
    basic.anna.writes("Здравствуйте", reply_to=card)
    await basic.until(basic.sees("№1 принята", "Здравствуйте"))


async def test_so_it_does_when_only_a_refusal_tells_of_it(basic: Desk) -> None:
    await basic.opens()
    basic.sandbox.staff_group.becomes_supergroup()
    basic.sandbox.world.updates.drop()
    basic.maria.writes("Он синий")
    await basic.quiet()
    assert told_by(basic.staff_sees(), "№1 ·", "Он синий")


async def test_what_waits_while_the_group_changes_goes_to_its_new_self(basic: Desk) -> None:
    """Messages, and the delivery mark on a colleague's message in the old group."""
    await basic.opens()
    old = basic.sandbox.staff_group.id
    waiting = basic.sandbox.faults.add("500", chat_id=old, times=None)
    hers = basic.anna.writes("Здравствуйте", reply_to=basic.cards[0])
    basic.maria.writes("Он синий")
    basic.maria.writes("И круглый")
    await basic.until(lambda: [call for call in basic.sandbox.calls if call.status == 500])
    basic.sandbox.staff_group.becomes_supergroup()
    basic.sandbox.faults.remove(waiting.id)
    await basic.quiet()
    assert told_by(basic.staff_sees(), "№1 · 🙋 в работе · Анна", "Он синий", "И круглый")
    assert basic.sees("№1 принята", "Здравствуйте")()
    assert hers.reactions == []


async def test_a_group_that_shut_the_bot_out_gets_all_when_it_is_back(desk: Desk) -> None:
    """Meanwhile customers are answered."""
    await desk.opens()
    desk.sandbox.staff_group.makes_bot("kicked")
    desk.maria.writes("Он синий")
    oleg = desk.sandbox.customer("Олег")
    oleg.writes("Позовите оператора")
    await desk.until(lambda: told_by(oleg.sees, "№2 принята"))
    await desk.until(lambda: [call for call in desk.sandbox.calls if call.status == 403])
    desk.sandbox.staff_group.makes_bot("administrator")
    await desk.quiet()
    assert told_by(desk.staff_sees("№1"), "№1 ·", "Он синий")
    assert told_by(desk.staff_sees("№2"), "№2 ·")


async def test_so_it_does_when_the_bot_could_not_write_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For longer than other rejected messages in the group are retried."""
    monkeypatch.setattr(backoff, "FIRST_SECONDS", 0.01)
    sandbox = StubbornSandbox()
    async with a_desk(tmp_path, sandbox) as desk:
        await desk.opens()
        sandbox.refuses = {"sendPhoto": "have no rights to send a message"}
        desk.maria.sends(photo("Он синий"))
        await desk.until(lambda: sandbox.refused > TRIES)
        desk.maria.writes("оператор")
        await desk.until(desk.sees("№1 принята", "№1 уже открыта"))
        sandbox.refuses = {}
        await desk.quiet()
        assert told_by(desk.staff_sees("№1"), "№1 ·", "Он синий", "оператор")


async def test_a_card_that_can_not_be_changed_is_no_reason_for_messages(tmp_path: Path) -> None:
    sandbox = StubbornSandbox()
    async with a_desk(tmp_path, sandbox) as desk:
        await desk.opens()
        sandbox.refuses = {"editMessageText": "MESSAGE_STRANGE", "setMessageReaction": "REACTION_STRANGE"}
        desk.anna.writes("Здравствуйте", topic="№1")
        desk.maria.writes("Он синий")
        await desk.quiet()
        assert told_by(desk.staff_sees(), "№1 ·", "Он синий")
        sandbox.refuses = {}
        desk.anna.presses("✅ Решено")
        await desk.quiet()
        assert "решена" in desk.cards[0].text


async def test_without_the_right_to_topics_tickets_are_cards(desk: Desk) -> None:
    desk.sandbox.staff_group.allows_bot(can_manage_topics=False)
    await desk.opens()
    desk.maria.writes("Он синий")
    await desk.quiet()
    assert desk.sandbox.staff_group.topics == []
    [card, shown] = desk.staff_sees()
    assert (card.topic, shown.reply_to) == (None, card.id)
    desk.anna.writes("Здравствуйте", reply_to=card)
    await desk.until(desk.sees("№1 принята", "Здравствуйте"))


async def test_a_topic_that_can_not_be_renamed_any_more_holds_nothing(desk: Desk) -> None:
    """The card says how things are; the name follows when the right is given again."""
    await desk.opens()
    desk.sandbox.staff_group.allows_bot(can_manage_topics=False)
    desk.anna.presses("🙋 Взять")
    desk.maria.writes("Он синий")
    await desk.quiet()
    assert told_by(desk.staff_sees("№1"), "в работе · Анна", "Он синий")
    refused = [call for call in desk.sandbox.calls if call.method == "editForumTopic" and not call.ok]
    assert len(refused) == 1
    desk.sandbox.staff_group.allows_bot(can_manage_topics=True)
    desk.anna.presses("⏳ Ждём клиента")
    await desk.quiet()
    assert desk.sandbox.staff_group.topics[0].name.startswith("⏳ ")


async def test_a_closed_topic_that_can_not_be_opened_is_left_for_a_card(desk: Desk) -> None:
    await desk.opens()
    desk.sandbox.staff_group.closes("№1")
    desk.sandbox.staff_group.allows_bot(can_manage_topics=False)
    desk.maria.writes("Он синий")
    await desk.quiet()
    [_, card, asked, shown] = desk.staff_sees()
    assert (card.text[:4], card.topic) == ("№1 ·", None)
    assert "Тему закрыли" in asked.text
    assert asked.reply_to == shown.reply_to == card.id


async def test_a_group_that_gives_up_topics_gets_cards(desk: Desk) -> None:
    await desk.opens()
    desk.sandbox.staff_group.becomes_forum(is_forum=False)
    oleg = desk.sandbox.customer("Олег")
    oleg.writes("Позовите оператора")
    desk.maria.writes("Он синий")
    await desk.quiet()
    assert any("Он синий" in seen.text for seen in desk.staff_sees())
    assert any(seen.text.startswith("№2 ·") for seen in desk.staff_sees())


async def test_a_new_id_that_no_group_has_is_not_believed(desk: Desk) -> None:
    group, anna = desk.sandbox.world.chat_object(desk.sandbox.world.group), desk.anna.person.user
    moved = {"message_id": 900, "date": 1_800_000_000, "chat": group, "from": anna, "migrate_to_chat_id": 2**52}
    desk.tell_bot("message", moved)
    await desk.opens()
