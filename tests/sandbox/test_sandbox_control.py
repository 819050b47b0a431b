"""The control API, as the page uses it."""

import asyncio
import json

import httpx
import pytest

from bot.sandbox import Customer, Manager, Sandbox
from bot.sandbox.api_json import Json
from tests.sandbox.plain_bot import Bot


class Page:
    """The page's requests."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    async def state(self) -> Json:
        state: Json = (await self.bot.http.get(f"{self.bot.address}/sandbox/state")).json()
        return state

    async def __call__(self, what: str, **fields: object) -> Json:
        response = await self.bot.http.post(f"{self.bot.address}/sandbox/{what}", json=fields)
        assert response.status_code == 200, response.text
        answer: Json = response.json()
        return answer

    async def refused(self, what: str, **fields: object) -> str:
        response = await self.bot.http.post(f"{self.bot.address}/sandbox/{what}", json=fields)
        assert 400 <= response.status_code < 500, response.text
        return str(response.json()["error"])


@pytest.fixture
def page(bot: Bot) -> Page:
    return Page(bot)


async def test_people(page: Page) -> None:
    oleg = await page("people", first_name="Олег", language_code="ru", role="manager")
    maria = await page("people", first_name="Maria", last_name="Rossi", language_code="en", role="customer")
    state = await page.state()
    assert state["people"] == [oleg, maria]
    assert (maria["language_code"], maria["blocked"], oleg["role"]) == ("en", False, "manager")
    assert "role must be" in await page.refused("people", first_name="X", role="boss")
    assert await page.refused("people", role="customer") == "first_name is missing"


async def test_a_conversation(page: Page, bot: Bot, sandbox: Sandbox) -> None:
    maria = sandbox.customer("Мария")
    sent = await page("send", person_id=maria.id, chat_id=maria.id, text="сколько стоит доставка?")
    answer = {"chat_id": maria.id, "text": "300 ₽", "reply_parameters": {"message_id": sent["message_id"]}}
    keyboard = {"inline_keyboard": [[{"text": "👍", "callback_data": "yes"}]]}
    shown = await bot("sendMessage", **answer, reply_markup=keyboard, disable_notification=True)
    await page("react", person_id=maria.id, chat_id=maria.id, message_id=shown["message_id"], emoji="🔥")
    await page("edit", person_id=maria.id, chat_id=maria.id, message_id=sent["message_id"], text="почём доставка?")
    [group, chat] = (await page.state())["chats"]
    assert (chat["id"], chat["person_id"], chat["type"], group["person_id"]) == (maria.id, maria.id, "private", None)
    asked, answered = chat["messages"]
    assert (asked["text"], answered["text"]) == ("почём доставка?", "300 ₽")
    assert answered["sandbox"] == {
        "silent": True,
        "deleted": False,
        "reactions": [{"emoji": "🔥", "by": maria.id}],
        "file_url": None,
        "waiting": False,
        "keyboard": None,
    }


async def test_a_pressed_button_waits_for_the_answer(page: Page, bot: Bot, sandbox: Sandbox, maria: Customer) -> None:
    keyboard = {"inline_keyboard": [[{"text": "👍", "callback_data": "yes"}]]}
    shown = await bot("sendMessage", chat_id=maria.id, text="?", reply_markup=keyboard)
    where = {"person_id": maria.id, "chat_id": maria.id, "message_id": shown["message_id"]}
    pressed = asyncio.create_task(page("press", **where, data="yes"))
    await sandbox.until(lambda: sandbox.world.callbacks)
    [query_id] = sandbox.world.callbacks
    await bot("answerCallbackQuery", callback_query_id=query_id, text="Рады помочь")
    assert await pressed == {"text": "Рады помочь", "show_alert": False}
    assert "has no button" in await page.refused("press", **where, data="no")


async def test_files_from_the_page(page: Page, bot: Bot, sandbox: Sandbox, maria: Customer) -> None:
    fields = {"person_id": str(maria.id), "chat_id": str(maria.id), "attachment": json.dumps({"kind": "document"})}
    url = f"{bot.address}/sandbox/send"
    evil = b"<script>alert(1)</script>"
    sent = (await bot.http.post(url, data=fields, files={"file": ("чек.html", evil)})).json()
    assert sent["document"]["file_name"] == "чек.html"
    served = await bot.http.get(bot.address + sent["sandbox"]["file_url"])
    assert served.content == evil
    assert served.headers["content-security-policy"].startswith("sandbox")  # it can't act as our page
    for kind in ("photo", "voice", "sticker", "location", "contact", "video"):
        made_up = await page("send", person_id=maria.id, chat_id=maria.id, attachment={"kind": kind})
        assert kind in made_up
    album = {"attachment": {"kind": "photo", "caption": "два чайника"}, "media_group_id": "77"}
    assert (await page("send", person_id=maria.id, chat_id=maria.id, **album))["media_group_id"] == "77"
    assert "no attachment 'smell'" in await page.refused(
        "send", person_id=maria.id, chat_id=maria.id, attachment={"kind": "smell"}
    )


async def test_who_may_write_where(page: Page, sandbox: Sandbox, maria: Customer, anna: Manager) -> None:
    oleg = sandbox.customer("Олег")
    assert "neither the staff group nor" in await page.refused("send", person_id=oleg.id, chat_id=maria.id, text="x")
    group = sandbox.staff_group.id
    assert "is not in the group" in await page.refused("send", person_id=oleg.id, chat_id=group, text="x")
    assert await page.refused("send", person_id=7, chat_id=7, text="x") == "there is no person 7"
    reply = {"person_id": anna.id, "chat_id": group, "text": "x", "reply_to_message_id": 99}
    assert await page.refused("send", **reply) == "there is no message 99 to reply to"
    assert "must be a whole number" in await page.refused("send", person_id="Мария", chat_id=group, text="x")


async def test_blocking(page: Page, bot: Bot, maria: Customer) -> None:
    assert (await page("block", person_id=maria.id, blocked=True))["blocked"] is True
    assert (await bot.refused("sendMessage", chat_id=maria.id, text="x")).code == 403
    assert (await page("block", person_id=maria.id, blocked=False))["blocked"] is False


async def test_the_clock(page: Page, sandbox: Sandbox) -> None:
    said = await page("clock", now="2026-01-16T23:40:00+03:00")
    assert (said["now"][:16], said["moved"]) == ("2026-01-16T20:40", True)
    assert (await page("clock", advance=600))["now"][:16] == "2026-01-16T20:50"
    assert (await page.state())["clock"]["moved"] is True
    assert (await page("clock"))["moved"] is False
    assert "needs an offset" in await page.refused("clock", now="2026-01-16T23:40:00")
    assert "must be an ISO date" in await page.refused("clock", now="вечером")


async def test_faults(page: Page, bot: Bot) -> None:
    fault = await page("faults", kind="429", method="sendMessage", times=2, retry_after=9)
    other = await page("faults", kind="500")
    assert (await page.state())["faults"] == [fault, other]
    assert (fault["left"], fault["retry_after"], other["left"]) == (2, 9, None)
    await bot.http.delete(f"{bot.address}/sandbox/faults/{other['id']}")
    assert (await page.state())["faults"] == [fault]
    await bot.http.delete(f"{bot.address}/sandbox/faults")
    assert (await page.state())["faults"] == []
    assert "there is no fault" in await page.refused("faults", kind="rain")


async def test_the_group(page: Page, bot: Bot, sandbox: Sandbox, anna: Manager) -> None:
    topic = (await bot("createForumTopic", chat_id=sandbox.staff_group.id, name="№1"))["message_thread_id"]

    async def topics() -> list[Json]:
        return list((await page.state())["chats"][0]["topics"])

    assert await topics() == [{"message_thread_id": topic, "name": "№1", "closed": False}]
    await page("group", action="close_topic", message_thread_id=topic)
    assert (await topics())[0]["closed"] is True
    await page("group", action="reopen_topic", message_thread_id=topic)
    await page("group", action="delete_topic", message_thread_id=topic)
    assert await topics() == []
    await page("group", action="rights", can_manage_topics=False)
    assert sandbox.staff_group.chat.rights["can_manage_topics"] is False
    await page("group", action="leave", person_id=anna.id)
    await page("group", action="join", person_id=anna.id)
    await page("group", action="leave", person_id=1)
    assert sandbox.staff_group.chat.bot_status == "kicked"
    await page("group", action="join", person_id=1)
    await page("group", action="forum", is_forum=False)
    assert (await page.state())["chats"][0]["is_forum"] is False
    assert "supergroup already" in await page.refused("group", action="migrate")
    assert "action must be one of" in await page.refused("group", action="explode")


async def test_migration_leaves_one_group() -> None:
    sandbox = Sandbox(forum=False)
    async with sandbox.serve() as address, httpx.AsyncClient(verify=False, trust_env=False) as http:
        old = sandbox.staff_group.id
        said = (await http.post(f"{address}/sandbox/group", json={"action": "migrate"})).json()
        chats = (await http.get(f"{address}/sandbox/state")).json()["chats"]
        assert [chat["id"] for chat in chats] == [said["chat_id"]] != [old]


async def test_what_the_bot_does_shows(page: Page, bot: Bot, sandbox: Sandbox, maria: Customer) -> None:
    assert (await page.state())["polling"] is False
    poll = asyncio.create_task(bot("getUpdates", timeout=30, offset=800_000_000))
    await sandbox.until(lambda: sandbox.world.polling.is_waiting)
    await bot("setMyCommands", commands=[{"command": "menu", "description": "Меню"}])
    await bot("sendChatAction", chat_id=maria.id, action="typing")
    await bot.refused("sendMessage", chat_id=maria.id, text="")
    state = await page.state()
    menu = {"": [{"command": "menu", "description": "Меню"}]}
    assert (state["polling"], state["commands"]) == (True, {"private": menu, "group": menu})
    assert [chat["typing"] for chat in state["chats"]] == [False, True]
    assert state["calls"]["count"] == 3
    assert state["calls"]["last"][-1] | {"at": None} == {
        "at": None,
        "method": "sendMessage",
        "ok": False,
        "description": "Bad Request: message text is empty",
    }
    await bot("sendMessage", chat_id=maria.id, text="x")
    assert (await page.state())["chats"][1]["typing"] is False
    poll.cancel()


async def test_events_tell_of_every_change(bot: Bot, sandbox: Sandbox) -> None:
    async with bot.http.stream("GET", f"{bot.address}/sandbox/events") as response:
        lines = (line async for line in response.aiter_lines() if line)
        first = json.loads((await anext(lines)).removeprefix("data: "))
        sandbox.customer("Мария").writes("Привет")
        second = json.loads((await anext(lines)).removeprefix("data: "))
        assert second["version"] > first["version"]
        await lines.aclose()


@pytest.mark.parametrize("body", ["{oops", "[]"])
async def test_a_body_that_is_no_object(bot: Bot, body: str) -> None:
    response = await bot.http.post(f"{bot.address}/sandbox/send", content=body)
    assert response.status_code == 400
    assert response.json()["error"].startswith("the body")


async def test_the_page_is_served(bot: Bot) -> None:
    home = await bot.http.get(f"{bot.address}/")
    assert (home.status_code, home.headers["content-type"][:9]) == (200, "text/html")
    assert (await bot.http.get(f"{bot.address}/static/index.html")).status_code == 200


async def test_the_date_of_answers_goes_on(bot: Bot) -> None:
    """The doctor compares its own clock with it."""

    async def date() -> str:
        return (await bot.http.get(f"{bot.address}/sandbox/state")).headers["date"]

    first = await date()
    async with asyncio.timeout(10):
        while await date() == first:
            pass


async def test_a_message_waits_until_the_bot_has_confirmed_it(page: Page, bot: Bot, maria: Customer) -> None:
    async def waits() -> bool:
        return bool((await page.state())["chats"][-1]["messages"][-1]["sandbox"]["waiting"])

    maria.writes("почём доставка")
    assert await waits()
    updates = await bot("getUpdates")
    assert await waits()
    await bot("getUpdates", offset=updates[-1]["update_id"] + 1)
    assert not await waits()


async def test_a_story_begins_anew(page: Page, bot: Bot, sandbox: Sandbox, maria: Customer) -> None:
    assert "begins anew" in await page.refused("restart", language="en")
    asked = list[str]()
    sandbox.languages, sandbox.restart = ("ru", "en"), asked.append
    assert await page.refused("restart", language="de")
    assert await page("restart", language="en") == {"story": 0}
    assert asked == ["en"]
    maria.writes("почём доставка")
    sandbox.clock.advance(3600)
    await page("group", action="forum", is_forum=False)
    async with bot.http.stream("GET", f"{bot.address}/sandbox/events") as events:
        lines = (line async for line in events.aiter_lines() if line)
        await anext(lines)
        sandbox.begin_anew("en", "Europe/London", "Night shift")
        assert await anext(lines)  # who follows the old story hears of the new one
        sandbox.customer("Emily", language_code="en")
        assert await anext(lines)
    state = await page.state()
    assert (state["story"], state["language"], state["clock"]["moved"]) == (1, "en", False)
    assert [one["first_name"] for one in state["people"]] == ["Emily"]
    assert [(chat["title"], chat["is_forum"]) for chat in state["chats"]] == [("Night shift", True)]
    assert await bot("getUpdates") == []
