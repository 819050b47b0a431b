"""The Python face: tests that read like chats."""

import ast
import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import telegram

import bot.sandbox
from bot.sandbox import Customer, Impossible, Manager, MovableClock, Sandbox, photo
from bot.sandbox.api_json import Json
from bot.sandbox.command_menus import menus
from bot.sandbox.sample_files import sample
from tests.sandbox.plain_bot import Bot


def button(label: str, data: str) -> Json:
    return {"inline_keyboard": [[{"text": label, "callback_data": data}]]}


async def test_a_chat(bot: Bot, sandbox: Sandbox, maria: Customer) -> None:
    sent = await bot(
        "sendMessage", chat_id=maria.id, text="Помогло?", reply_markup=button("👍", "yes"), disable_notification=True
    )
    [seen] = maria.sees
    assert (seen.text, seen.buttons, seen.silent, seen.id) == ("Помогло?", [["👍"]], True, sent["message_id"])
    press = maria.presses("👍")
    answer = asyncio.create_task(press.answered())
    await bot("answerCallbackQuery", callback_query_id=press.callback.id, text="Спасибо", show_alert=True)
    assert ((await answer).text, (await answer).show_alert) == ("Спасибо", True)


async def test_what_is_seen_follows_edits_and_deletions(bot: Bot, maria: Customer) -> None:
    sent = await bot("sendMessage", chat_id=maria.id, text="Заявка принята")
    [seen] = maria.sees
    await bot("editMessageText", chat_id=maria.id, message_id=sent["message_id"], text="Заявка решена")
    assert (seen.text, seen.edited) == ("Заявка решена", True)
    await bot("deleteMessage", chat_id=maria.id, message_id=sent["message_id"])
    assert (seen.deleted, maria.sees) == (True, [])


async def test_reply_keyboards_show_but_are_no_part_of_the_message(bot: Bot, maria: Customer) -> None:
    keyboard = {"keyboard": [["Меню", {"text": "Оператор"}]], "resize_keyboard": True}
    sent = await bot("sendMessage", chat_id=maria.id, text="Чем помочь?", reply_markup=keyboard)
    assert "reply_markup" not in sent
    assert maria.sees[-1].buttons == [["Меню", "Оператор"]]


async def test_the_newest_message_with_the_button_is_pressed(bot: Bot, sandbox: Sandbox, maria: Customer) -> None:
    for number in ("1", "2", "3"):
        markup = button("Взять", number) if number != "3" else button("Решить", number)
        await bot("sendMessage", chat_id=maria.id, text=number, reply_markup=markup)
    maria.presses("Взять")
    maria.presses("Взять", on=maria.sees[0])
    pressed = [update["callback_query"]["data"] for update in await bot("getUpdates") if "callback_query" in update]
    assert pressed == ["2", "1"]
    with pytest.raises(Impossible, match="Мария sees no button 'Отмена'"):
        maria.presses("Отмена")


async def test_a_button_that_nobody_answers(bot: Bot, maria: Customer) -> None:
    await bot("sendMessage", chat_id=maria.id, text="?", reply_markup=button("Взять", "take"))
    with pytest.raises(TimeoutError):
        await maria.presses("Взять").answered(timeout=0.01)


async def test_a_manager_in_group_and_in_private(bot: Bot, sandbox: Sandbox, anna: Manager) -> None:
    card = await bot("sendMessage", chat_id=sandbox.staff_group.id, text="№142", reply_markup=button("Взять", "take"))
    anna.presses("Взять")
    reply = anna.writes("Беру", reply_to=sandbox.staff_group.messages()[-1])
    assert reply.reply_to == card["message_id"]
    anna.in_private.writes("/link")
    await bot("sendMessage", chat_id=anna.id, text="Ваша ссылка")
    assert [seen.text for seen in anna.in_private.sees] == ["Ваша ссылка"]
    assert [(seen.text, seen.from_bot) for seen in sandbox.staff_group.messages()] == [("№142", True), ("Беру", False)]


