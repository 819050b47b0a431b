"""Webhooks: in order, with the secret, again until taken."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox import Manager, Sandbox
from bot.sandbox.api_json import Json
from bot.sandbox.loopback_server import Listener
from tests.sandbox.plain_bot import Bot


@dataclass
class Receiver:
    """A web server of the bot's that takes updates, or refuses the next ones."""

    url: str = ""
    refusals: list[int] = field(default_factory=list)
    got: list[tuple[str | None, Json]] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: Request) -> Response:
        self.got.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), await request.json()))
        self.came.set()
        return Response(status_code=self.refusals.pop(0) if self.refusals else 200)

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for _, update in self.got]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    listener = Listener(Starlette(routes=[Route("/updates", receiver.take, methods=["POST"])]))
    receiver.url = f"{await listener.open(0)}/updates"
    yield receiver
    await listener.close()


async def test_updates_come_in_order_and_with_the_secret(bot: Bot, sandbox: Sandbox, receiver: Receiver) -> None:
    maria = sandbox.customer("Мария")
    maria.writes("раз")
    await bot("setWebhook", url=receiver.url, secret_token="s3-cret")
    maria.writes("два")
    await sandbox.until(lambda: len(receiver.got) == 2)
    assert receiver.texts == ["раз", "два"]
    assert {secret for secret, _ in receiver.got} == {"s3-cret"}
    await sandbox.until(lambda: len(sandbox.world.updates) == 0)
    assert sandbox.delivered == [update for _, update in receiver.got]


async def test_a_refused_update_comes_again_before_the_next(bot: Bot, sandbox: Sandbox, receiver: Receiver) -> None:
    receiver.refusals = [500, 302]
    maria = sandbox.customer("Мария")
    maria.writes("раз")
    maria.writes("два")
    await bot("setWebhook", url=receiver.url)
    await sandbox.until(lambda: sandbox.world.webhook and sandbox.world.webhook.error_message)
    info = await bot("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
    assert (info["url"], info["pending_update_count"]) == (receiver.url, 2)
    await sandbox.until(lambda: len(sandbox.world.updates) == 0)
    assert receiver.texts == ["раз", "раз", "раз", "два"]


async def test_nobody_listens(bot: Bot, sandbox: Sandbox, receiver: Receiver, unused_url: str) -> None:
    sandbox.customer("Мария").writes("раз")
    await bot("setWebhook", url=unused_url)
    await sandbox.until(lambda: sandbox.world.webhook and sandbox.world.webhook.error_message)
    assert (await bot("getWebhookInfo"))["last_error_message"] == "Connection refused"
    await bot("setWebhook", url=receiver.url)
    await sandbox.until(lambda: len(sandbox.world.updates) == 0)
    assert receiver.texts == ["раз"]


@pytest.fixture
async def unused_url() -> str:
    listener = Listener(Starlette())
    address = await listener.open(0)
    await listener.close()
    return address


async def test_polling_and_a_webhook_exclude_each_other(bot: Bot, sandbox: Sandbox, receiver: Receiver) -> None:
    poll = asyncio.create_task(bot.refused("getUpdates", timeout=30))
    await sandbox.until(lambda: sandbox.world.polling.is_waiting)
    await bot("setWebhook", url=receiver.url)
    assert (await asyncio.wait_for(poll, 30)).code == 409
    refusal = await bot.refused("getUpdates")
    assert (refusal.code, refusal.description) == (
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )
    await bot("deleteWebhook")
    assert await bot("getUpdates") == []
    assert (await bot("getWebhookInfo"))["url"] == ""


async def test_pending_updates_can_be_dropped(bot: Bot, sandbox: Sandbox) -> None:
    sandbox.customer("Мария").writes("раз")
    await bot("deleteWebhook", drop_pending_updates=True)
    assert await bot("getUpdates") == []


async def test_allowed_updates_of_a_webhook(bot: Bot, sandbox: Sandbox, anna: Manager, receiver: Receiver) -> None:
    await bot("setWebhook", url=receiver.url, drop_pending_updates=True, allowed_updates=["edited_message"])
    anna.edits(anna.writes("раз"), "два")
    await sandbox.until(lambda: len(receiver.got) == 1)
    assert receiver.got[0][1]["edited_message"]["text"] == "два"
    assert (await bot("getWebhookInfo"))["allowed_updates"] == ["edited_message"]


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({}, 'parameter "url" is required'),
        (
            {"url": "https://shop.example/hook"},
            "bad webhook: An HTTPS URL must be provided for webhook (the sandbox: http on loopback)",
        ),
        ({"url": "http://shop.example/hook"}, "bad webhook: the sandbox reaches nothing but loopback"),
        ({"url": "http://127.0.0.1/", "secret_token": "пароль"}, "secret token contains unallowed characters"),
    ],
)
async def test_what_is_no_webhook(bot: Bot, params: dict[str, object], sentence: str) -> None:
    assert (await bot.refused("setWebhook", **params)).description == f"Bad Request: {sentence}"
