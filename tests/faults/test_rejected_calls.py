"""Telegram rejects calls: what is retried, what is sent in another way, and who is told."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk.conversation import beside_ticket
from bot.sandbox import photo, sticker
from bot.sandbox.files import Files
from tests.faults.desk import Desk, a_desk
from tests.faults.stubborn import StubbornSandbox
from tests.postgres import both_databases

pytestmark = both_databases

HERS = "Принесите его нам"


def answers(desk: Desk, chat_id: int, method: str = "sendMessage") -> list[int]:
    """What Telegram said to each such call for the chat."""
    calls = [call for call in desk.sandbox.calls if call.method == method]
    return [call.status for call in calls if call.params["chat_id"] == str(chat_id)]


async def test_too_many_requests_hold_only_their_chat(desk: Desk) -> None:
    oleg = desk.sandbox.customer("Олег")
    desk.sandbox.faults.add("429", chat_id=desk.maria.id, method="sendMessage", retry_after=1)
    desk.maria.writes("Позовите оператора")
    await desk.until(lambda: answers(desk, desk.maria.id))
    oleg.writes("Позовите оператора")
    await desk.until(lambda: oleg.sees and len(desk.cards) == 2)
    assert answers(desk, desk.maria.id) == [429]
    await desk.until(desk.sees("№1 принята"))


async def test_too_many_requests_in_the_group_hold_no_customer(desk: Desk) -> None:
    room = desk.sandbox.staff_group
    desk.sandbox.faults.add("429", chat_id=room.id, method="createForumTopic", retry_after=1)
    desk.maria.writes("Позовите оператора")
    await desk.until(lambda: answers(desk, room.id, "createForumTopic"))
    desk.maria.writes("оператор")
    await desk.until(desk.sees("№1 принята", "№1 уже открыта"))
    assert answers(desk, room.id, "createForumTopic") == [429]
    await desk.quiet()
    assert answers(desk, room.id, "createForumTopic") == [429, 200]
    assert len(desk.cards) == 1


async def test_a_customer_who_blocked_the_bot_is_no_obstacle(desk: Desk) -> None:
    """The colleague who wrote is told, and the card shows it."""
    await desk.opens()
    desk.sandbox.faults.add("403", chat_id=desk.maria.id, method="sendMessage")
    hers = desk.anna.writes(HERS, topic="№1")
    await desk.quiet()
    refusal = desk.staff_sees()[-1]
    assert "не доставлено: клиент заблокировал бота" in refusal.text
    assert refusal.reply_to == hers.id
    assert hers.reactions == []
    assert "бот заблокирован" in desk.cards[0].text


async def test_a_notice_that_does_not_arrive_is_said_too(desk: Desk) -> None:
    await desk.opens()
    desk.sandbox.faults.add("403", chat_id=desk.maria.id, method="sendMessage")
    desk.anna.presses("🙋 Взять")
    await desk.quiet()
    assert "«кто занимается заявкой» не доставлено: клиент заблокировал бота" in desk.staff_sees()[-1].text


async def test_who_writes_again_is_reached_again(desk: Desk) -> None:
    await desk.opens()
    desk.sandbox.faults.add("403", chat_id=desk.maria.id, method="sendMessage")
    desk.anna.writes(HERS, topic="№1")
    await desk.quiet()
    desk.maria.writes("Я передумала")
    await desk.quiet()
    desk.anna.writes("Тогда приходите", topic="№1")
    await desk.until(desk.sees("№1 принята", "Тогда приходите"))
    await desk.quiet()
    assert "заблокирован" not in desk.cards[0].text


async def test_formatting_that_telegram_refuses_is_left_out(desk: Desk) -> None:
    desk.sandbox.faults.add("markup", chat_id=desk.maria.id)
    desk.maria.writes("почём доставка")
    await desk.until(desk.sees("По городу — 300 ₽"))
    [answer] = desk.maria.sees
    assert answer.entities == []
    assert answer.buttons


@pytest.mark.parametrize("said", ["REACTION_INVALID", "message to react not found", "REACTION_STRANGE"])
async def test_where_no_reaction_is_allowed_a_line_says_that_it_was_received(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setattr(beside_ticket, "BURST_GAP", timedelta(0))
    sandbox = StubbornSandbox()
    async with a_desk(tmp_path, sandbox, database_url=database_url) as desk:
        await desk.opens()
        sandbox.refuses = {"setMessageReaction": said}
        desk.maria.writes("Он синий")
        await desk.until(desk.sees("№1 принята", "Добавил к заявке №1."))
        await desk.quiet()


async def test_also_when_a_message_is_changed(desk: Desk) -> None:
    await desk.opens()
    desk.sandbox.faults.add("markup", method="editMessageText", times=2)
    desk.anna.presses("🙋 Взять")
    await desk.quiet()
    [card] = desk.cards
    assert "в работе · Анна" in card.text
    assert card.entities == []
    assert answers(desk, desk.sandbox.staff_group.id, "editMessageText") == [400, 400, 200]


async def test_also_under_an_album(tmp_path: Path, database_url: str) -> None:
    sandbox = StubbornSandbox()
    async with a_desk(tmp_path, sandbox, database_url=database_url) as desk:
        await desk.opens()
        refusal = "can't parse entities"
        sandbox.refuses, sandbox.dislikes = {"sendMediaGroup": refusal, "sendPhoto": refusal}, "caption_entities"
        desk.maria.sends(photo("Вот такой"), photo())
        await desk.quiet()
        pictures = [seen for seen in desk.staff_sees() if seen.kind == "photo"]
        assert [seen.text for seen in pictures] == ["Мария:\nВот такой", ""]
        assert pictures[0].entities == []


async def test_what_telegram_never_takes_does_not_hold_the_ticket(desk: Desk) -> None:
    """The words go without it, its loss is said where it was written, and the next message goes out."""
    await desk.opens()
    [hers] = desk.anna.sends(photo(HERS), topic="№1")
    desk.sandbox.world.files = Files()  # Telegram has lost it
    desk.anna.writes("Фото не видно?", topic="№1")
    await desk.until(desk.sees("№1 принята", HERS, "Фото не видно?"))
    await desk.quiet()
    assert "Telegram его не передал" in desk.maria.sees[1].text
    refusal = next(seen for seen in desk.staff_sees() if "не дошёл до клиента" in seen.text)
    assert refusal.reply_to == hers.id
    assert "Текст отправлен без него" in refusal.text
    assert hers.reactions == []


async def test_a_file_without_words_that_telegram_never_takes(desk: Desk) -> None:
    """There is nothing to tell the customer; the colleague hears that nothing arrived."""
    await desk.opens()
    [hers] = desk.anna.sends(sticker(), topic="№1")
    desk.sandbox.world.files = Files()
    await desk.quiet()
    assert len(desk.maria.sees) == 1
    refusal = next(seen for seen in desk.staff_sees() if "не доставлено" in seen.text)
    assert refusal.reply_to == hers.id


@pytest.mark.parametrize("topics", [True, False])
async def test_an_album_goes_without_the_picture_that_telegram_refuses(
    tmp_path: Path, database_url: str, topics: bool
) -> None:
    sandbox = StubbornSandbox()
    async with a_desk(tmp_path, sandbox, topics=topics, database_url=database_url) as desk:
        await desk.opens()
        kept = sandbox.world.files
        theirs = desk.maria.sends(photo("Спереди"), photo("Сбоку"), photo())
        await desk.has_read()
        sandbox.world.files = Files()
        for number in (1, 3):  # the second one is lost
            sandbox.world.files._by_id[f"SANDBOX-photo-{number}"] = kept.again("photo", f"SANDBOX-photo-{number}")
        await desk.until(lambda: len(desk.staff_sees()) >= 4)
        await desk.quiet()
        said = [(seen.kind, seen.text) for seen in desk.staff_sees() if not seen.text.startswith("№1")]
        assert [kind for kind, _ in said] == ["photo", "text", "photo"]
        assert said[1][1].startswith("Сбоку\n📎 фото. Telegram не передаёт этот файл: Wrong file identifier")
        [asked] = [seen for seen in desk.maria.sees if "пришлите его ещё раз" in seen.text]
        assert asked.reply_to == theirs[1].id


async def test_what_the_group_refuses_is_tried_again(desk: Desk) -> None:
    """Somebody may correct the group's settings meanwhile."""
    await desk.opens()
    desk.maria.sends(photo("Вот такой"))
    kept, desk.sandbox.world.files = desk.sandbox.world.files, Files()
    room = desk.sandbox.staff_group.id
    await desk.until(lambda: len(answers(desk, room, "sendPhoto")) == 2)
    desk.sandbox.world.files = kept
    await desk.quiet()
    assert answers(desk, room, "sendPhoto")[-1] == 200


