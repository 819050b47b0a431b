"""`nightdesk link`: what is printed, and why nothing is."""

import asyncio
import io
import re

import pytest

from bot.desk.start_links import StartLink, read_link, signing_key
from bot.sandbox import Sandbox
from tests.cli.premises import Command, Ended, Premises

OFFLINE = ("--bot", "my_shop_bot")


@pytest.fixture
def link(nightdesk: Command, premises: Premises) -> Command:
    return lambda *arguments: nightdesk("link", *arguments, "--config", premises.config)


async def online(link: Command, premises: Premises, sandbox: Sandbox, *arguments: str) -> Ended:
    async with sandbox.serve() as address:
        premises.configure(api_url=address)
        return await asyncio.to_thread(link, *arguments)


async def test_telegram_tells_the_name(link: Command, premises: Premises, sandbox: Sandbox) -> None:
    ended = await online(link, premises, sandbox, "order", "4411")
    assert (ended.status, ended.err) == (0, "")
    found = re.fullmatch(r"https://t\.me/nightdesk_sandbox_bot\?start=([A-Za-z0-9_-]{1,64})\n", ended.out)
    assert found
    assert read_link(found[1], signing_key(sandbox.token)) == StartLink("order", "4411", is_confirmed=True)


@pytest.mark.parametrize("name", ["my_shop_bot", "@my_shop_bot"])
def test_a_name_that_is_given_needs_no_network(link: Command, name: str) -> None:
    ended = link("order", "4411", "--bot", name)
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith("https://t.me/my_shop_bot?start=order_4411--")


def test_an_entry(link: Command) -> None:
    assert link("faq", "delivery-price", *OFFLINE).out == "https://t.me/my_shop_bot?start=faq_delivery-price\n"


def test_an_entry_needs_no_token_when_the_name_is_given(link: Command, premises: Premises) -> None:
    premises.configure(token="")
    assert link("faq", "delivery-price", *OFFLINE).status == 0


def test_no_such_entry(link: Command, premises: Premises) -> None:
    ended = link("faq", "delivery-prise", *OFFLINE)
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == "Вопроса delivery-prise в FAQ нет. Похожие: delivery-price\n"
    premises.configure(language="en")
    assert link("faq", "zzz", *OFFLINE).err == "The FAQ has no entry zzz.\n"


def test_offline(link: Command) -> None:
    ended = link("order", "4411")
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.count("\n") == 1
    assert "http://127.0.0.1:9 doesn't tell the bot's username" in ended.err
    assert "--bot my_shop_bot" in ended.err


async def test_a_token_that_telegram_does_not_know(link: Command, premises: Premises, sandbox: Sandbox) -> None:
    async with sandbox.serve() as address:
        premises.configure(api_url=address, token="1:OTHER")
        ended = await asyncio.to_thread(link, "order", "4411")
    assert (ended.status, ended.out) == (2, "")
    assert "doesn't know the token" in ended.err
    assert "OTHER" not in ended.err


@pytest.mark.parametrize("arguments", [("order", "4411"), ("order", "4411", *OFFLINE), ("faq", "delivery-price")])
def test_without_a_token(link: Command, premises: Premises, arguments: tuple[str, ...]) -> None:
    premises.configure(token="")
    ended = link(*arguments)
    assert (ended.status, ended.out) == (2, "")
    assert "NIGHTDESK_TOKEN" in ended.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("заказ", "4411", *OFFLINE),
        ("order", "1" * 46, *OFFLINE),
        ("order", "", *OFFLINE),
        ("order", "4411", "--bot", "t.me/my_shop_bot"),
        ("order",),
    ],
)
def test_what_can_not_be_a_link(link: Command, arguments: tuple[str, ...]) -> None:
    ended = link(*arguments)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.count("\n") == 1


def test_a_qr_code(link: Command) -> None:
    url, *drawn = link("order", "4411", *OFFLINE, "--qr").out.splitlines()
    assert url.startswith("https://t.me/")
    assert set("".join(drawn)) == set(" █▀▄")
    assert len({len(line) for line in drawn}) == 1
    assert modules(drawn)[:7] == FINDER


def test_an_output_that_can_not_show_a_qr_code(link: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    output = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr("sys.stdout", output)
    ended = link("order", "4411", *OFFLINE, "--qr")
    assert ended.status == 2
    assert "UTF-8" in ended.err


QUIET_ZONE = 4  # light modules around the code
FINDER = ["#######", "#     #", "# ### #", "# ### #", "# ### #", "#     #", "#######"]


def modules(drawn: list[str]) -> list[str]:
    """The upper left corner of the code, dark modules as "#"; a line of the drawing has two rows."""
    rows = []
    for line in drawn:
        rows += ["".join(" " if one in light else "#" for one in line) for light in ("█▀", "█▄")]
    return [row[QUIET_ZONE : QUIET_ZONE + 7] for row in rows[QUIET_ZONE:]]
