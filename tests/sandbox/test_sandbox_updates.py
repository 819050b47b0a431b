"""Updates are kept until confirmed, for one poller at a time."""

import asyncio

import pytest

from bot.sandbox import Customer, Manager, Sandbox
from bot.sandbox.api_json import Json
from tests.sandbox.plain_bot import Bot


def texts(updates: list[Json]) -> list[str]:
    return [update["message"]["text"] for update in updates]


@pytest.fixture
def wrote(sandbox: Sandbox) -> Customer:
    maria = sandbox.customer("Мария")
    for number in range(1, 6):
        maria.writes(str(number))
    return maria


async def test_unconfirmed_updates_come_again(bot: Bot, wrote: Customer) -> None:
    first = await bot("getUpdates", limit=2)
    assert texts(first) == ["1", "2"]
    assert texts(await bot("getUpdates")) == ["1", "2", "3", "4", "5"]
    assert texts(await bot("getUpdates", offset=first[-1]["update_id"] + 1)) == ["3", "4", "5"]
    assert texts(await bot("getUpdates")) == ["3", "4", "5"]


async def test_update_ids_ascend_by_one(bot: Bot, wrote: Customer) -> None:
    ids = [update["update_id"] for update in await bot("getUpdates")]
    assert ids == list(range(ids[0], ids[0] + 5))


async def test_a_negative_offset_forgets_all_but_the_last(bot: Bot, wrote: Customer) -> None:
    assert texts(await bot("getUpdates", offset=-2)) == ["4", "5"]
    assert texts(await bot("getUpdates")) == ["4", "5"]


async def test_a_negative_offset_beyond_the_first_forgets_none(bot: Bot, wrote: Customer) -> None:
    assert len(await bot("getUpdates", offset=-50)) == 5


async def test_a_long_poll_returns_when_something_comes(bot: Bot, sandbox: Sandbox) -> None:
    maria = sandbox.customer("Мария")
    poll = asyncio.create_task(bot("getUpdates", timeout=30))
    await sandbox.until(lambda: sandbox.world.polling.is_waiting)
    maria.writes("есть кто?")
    assert texts(await asyncio.wait_for(poll, 30)) == ["есть кто?"]


async def test_a_second_poller_ends_the_first(bot: Bot, sandbox: Sandbox) -> None:
    first = asyncio.create_task(bot.refused("getUpdates", timeout=30))
    await sandbox.until(lambda: sandbox.world.polling.is_waiting)
    second = asyncio.create_task(bot("getUpdates", timeout=30))
    refusal = await asyncio.wait_for(first, 30)
    assert refusal.code == 409
    assert refusal.description == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    sandbox.customer("Мария").writes("да")
    assert texts(await asyncio.wait_for(second, 30)) == ["да"]


async def test_a_poller_that_went_away_polls_no_more(bot: Bot, sandbox: Sandbox) -> None:
    poll = asyncio.create_task(bot("getUpdates", timeout=30))
    await sandbox.until(lambda: sandbox.world.polling.is_waiting)
    poll.cancel()
    await sandbox.until(lambda: not sandbox.world.polling.is_waiting)
    sandbox.customer("Мария").writes("есть кто?")
    assert (sandbox.delivered, sandbox.pending) == ([], 1)


async def test_a_typing_error_in_allowed_updates_is_told(bot: Bot) -> None:
    refusal = await bot.refused("getUpdates", allowed_updates=["mesage"])
    assert refusal.description == 'Bad Request: unknown update type "mesage" in allowed_updates'


async def test_allowed_updates_are_remembered(bot: Bot, sandbox: Sandbox, anna: Manager) -> None:
    message = anna.writes("смотрите")
    await bot("getUpdates", offset=-1, allowed_updates=["message_reaction", "chat_member"])
    anna.reacts(message, "👍")
    anna.writes("этого не видно")
    anna.leaves()
    kinds = [sorted(update.keys() - {"update_id"})[0] for update in await bot("getUpdates")]
    assert kinds == ["message", "message_reaction", "chat_member"]  # the first was there before


async def test_by_default_no_reactions_and_no_members(bot: Bot, sandbox: Sandbox, anna: Manager) -> None:
    anna.reacts(anna.writes("смотрите"), "👍")
    kinds = {kind for update in await bot("getUpdates", allowed_updates=[]) for kind in update} - {"update_id"}
    assert kinds == {"message"}


async def test_every_kind_of_update(bot: Bot, sandbox: Sandbox, anna: Manager) -> None:
    await bot("getUpdates", allowed_updates=["message", "edited_message", "callback_query", "my_chat_member"])
    maria = sandbox.customer("Мария", last_name="Иванова", username="maria")
    hello = maria.writes("Привет")
    maria.edits(hello, "Добрый вечер")
    keyboard = {"inline_keyboard": [[{"text": "Да", "callback_data": "yes"}]]}
    await bot("sendMessage", chat_id=maria.id, text="Помогло?", reply_markup=keyboard)
    maria.presses("Да")
    maria.blocks()
    joined, wrote, edited, pressed, blocked = await bot("getUpdates")
    assert joined["message"]["new_chat_members"][0]["first_name"] == "Анна"
    assert wrote["message"]["from"]["username"] == "maria"
    assert (edited["edited_message"]["text"], edited["edited_message"]["message_id"]) == ("Добрый вечер", hello.id)
    assert edited["edited_message"]["edit_date"] >= wrote["message"]["date"]
    assert (pressed["callback_query"]["data"], pressed["callback_query"]["message"]["text"]) == ("yes", "Помогло?")
    assert blocked["my_chat_member"]["new_chat_member"]["status"] == "kicked"


async def test_the_bot_gets_none_of_its_own_messages(bot: Bot, maria: Customer) -> None:
    await bot("getUpdates", offset=-1)
    before = len(await bot("getUpdates"))
    await bot("sendMessage", chat_id=maria.id, text="x")
    assert len(await bot("getUpdates")) == before


async def test_an_update_once_delivered_never_changes(bot: Bot, sandbox: Sandbox) -> None:
    maria = sandbox.customer("Мария")
    hello = maria.writes("Привет")
    [before] = await bot("getUpdates")
    maria.edits(hello, "Пока")
    assert texts((await bot("getUpdates"))[:1]) == ["Привет"]
    assert sandbox.delivered[0] == before