async def test_message_ids(bot: Bot, sandbox: Sandbox, maria: Customer, anna: Manager) -> None:
    """One count for all private chats, one for each supergroup."""
    oleg = sandbox.customer("Олег")
    assert oleg.writes("раз").id == maria.writes("два").id - 1
    first, second = anna.writes("раз"), anna.writes("два")
    assert (first.id, second.id) == (2, 3)


def test_what_people_can_not_do(sandbox: Sandbox, anna: Manager) -> None:
    maria = sandbox.customer("Мария")
    hello = maria.writes("Здравствуйте")
    oleg = sandbox.customer("Олег")
    with pytest.raises(Impossible, match="Олег has no message"):
        oleg.edits(hello, "взломано")
    for text in ("", "  ", "я" * 4097):
        with pytest.raises(Impossible, match="a text has 1 to 4096"):
            maria.writes(text)
    maria.blocks()
    with pytest.raises(Impossible, match="has blocked the bot"):
        maria.writes("x")
    anna.leaves()
    with pytest.raises(Impossible, match="is not in the group"):
        anna.writes("x")
    with pytest.raises(Impossible, match="there is no person 7"):
        sandbox.person(7)


async def test_reactions_both_ways(bot: Bot, maria: Customer) -> None:
    await bot("getUpdates", offset=-1, allowed_updates=["message_reaction"])
    await bot("sendMessage", chat_id=maria.id, text="Готово")
    [seen] = maria.sees
    maria.reacts(seen, "🔥")
    maria.reacts(seen, None)
    changes = [update["message_reaction"] for update in (await bot("getUpdates"))[1:]]
    assert [len(change["new_reaction"]) for change in changes] == [1, 0]
    hers = maria.writes("Спасибо")
    await bot("setMessageReaction", chat_id=maria.id, message_id=hers.id, reaction=[{"type": "emoji", "emoji": "👌"}])
    assert hers.reactions == ["👌"]
    await bot("setMessageReaction", chat_id=maria.id, message_id=hers.id)
    assert hers.reactions == []


async def test_pins(bot: Bot, sandbox: Sandbox, anna: Manager) -> None:
    group = sandbox.staff_group
    first, second = anna.writes("раз"), anna.writes("два")
    for message in (first, second):
        await bot("pinChatMessage", chat_id=group.id, message_id=message.id)
    assert (await bot("getUpdates"))[-1]["message"]["pinned_message"]["text"] == "два"
    assert (await bot("getChat", chat_id=group.id))["pinned_message"]["message_id"] == second.id
    await bot("unpinChatMessage", chat_id=group.id)
    assert (await bot("getChat", chat_id=group.id))["pinned_message"]["message_id"] == first.id


async def test_members(bot: Bot, sandbox: Sandbox, anna: Manager) -> None:
    group = sandbox.staff_group
    oleg = sandbox.manager("Олег")
    maria = sandbox.customer("Мария")
    asked = {"anna": anna.id, "oleg": oleg.id, "maria": maria.id, "bot": 1}
    found = {name: await bot("getChatMember", chat_id=group.id, user_id=user_id) for name, user_id in asked.items()}
    assert {name: member["status"] for name, member in found.items()} == {
        "anna": "creator",
        "oleg": "member",
        "maria": "left",
        "bot": "administrator",
    }
    assert found["bot"]["can_manage_topics"] is True
    assert await bot("getChatMemberCount", chat_id=group.id) == 3
    assert [one["user"]["id"] for one in await bot("getChatAdministrators", chat_id=group.id)] == [anna.id]
    both = await bot("getChatAdministrators", chat_id=group.id, return_bots=True)
    assert [one["user"]["id"] for one in both] == [anna.id, 1]
    oleg.leaves()
    assert (await bot("getChatMember", chat_id=group.id, user_id=oleg.id))["status"] == "left"


