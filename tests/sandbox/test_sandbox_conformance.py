"""Every method once, and all that comes of it, against the Bot API's specification."""

import json

import httpx

from bot.sandbox import (
    Customer,
    Manager,
    Sandbox,
    contact,
    document,
    location,
    photo,
    sticker,
    video,
    video_note,
    voice,
)
from bot.sandbox.methods.table import METHODS
from bot.sandbox.sample_files import FILE_KINDS, sample
from tests.conformance import needs_spec, spec_errors
from tests.sandbox.plain_bot import Bot

KEYBOARD = {
    "inline_keyboard": [[{"text": "Взять", "callback_data": "take"}, {"text": "Сайт", "url": "https://shop.ru"}]]
}
ALL_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member", "chat_member", "message_reaction"]


@needs_spec
async def test_all_methods_and_updates(bot: Bot, sandbox: Sandbox, anna: Manager) -> None:
    await bot("getUpdates", allowed_updates=ALL_UPDATES)
    maria = sandbox.customer("Мария", last_name="Иванова", username="maria_iv")
    await _people_act(bot, sandbox, maria, anna)
    await _send_everything(bot, maria)
    await _change_messages(bot, maria)
    await _run_the_group(bot, sandbox, maria, anna)
    await _introduce(bot)
    await bot("getUpdates")
    await bot("leaveChat", chat_id=sandbox.staff_group.id)
    assert spec_errors(sandbox) == []
    assert {call.method.lower() for call in sandbox.calls if call.ok} == set(METHODS)
    kinds = {kind for update in sandbox.delivered for kind in update} - {"update_id"}
    assert kinds == set(ALL_UPDATES)


@needs_spec
async def test_a_migration() -> None:
    sandbox = Sandbox(forum=False)
    async with sandbox.serve() as address, httpx.AsyncClient(verify=False, trust_env=False) as http:
        bot = Bot(address, http)
        sandbox.manager("Анна")
        old = sandbox.staff_group.id
        sandbox.staff_group.becomes_supergroup()
        assert (await bot.refused("sendMessage", chat_id=old, text="x")).parameters
        await bot("getUpdates")
    assert spec_errors(sandbox) == []


@needs_spec
async def test_what_the_specification_does_not_know_is_found(bot: Bot, sandbox: Sandbox, maria: Customer) -> None:
    await bot.refused("sendMessage", chat_id=maria.id, txt="x")
    assert spec_errors(sandbox) == ["sendMessage: txt: unknown parameter", "sendMessage: text: missing required"]


async def _people_act(bot: Bot, sandbox: Sandbox, maria: Customer, anna: Manager) -> None:
    hello = maria.writes("/start напишите на https://shop.ru")
    maria.edits(hello, "Добрый вечер")
    everything = (photo("чек"), video(), voice(), document(), sticker(), video_note(), location(), contact())
    for attachment in everything:
        maria.sends(attachment, reply_to=hello)
    maria.sends(photo(), photo())
    await bot("sendMessage", chat_id=maria.id, text="Помогло?", reply_markup=KEYBOARD)
    press = maria.presses("Взять")
    await bot("answerCallbackQuery", callback_query_id=press.callback.id, text="ок")
    maria.reacts(maria.sees[-1], "👍")
    maria.blocks()
    await bot.refused("sendMessage", chat_id=maria.id, text="x")
    maria.unblocks()
    sandbox.staff_group.makes_bot("member")
    sandbox.staff_group.makes_bot("administrator")
    sandbox.manager("Олег").leaves()
    await bot("getUpdates", timeout=0, limit=100)


