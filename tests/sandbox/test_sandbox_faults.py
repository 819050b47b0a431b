"""Each fault does what it says, for the calls it is meant for, as often as it was told."""

import asyncio

import httpx
import pytest

from bot.sandbox import Customer, Impossible, Sandbox
from tests.sandbox.plain_bot import Bot


def texts(customer: Customer) -> list[str]:
    return [message.text for message in customer.sees]


@pytest.mark.parametrize(
    ("kind", "code", "description"),
    [
        ("429", 429, "Too Many Requests: retry after 7"),
        ("500", 500, "Internal Server Error"),
        ("403", 403, "Forbidden: bot was blocked by the user"),
    ],
)
async def test_refusals(bot: Bot, sandbox: Sandbox, maria: Customer, kind: str, code: int, description: str) -> None:
    sandbox.faults.add(kind, method="sendMessage", times=2, retry_after=7)
    for _ in range(2):
        refusal = await bot.refused("sendMessage", chat_id=maria.id, text="x")
        assert (refusal.code, refusal.description) == (code, description)
        assert refusal.parameters == ({"retry_after": 7} if kind == "429" else {})
    await bot("sendMessage", chat_id=maria.id, text="дошло")
    assert texts(maria) == ["дошло"]


async def test_a_bad_gateway_is_no_json(bot: Bot, sandbox: Sandbox, maria: Customer) -> None:
    sandbox.faults.add("502")
    response = await bot.post("sendMessage", chat_id=maria.id, text="x")
    assert (response.status_code, response.headers["content-type"][:9]) == (502, "text/html")


async def test_a_group_says_kicked_instead_of_blocked(bot: Bot, sandbox: Sandbox) -> None:
    sandbox.faults.add("403")
    refusal = await bot.refused("sendMessage", chat_id=sandbox.staff_group.id, text="x")
    assert refusal.description == "Forbidden: bot was kicked from the supergroup chat"


async def test_a_fault_of_one_chat_spares_the_others(bot: Bot, sandbox: Sandbox, maria: Customer) -> None:
    oleg = sandbox.customer("Олег")
    oleg.writes("Привет")
    sandbox.faults.add("500", chat_id=maria.id, times=None)
    await bot("sendMessage", chat_id=oleg.id, text="x")
    await bot.refused("sendMessage", chat_id=maria.id, text="x")
    await bot.refused("sendMessage", chat_id=maria.id, text="x")
    sandbox.faults.clear()
    await bot("sendMessage", chat_id=maria.id, text="x")


async def test_a_fault_without_method_spares_polling(bot: Bot, sandbox: Sandbox) -> None:
    sandbox.faults.add("500", times=None)
    assert await bot("getUpdates") == []
    await bot.refused("getMe")


async def test_timeout_does_the_work_but_never_answers(bot: Bot, sandbox: Sandbox, maria: Customer) -> None:
    sandbox.faults.add("timeout")
    call = asyncio.create_task(bot.post("sendMessage", chat_id=maria.id, text="дошло"))
    await sandbox.until(lambda: texts(maria) == ["дошло"])
    assert not call.done()
    call.cancel()


async def test_drop_closes_the_connection_and_does_nothing(bot: Bot, sandbox: Sandbox, maria: Customer) -> None:
    sandbox.faults.add("drop")
    with pytest.raises(httpx.TransportError):
        await bot.post("sendMessage", chat_id=maria.id, text="x")
    assert texts(maria) == []
    await bot("sendMessage", chat_id=maria.id, text="дошло")
    assert texts(maria) == ["дошло"]


async def test_hang_keeps_a_poll_from_returning(bot: Bot, sandbox: Sandbox, maria: Customer) -> None:
    sandbox.faults.add("hang")
    with pytest.raises(httpx.ReadTimeout):
        await bot.http.get(f"{bot.address}/bot1:TEST/getUpdates", timeout=0.05)
    assert len(await bot("getUpdates")) == 1


async def test_redeliver_forgets_a_confirmation_once(bot: Bot, sandbox: Sandbox, maria: Customer) -> None:
    [first] = await bot("getUpdates")
    assert await bot("getUpdates", offset=first["update_id"] + 1) == []
    sandbox.faults.add("redeliver")
    assert await bot("getUpdates", offset=first["update_id"] + 1) == [first]
    assert await bot("getUpdates", offset=first["update_id"] + 1) == []
    assert sandbox.delivered == [first, first]


async def test_markup_refuses_formatted_text_only(bot: Bot, sandbox: Sandbox, maria: Customer) -> None:
    sandbox.faults.add("markup", times=None)
    bold = [{"type": "bold", "offset": 0, "length": 2}]
    for params in ({"parse_mode": "HTML"}, {"entities": bold}):
        refusal = await bot.refused("sendMessage", chat_id=maria.id, text="да", **params)
        assert refusal.description.startswith("Bad Request: can't parse entities")
    await bot("sendMessage", chat_id=maria.id, text="да")


async def test_what_befell_is_recorded(bot: Bot, sandbox: Sandbox, maria: Customer) -> None:
    sandbox.faults.add("500")
    await bot.refused("sendMessage", chat_id=maria.id, text="x")
    [call] = sandbox.calls
    assert (call.method, call.params["text"], call.status, call.ok) == ("sendMessage", "x", 500, False)


def test_there_is_no_such_fault(sandbox: Sandbox) -> None:
    with pytest.raises(Impossible, match="there is no fault 'rain'"):
        sandbox.faults.add("rain")
