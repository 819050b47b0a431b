"""The sandbox refuses what Telegram refuses, in Telegram's words."""

import httpx
import pytest

from bot.sandbox import Customer, Manager, Sandbox
from tests.sandbox.plain_bot import Bot

JSON = {"Content-Type": "application/json"}
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


def keyboard(**button: object) -> dict[str, object]:
    return {"inline_keyboard": [[{"text": "Взять", **button}]]}


async def test_a_wrong_token_is_unauthorized(bot: Bot) -> None:
    response = await bot.http.get(f"{bot.address}/bot1:WRONG/getMe")
    assert (response.status_code, response.json()["description"]) == (401, "Unauthorized")


async def test_an_unknown_method_is_not_found(bot: Bot) -> None:
    assert (await bot.refused("sendTelepathy")).code == 404


async def test_method_names_are_taken_in_any_case(bot: Bot) -> None:
    assert (await bot("GETME"))["id"] == 1


@pytest.mark.parametrize(
    ("method", "params", "sentence"),
    [
        ("sendMessage", {"text": "привет"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": "MARIA"}, "message text is empty"),
        ("sendMessage", {"chat_id": "MARIA", "text": "  \n "}, "message text is empty"),
        ("sendMessage", {"chat_id": "MARIA", "text": "привет", "txt": "x"}, 'unknown parameter "txt"'),
        ("sendMessage", {"chat_id": "пять", "text": "привет"}, "can't parse chat_id: expected an Integer, got 'пять'"),
        ("sendMessage", {"chat_id": 404, "text": "привет"}, "chat not found"),
        ("sendMessage", {"chat_id": "@nobody", "text": "привет"}, "chat not found"),
        ("sendMessage", {"chat_id": "MARIA", "text": "я" * 4097}, "message is too long"),
        ("sendMessage", {"chat_id": "MARIA", "text": "😀" * 2049}, "message is too long"),
        (
            "sendMessage",
            {"chat_id": "MARIA", "text": "*a*", "parse_mode": "MarkdownV2"},
            "unsupported parse_mode: the sandbox reads HTML and entities, not MarkdownV2",
        ),
        (
            "sendMessage",
            {"chat_id": "MARIA", "text": "да", "reply_parameters": {"message_id": 99}},
            "message to be replied not found",
        ),
        ("sendMessage", {"chat_id": "MARIA", "text": "да", "message_thread_id": 7}, "message thread not found"),
        (
            "sendMessage",
            {"chat_id": "MARIA", "text": "да", "reply_markup": {"x": 1}},
            "object expected as reply markup",
        ),
        (
            "sendMessage",
            {"chat_id": "MARIA", "text": "да", "reply_markup": keyboard(callback_data="й" * 33)},
            "BUTTON_DATA_INVALID",
        ),
        (
            "sendMessage",
            {"chat_id": "MARIA", "text": "да", "reply_markup": keyboard(callback_data="")},
            "BUTTON_DATA_INVALID",
        ),
        (
            "sendMessage",
            {"chat_id": "MARIA", "text": "да", "reply_markup": keyboard()},
            "text buttons are unallowed in the inline keyboard",
        ),
        (
            "sendMessage",
            {"chat_id": "MARIA", "text": "да", "reply_markup": keyboard(url="http://localhost:8080")},
            "inline keyboard button URL 'http://localhost:8080' is invalid: Wrong HTTP URL",
        ),
        (
            "sendMessage",
            {"chat_id": "MARIA", "text": "да", "reply_markup": keyboard(callback_data="a", colour="red")},
            'can\'t parse inline keyboard button: unknown field "colour"',
        ),
        (
            "sendMessage",
            {"chat_id": "MARIA", "text": "да", "reply_markup": {"inline_keyboard": [[{"text": " "}]]}},
            "BUTTON_TEXT_INVALID",
        ),
        (
            "sendMessage",
            {"chat_id": "MARIA", "text": "да", "reply_markup": "{oops"},
            "can't parse reply_markup JSON object: Expecting property name enclosed in double quotes: "
            "line 1 column 2 (char 1)",
        ),
        ("editMessageText", {"chat_id": "MARIA", "message_id": 99, "text": "да"}, "message to edit not found"),
        ("editMessageText", {"chat_id": "MARIA", "message_id": "HERS", "text": "да"}, "message can't be edited"),
        (
            "editMessageCaption",
            {"chat_id": "MARIA", "message_id": "OURS"},
            "there is no caption in the message to edit",
        ),
        (
            "editMessageReplyMarkup",
            {"chat_id": "MARIA", "message_id": "OURS"},
            NOT_MODIFIED.removeprefix("Bad Request: "),
        ),
        ("deleteMessage", {"chat_id": "MARIA", "message_id": 99}, "message to delete not found"),
        ("copyMessage", {"chat_id": "MARIA", "from_chat_id": "MARIA", "message_id": 99}, "message to copy not found"),
        (
            "forwardMessage",
            {"chat_id": "MARIA", "from_chat_id": "MARIA", "message_id": 99},
            "message to forward not found",
        ),
        ("pinChatMessage", {"chat_id": "MARIA", "message_id": 99}, "message to pin not found"),
        ("unpinChatMessage", {"chat_id": "MARIA"}, "message to unpin not found"),
        ("setMessageReaction", {"chat_id": "MARIA", "message_id": 99}, "message to react not found"),
        (
            "setMessageReaction",
            {"chat_id": "MARIA", "message_id": "HERS", "reaction": [{"type": "emoji", "emoji": "🥸"}]},
            "REACTION_INVALID",
        ),
        (
            "answerCallbackQuery",
            {"callback_query_id": "404"},
            "query is too old and response timeout expired or query ID is invalid",
        ),
        ("sendChatAction", {"chat_id": "MARIA", "action": "thinking"}, "wrong parameter action in request"),
        ("sendPhoto", {"chat_id": "MARIA", "photo": "nothing"}, "wrong file identifier/HTTP URL specified"),
        (
            "sendPhoto",
            {"chat_id": "MARIA", "photo": "https://shop.example/a.png"},
            "the sandbox has no internet: send the file itself or its file_id, not an HTTP URL",
        ),
        ("sendPhoto", {"chat_id": "MARIA", "photo": "attach://gone"}, "attached file not found: gone"),
        ("sendMediaGroup", {"chat_id": "MARIA", "media": []}, "there are no messages to send"),
        ("sendLocation", {"chat_id": "MARIA", "latitude": 91, "longitude": 0}, "LOCATION_INVALID"),
        ("getFile", {"file_id": "nothing"}, "wrong file_id or the file is temporarily unavailable"),
        ("getChatMember", {"chat_id": "MARIA", "user_id": 404}, "PARTICIPANT_ID_INVALID"),
        ("createForumTopic", {"chat_id": "MARIA", "name": "№1"}, "the chat is not a forum"),
        ("setMyCommands", {"commands": [{"command": "Старт", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "start", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ],
)
async def test_what_telegram_refuses(
    bot: Bot, maria: Customer, method: str, params: dict[str, object], sentence: str
) -> None:
    ours = await bot("sendMessage", chat_id=maria.id, text="Добрый вечер")
    known = {"MARIA": maria.id, "HERS": 1, "OURS": ours["message_id"]}
    refusal = await bot.refused(method, **{name: _known(value, known) for name, value in params.items()})
    assert (refusal.code, refusal.description) == (400, f"Bad Request: {sentence}")


def _known(value: object, known: dict[str, int]) -> object:
    return known.get(value, value) if isinstance(value, str) else value


async def test_half_a_character(bot: Bot, maria: Customer) -> None:
    """JSON can say it, UTF-8 can't."""
    body = '{"chat_id": %d, "text": "\\ud83d"}' % maria.id  # noqa: UP031 - braces
    response = await bot.http.post(f"{bot.address}/bot1:TEST/sendMessage", content=body, headers=JSON)
    assert response.json()["description"] == "Bad Request: strings must be encoded in UTF-8"
    assert maria.writes("\ud83d!").text == "?!"


@pytest.mark.parametrize("body", ["{oops", "[1]"])
async def test_a_body_that_is_no_object(bot: Bot, body: str) -> None:
    response = await bot.http.post(f"{bot.address}/bot1:TEST/getMe", content=body, headers=JSON)
    assert (response.status_code, response.json()["description"]) == (
        400,
        "Bad Request: can't parse request JSON object",
    )


@pytest.mark.parametrize("text", ["я" * 4096, "😀" * 2048, "<b>" + "я" * 4096 + "</b>"])
async def test_4096_units_of_text_pass(bot: Bot, maria: Customer, text: str) -> None:
    await bot("sendMessage", chat_id=maria.id, text=text, parse_mode="HTML")


@pytest.mark.parametrize(("caption", "is_taken"), [("я" * 1024, True), ("😀" * 512, True), ("я" * 1025, False)])
async def test_a_caption_has_1024_units(bot: Bot, maria: Customer, caption: str, is_taken: bool) -> None:
    from bot.sandbox import photo

    [sent] = maria.sends(photo())
    file_id = sent.api["photo"][0]["file_id"]
    response = await bot.post("sendPhoto", chat_id=maria.id, photo=file_id, caption=caption)
    assert response.json()["ok"] is is_taken
    if not is_taken:
        assert response.json()["description"] == "Bad Request: message caption is too long"


async def test_callback_data_of_64_bytes_passes(bot: Bot, maria: Customer) -> None:
    await bot("sendMessage", chat_id=maria.id, text="да", reply_markup=keyboard(callback_data="й" * 32))


async def test_an_edit_that_changes_nothing(bot: Bot, maria: Customer) -> None:
    sent = await bot("sendMessage", chat_id=maria.id, text="<b>да</b>", parse_mode="HTML")
    same = {"chat_id": maria.id, "message_id": sent["message_id"], "text": "<strong>да</strong>", "parse_mode": "HTML"}
    assert (await bot.refused("editMessageText", **same)).description == NOT_MODIFIED
    await bot("editMessageText", **same, reply_markup=keyboard(callback_data="take"))
    edited = await bot("editMessageText", **same)  # the keyboard goes: that is a change
    assert "reply_markup" not in edited


async def test_nobody_can_write_to_a_customer_who_never_wrote(bot: Bot, sandbox: Sandbox, anna: Manager) -> None:
    stranger = sandbox.customer("Олег")
    assert (
        await bot.refused("sendMessage", chat_id=stranger.id, text="x")
    ).description == "Bad Request: chat not found"
    refusal = await bot.refused("sendMessage", chat_id=anna.id, text="x")
    assert (refusal.code, refusal.description) == (403, "Forbidden: bot can't initiate conversation with a user")


async def test_a_customer_who_blocked_the_bot(bot: Bot, maria: Customer) -> None:
    maria.blocks()
    calls: dict[str, dict[str, object]] = {
        "sendMessage": {"text": "x"},
        "copyMessage": {"from_chat_id": maria.id, "message_id": 1},
        "sendChatAction": {"action": "typing"},
    }
    for method, params in calls.items():
        refusal = await bot.refused(method, chat_id=maria.id, **params)
        assert (refusal.code, refusal.description) == (403, "Forbidden: bot was blocked by the user")
    maria.unblocks()
    await bot("sendMessage", chat_id=maria.id, text="x")


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("kicked", "Forbidden: bot was kicked from the supergroup chat"),
        ("left", "Forbidden: bot is not a member of the supergroup chat"),
    ],
)
async def test_a_group_that_the_bot_is_not_in(bot: Bot, sandbox: Sandbox, status: str, sentence: str) -> None:
    sandbox.staff_group.makes_bot(status)
    refusal = await bot.refused("sendMessage", chat_id=sandbox.staff_group.id, text="x")
    assert (refusal.code, refusal.description) == (403, sentence)


async def test_a_button_pressed_too_long_ago(bot: Bot, sandbox: Sandbox, maria: Customer) -> None:
    await bot("sendMessage", chat_id=maria.id, text="Взять?", reply_markup=keyboard(callback_data="take"))
    press = maria.presses("Взять")
    sandbox.clock.advance(3600)
    refusal = await bot.refused("answerCallbackQuery", callback_query_id=press.callback.id)
    assert refusal.description.startswith("Bad Request: query is too old")


async def test_an_old_message_can_not_be_deleted(bot: Bot, sandbox: Sandbox, maria: Customer) -> None:
    sent = await bot("sendMessage", chat_id=maria.id, text="x")
    sandbox.clock.advance(49 * 3600)
    refusal = await bot.refused("deleteMessage", chat_id=maria.id, message_id=sent["message_id"])
    assert refusal.description == "Bad Request: message can't be deleted for everyone"


async def test_rights_that_the_bot_lacks(bot: Bot, sandbox: Sandbox, anna: Manager) -> None:
    group = sandbox.staff_group
    hers = anna.writes("заметка")
    group.allows_bot(can_manage_topics=False, can_pin_messages=False, can_delete_messages=False)
    assert "not enough rights" in (await bot.refused("createForumTopic", chat_id=group.id, name="№1")).description
    said = await bot.refused("pinChatMessage", chat_id=group.id, message_id=hers.id)
    assert said.description == "Bad Request: not enough rights to manage pinned messages in the chat"
    said = await bot.refused("deleteMessage", chat_id=group.id, message_id=hers.id)
    assert said.description == "Bad Request: message can't be deleted"


async def test_a_group_that_became_a_supergroup() -> None:
    sandbox = Sandbox(forum=False)
    async with sandbox.serve() as address, httpx.AsyncClient(trust_env=False) as http:
        old = sandbox.staff_group.id
        new = sandbox.staff_group.becomes_supergroup()
        said = (await http.post(f"{address}/bot1:TEST/sendMessage", data={"chat_id": str(old), "text": "x"})).json()
        assert said["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
        assert said["parameters"] == {"migrate_to_chat_id": new}
        said = (await http.post(f"{address}/bot1:TEST/sendMessage", data={"chat_id": str(new), "text": "x"})).json()
        assert said["ok"]
        updates = (await http.get(f"{address}/bot1:TEST/getUpdates")).json()["result"]
        moved = [update["message"] for update in updates]
        assert [(m.get("migrate_to_chat_id"), m.get("migrate_from_chat_id")) for m in moved] == [
            (new, None),
            (None, old),
        ]