async def _send_everything(bot: Bot, maria: Customer) -> None:
    html = '<b>жирный</b> <a href="https://shop.ru">сайт</a> <pre><code class="language-sql">x</code></pre>'
    hello = await bot("sendMessage", chat_id=maria.id, text=html, parse_mode="HTML")
    reply = {"message_id": hello["message_id"]}
    await bot(
        "sendMessage",
        chat_id=maria.id,
        text="меню",
        reply_parameters=reply,
        reply_markup={"keyboard": [[{"text": "Меню"}]]},
    )
    for kind in FILE_KINDS:
        method = "send" + "".join(part.title() for part in kind.split("_"))
        fields = {"chat_id": str(maria.id), "reply_markup": json.dumps(KEYBOARD)}
        url = f"{bot.address}/bot1:TEST/{method}"
        assert (await bot.http.post(url, data=fields, files={kind: sample(kind)})).json()["ok"]
    media = json.dumps([{"type": "photo", "media": f"attach://attached{one}", "caption": "x"} for one in (1, 2)])
    files = {f"attached{one}": sample("photo") for one in (1, 2)}
    url = f"{bot.address}/bot1:TEST/sendMediaGroup"
    assert (await bot.http.post(url, data={"chat_id": str(maria.id), "media": media}, files=files)).json()["ok"]
    await bot("sendLocation", chat_id=maria.id, latitude=55.7, longitude=37.6)
    await bot("sendVenue", chat_id=maria.id, latitude=55.7, longitude=37.6, title="Магазин", address="Тверская, 1")
    await bot("sendContact", chat_id=maria.id, phone_number="+7999", first_name="Анна")
    await bot("sendChatAction", chat_id=maria.id, action="typing")


async def _change_messages(bot: Bot, maria: Customer) -> None:
    sent = await bot("sendMessage", chat_id=maria.id, text="раз")
    where = {"chat_id": maria.id, "message_id": sent["message_id"]}
    await bot("editMessageText", **where, text="<i>два</i>", parse_mode="HTML")
    await bot("editMessageReplyMarkup", **where, reply_markup=KEYBOARD)
    picture = next(seen for seen in maria.sees if seen.kind == "photo")
    await bot("editMessageCaption", chat_id=maria.id, message_id=picture.id, caption="новая")
    again = {"type": "photo", "media": picture.api["photo"][0]["file_id"], "caption": "ещё новее"}
    await bot("editMessageMedia", chat_id=maria.id, message_id=picture.id, media=again)
    await bot("getFile", file_id=picture.api["photo"][0]["file_id"])
    await bot("setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": "👍"}])
    await bot("deleteMessage", **where)
    for user_id in (maria.id, 1):
        await bot("getChatMember", chat_id=maria.id, user_id=user_id)
    await bot("getChat", chat_id=maria.id)


async def _run_the_group(bot: Bot, sandbox: Sandbox, maria: Customer, anna: Manager) -> None:
    group = {"chat_id": sandbox.staff_group.id}
    topic = await bot("createForumTopic", **group, name="№142")
    place = {**group, "message_thread_id": topic["message_thread_id"]}
    card = await bot("sendMessage", **place, text="Карточка", reply_markup=KEYBOARD)
    relayed = {**place, "from_chat_id": maria.id, "message_id": maria.writes("вот").id}
    await bot("copyMessage", **relayed)
    await bot("forwardMessage", **relayed)
    anna.writes("отвечаю", topic="142", reply_to=sandbox.staff_group.messages("142")[0])
    anna.presses("Взять", topic="142")
    await bot("pinChatMessage", **group, message_id=card["message_id"])
    await bot("getChat", **group)
    await bot("unpinChatMessage", **group)
    await bot("editForumTopic", **place, name="✅ №142")
    await bot("closeForumTopic", **place)
    await bot("reopenForumTopic", **place)
    await bot("deleteForumTopic", **place)
    await bot("getForumTopicIconStickers")
    for user_id in (1, anna.id, maria.id):
        await bot("getChatMember", **group, user_id=user_id)
    await bot("getChatAdministrators", **group, return_bots=True)
    await bot("getChatMemberCount", **group)


async def _introduce(bot: Bot) -> None:
    await bot("getMe")
    await bot("setMyCommands", commands=[{"command": "menu", "description": "Меню"}], scope={"type": "default"})
    await bot("getMyCommands")
    await bot("deleteMyCommands")
    await bot("setMyDescription", description="Ночная смена")
    await bot("setMyShortDescription", short_description="Отвечаем ночью", language_code="ru")
    await bot("setChatMenuButton", menu_button={"type": "commands"})
    await bot("setWebhook", url="http://127.0.0.1:9/", secret_token="s", allowed_updates=ALL_UPDATES)
    await bot("getWebhookInfo")
    await bot("deleteWebhook")
    await bot("getWebhookInfo")
