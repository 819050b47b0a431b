"""Flood limits, by a clock that the test turns."""

import httpx
import pytest

from bot.sandbox import Sandbox
from bot.sandbox.errors import BotApiError
from bot.sandbox.limits import FloodLimits

GROUP, PERSON = -100, 42


class Seconds:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def refusal(limits: FloodLimits, chat_id: int, messages: int = 1) -> int:
    """The seconds to wait."""
    with pytest.raises(BotApiError) as refused:
        limits.count(chat_id, messages)
    return refused.value.parameters["retry_after"]


def test_twenty_a_minute_to_a_group() -> None:
    limits = FloodLimits(seconds := Seconds())
    for _ in range(20):
        limits.count(GROUP)
    assert refusal(limits, GROUP) == 3
    limits.count(PERSON)
    seconds.now = 3.0
    limits.count(GROUP)
    assert refusal(limits, GROUP) == 3


def test_one_a_second_to_a_person_after_a_burst() -> None:
    limits = FloodLimits(seconds := Seconds())
    for _ in range(5):
        limits.count(PERSON)
    assert refusal(limits, PERSON) == 1
    seconds.now = 1.0
    limits.count(PERSON)
    assert refusal(limits, PERSON) == 1


def test_an_album_counts_each_message() -> None:
    limits = FloodLimits(Seconds())
    limits.count(GROUP, 15)
    assert refusal(limits, GROUP, 10) == 15
    limits.count(GROUP, 5)


async def test_they_hold_when_switched_on() -> None:
    sandbox = Sandbox(limits=True)
    async with sandbox.serve() as address, httpx.AsyncClient(verify=False, trust_env=False) as http:
        chat = {"chat_id": sandbox.staff_group.id}
        for _ in range(20):
            assert (await http.post(f"{address}/bot1:TEST/sendMessage", json=chat | {"text": "x"})).status_code == 200
        assert (await http.post(f"{address}/bot1:TEST/getChat", json=chat)).status_code == 200
        refused = await http.post(f"{address}/bot1:TEST/sendMessage", json=chat | {"text": "x"})
        assert (refused.status_code, set(refused.json()["parameters"])) == (429, {"retry_after"})