async def test_the_bot_is_removed_and_added(bot: Bot, sandbox: Sandbox, anna: Manager) -> None:
    sandbox.staff_group.makes_bot("kicked")
    anna.writes("без бота")
    sandbox.staff_group.makes_bot("administrator")
    _, removed, added = await bot("getUpdates")
    assert removed["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert added["my_chat_member"]["new_chat_member"]["status"] == "administrator"
    await bot("leaveChat", chat_id=sandbox.staff_group.id)
    assert (await bot.refused("getChat", chat_id=sandbox.staff_group.id)).code == 403


async def test_commands_are_kept_by_audience_and_language(bot: Bot) -> None:
    menu = [{"command": "menu", "description": "Меню"}]
    english = [{"command": "menu", "description": "Menu"}]
    await bot("setMyCommands", commands=menu)
    await bot("setMyCommands", commands=english, language_code="en", scope={"type": "all_private_chats"})
    assert await bot("getMyCommands") == menu
    assert await bot("getMyCommands", language_code="en", scope={"type": "all_private_chats"}) == english
    await bot("deleteMyCommands")
    assert await bot("getMyCommands") == []


async def test_a_chat_shows_the_narrowest_list_in_the_reader_s_language(bot: Bot, sandbox: Sandbox) -> None:
    def command(name: str) -> list[Json]:
        return [{"command": name, "description": name}]

    private, group = {"type": "all_private_chats"}, {"type": "chat", "chat_id": sandbox.staff_group.id}
    await bot("setMyCommands", commands=command("anywhere"))
    assert menus(sandbox.world) == {"private": {"": command("anywhere")}, "group": {"": command("anywhere")}}
    await bot("setMyCommands", commands=command("private"), scope=private)
    await bot("setMyCommands", commands=command("english"), scope=private, language_code="en")
    await bot("setMyCommands", commands=command("german"), language_code="de")
    await bot("setMyCommands", commands=command("staff"), scope=group)
    assert menus(sandbox.world) == {
        "private": {"": command("private"), "de": command("private"), "en": command("english")},
        "group": {"": command("staff"), "de": command("staff")},
    }


async def test_dates_are_those_of_the_sandboxs_clock(bot: Bot, sandbox: Sandbox, maria: Customer) -> None:
    night = datetime(2026, 1, 16, 20, 40, tzinfo=UTC)
    sandbox.clock.set(night)
    assert abs((await bot("sendMessage", chat_id=maria.id, text="x"))["date"] - night.timestamp()) <= 1
    assert abs(maria.writes("да").api["date"] - night.timestamp()) <= 1


async def test_python_telegram_bot_can_talk_to_it(sandbox: Sandbox, maria: Customer) -> None:
    async with sandbox.serve() as address:
        client = telegram.Bot("1:TEST", base_url=f"{address}/bot", base_file_url=f"{address}/file/bot")
        async with client:
            [update] = await client.get_updates(timeout=0)
            assert update.message is not None
            assert update.message.text == "Здравствуйте"
            keyboard = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("👍", callback_data="yes")]])
            await client.send_message(maria.id, "<b>Да</b>", parse_mode="HTML", reply_markup=keyboard)
            [known] = maria.sends(photo())
            media = [
                telegram.InputMediaPhoto(known.api["photo"][0]["file_id"]),
                telegram.InputMediaPhoto(sample("photo")[1]),
            ]
            await client.send_media_group(maria.id, media, caption="Наш магазин")
            file = await client.get_file(known.api["photo"][0]["file_id"])
            assert bytes(await file.download_as_bytearray()) == sample("photo")[1]
    assert [seen.kind for seen in maria.sees] == ["text", "photo", "photo"]


async def test_the_world_outlives_the_server(sandbox: Sandbox, maria: Customer) -> None:
    async with sandbox.serve() as first:
        pass
    async with sandbox.serve() as second:
        assert first.startswith("http://127.0.0.1:")
        assert second.startswith("http://127.0.0.1:")
    assert len(sandbox.world.updates) == 1


async def test_a_taken_port_is_an_error(sandbox: Sandbox) -> None:
    async with sandbox.serve() as address:
        port = int(address.rpartition(":")[2])
        with pytest.raises(OSError, match="in use"):
            async with Sandbox().serve(port):
                pass


