"""Web sites that the developer visits can't use the sandbox."""

import httpx
import pytest

from bot.sandbox import Sandbox
from tests.sandbox.plain_bot import Bot

PATHS = ("/", "/sandbox/state", "/sandbox/events", "/static/page.js", "/bot1:TEST/getMe", "/nowhere")
POSTED = ("/sandbox/people", "/sandbox/clock", "/bot1:TEST/sendMessage")


def port_of(bot: Bot) -> int:
    return httpx.URL(bot.address).port or 80


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "LocalHost", "localhost.", "127.0.0.1:{port}"])
async def test_it_answers_at_loopback(bot: Bot, host: str) -> None:
    own = host.format(port=port_of(bot))
    for headers in ({"Host": own}, {"Host": own, "Origin": f"http://{own}", "Sec-Fetch-Site": "same-origin"}):
        answer = await bot.http.get(f"{bot.address}/sandbox/state", headers=headers)
        assert answer.status_code == 200


async def test_it_is_there_under_each_loopback_address(bot: Bot) -> None:
    for host in ("127.0.0.1", "localhost", "[::1]"):
        answer = await bot.http.get(f"http://{host}:{port_of(bot)}/")
        assert answer.status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1", "0.0.0.0", "[::2]", ""),
        *("localhost:8081:1", "user@localhost", "localhost, evil.example", "[::1", "127.0.0.1:123456", "x.localhost"),
    ],
)
async def test_a_name_that_leads_here_does_not_help(bot: Bot, sandbox: Sandbox, host: str) -> None:
    people = len(sandbox.world.people)
    for path in PATHS:
        assert (await bot.http.get(f"{bot.address}{path}", headers={"Host": host})).status_code == 403
    for path in POSTED:
        answer = await bot.http.post(f"{bot.address}{path}", headers={"Host": host}, json={"first_name": "Ева"})
        assert answer.status_code == 403
    assert len(sandbox.world.people) == people


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Origin": "http://127.0.0.1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate"},
    ],
)
async def test_another_site_s_page_may_do_nothing(bot: Bot, sandbox: Sandbox, headers: dict[str, str]) -> None:
    people = len(sandbox.world.people)
    for path in POSTED:
        answer = await bot.http.post(f"{bot.address}{path}", headers=headers, json={"first_name": "Ева"})
        assert answer.status_code == 403
    assert (await bot.http.get(f"{bot.address}/bot1:TEST/getMe", headers=headers)).status_code == 403
    assert len(sandbox.world.people) == people


async def test_a_link_to_the_page_works(bot: Bot) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert (await bot.http.get(bot.address, headers=headers)).status_code == 200