async def test_but_not_for_ever(desk: Desk) -> None:
    """Then the words go without it, and the customer is asked to send it again."""
    await desk.opens()
    [hers] = desk.maria.sends(photo("Вот такой"))
    desk.sandbox.world.files = Files()
    desk.maria.writes("Видно?")
    await desk.quiet()
    words, more = desk.staff_sees()[-2:]
    assert words.text.startswith("Мария:\nВот такой\n📎 фото. Telegram не передаёт этот файл")
    assert "Видно?" in more.text
    [asked] = [seen for seen in desk.maria.sees if "пришлите его ещё раз" in seen.text]
    assert asked.reply_to == hers.id


async def test_an_older_server_of_the_bot_api_gets_times_as_text(tmp_path: Path, database_url: str) -> None:
    """It knows no times; everything else of the formatting stays."""
    sandbox = StubbornSandbox()
    async with a_desk(tmp_path, sandbox, database_url=database_url) as desk:
        sandbox.refuses = {"sendMessage": "can't parse MessageEntity: unsupported type specified"}
        sandbox.dislikes = "date_time"
        await desk.opens()
        told = [seen for seen in desk.maria.sees if "№1" in seen.text]
        assert [one["type"] for one in told[-1].entities if one["type"] in ("bold", "date_time")] == ["bold", "bold"]
        assert sandbox.refused