def test_the_clock_runs_on_from_where_it_was_moved() -> None:
    real = [datetime(2026, 1, 1, tzinfo=UTC)]
    clock = MovableClock(real_now=lambda: real[0])
    assert (clock.now(), clock.moved) == (real[0], False)
    evening = datetime(2026, 1, 16, 19, 40, tzinfo=UTC)
    clock.set(evening)
    real[0] += timedelta(seconds=5)
    assert clock.now() == evening + timedelta(seconds=5)
    clock.advance(600)
    clock.advance(timedelta(hours=1))
    assert clock.now() == evening + timedelta(seconds=605, hours=1)
    assert clock.unix() == int(clock.now().timestamp())
    clock.reset()
    assert (clock.now(), clock.moved) == (real[0], False)
    with pytest.raises(ValueError, match="needs a time zone"):
        clock.set(datetime(2026, 1, 1))  # noqa: DTZ001


def test_the_sandbox_knows_nothing_of_the_product() -> None:
    for path in Path(bot.sandbox.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                assert name.partition(".")[0] not in ("faq", "storage"), path
                assert not name.startswith("bot") or name.startswith("bot.sandbox"), path


ADMIN_RIGHTS = {
    **dict.fromkeys(("is_anonymous", "can_delete_messages", "can_manage_video_chats", "can_restrict_members"), False),
    **dict.fromkeys(("can_promote_members", "can_change_info", "can_invite_users", "can_post_stories"), False),
    **dict.fromkeys(("can_edit_stories", "can_delete_stories"), False),
    **{"can_manage_chat": True, "can_manage_topics": True},
}


def chat_request(**fields: object) -> dict[str, object]:
    """A keyboard with a button that asks for a forum."""
    request = {"request_id": 7, "chat_is_channel": False, "chat_is_forum": True, "request_title": True, **fields}
    return {"keyboard": [[{"text": "Группа", "request_chat": request}]]}


async def test_a_chat_is_chosen_and_the_bot_gets_the_rights_it_asks_for(bot: Bot, sandbox: Sandbox) -> None:
    anna = sandbox.manager("Анна").in_private
    sandbox.staff_group.makes_bot("left")
    anna.writes("/start")
    await bot("getUpdates", offset=-1, allowed_updates=["message"])
    rights = {"user_administrator_rights": ADMIN_RIGHTS, "bot_administrator_rights": ADMIN_RIGHTS}
    await bot("sendMessage", chat_id=anna.id, text="Какая?", reply_markup=chat_request(**rights))
    anna.shares_chat("Группа", sandbox.staff_group.id)
    shared = (await bot("getUpdates"))[-1]["message"]["chat_shared"]
    assert shared == {"request_id": 7, "chat_id": sandbox.staff_group.id, "title": "Ночная смена"}
    member = await bot("getChatMember", chat_id=sandbox.staff_group.id, user_id=1)
    assert (member["status"], member["can_manage_topics"], member["can_pin_messages"]) == ("administrator", True, False)


async def test_a_chat_that_telegram_would_not_offer(bot: Bot, sandbox: Sandbox) -> None:
    sandbox.manager("Анна")
    boris = sandbox.manager("Борис").in_private
    boris.writes("/start")
    await bot("sendMessage", chat_id=boris.id, text="?", reply_markup=chat_request(chat_is_forum=False))
    with pytest.raises(Impossible, match="is a forum"):
        boris.shares_chat("Группа", sandbox.staff_group.id)
    rights = {"user_administrator_rights": ADMIN_RIGHTS}
    await bot("sendMessage", chat_id=boris.id, text="?", reply_markup=chat_request(**rights))
    with pytest.raises(Impossible, match="lacks the rights"):
        boris.shares_chat("Группа", sandbox.staff_group.id)
    with pytest.raises(Impossible, match="no button"):
        boris.shares_chat("Канал", sandbox.staff_group.id)


async def test_a_request_for_a_chat_that_is_refused(bot: Bot, sandbox: Sandbox, maria: Customer) -> None:
    sandbox.manager("Анна")
    refused = await bot.refused("sendMessage", chat_id=sandbox.staff_group.id, text="?", reply_markup=chat_request())
    assert "private chats only" in refused.description
    for wrong in ({"request_id": "7"}, {"chat_is_big": True}, {"bot_administrator_rights": ADMIN_RIGHTS}):
        assert (
            await bot.refused("sendMessage", chat_id=maria.id, text="?", reply_markup=chat_request(**wrong))
        ).code == 400
