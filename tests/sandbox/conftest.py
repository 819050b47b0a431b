"""A sandbox, a bot that speaks to it in plain HTTP, and two people."""

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.sandbox import Customer, Manager, Sandbox
from tests.sandbox.plain_bot import Bot


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox()


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    async with sandbox.serve() as address, httpx.AsyncClient(verify=False, trust_env=False) as http:
        yield Bot(address, http)


@pytest.fixture
def maria(sandbox: Sandbox) -> Customer:
    """A customer who has written to the bot, so that it may write to her."""
    maria = sandbox.customer("Мария")
    maria.writes("Здравствуйте")
    return maria


@pytest.fixture
def anna(sandbox: Sandbox) -> Manager:
    """The owner of the staff group."""
    return sandbox.manager("Анна")
