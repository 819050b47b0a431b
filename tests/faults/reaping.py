"""Kills runs at steps all along their way; each must have the same result."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from itertools import count

from tests.conformance import spec_errors
from tests.faults.life import Life

AT_ONCE = 3
STEPS_APART = 3  # between two kills: with 1 they take four minutes, and `make torture` kills at random besides
ONE_OF_EACH = {
    "topics": 1,
    "in the group": ["Позовите оператора", "заказ 4512", "бот ответил"],
    "for the customer": ["принята", "Трек-номер", "занимается", "Уже едет", "Заявка №1 решена"],
    "tickets": [(1, "solved")],
    "messages": [("bot", 1), ("customer", 2), ("staff", 1)],
    "events": [
        *(("bot_answered", 1), ("customer_wrote", 1), ("opened", 1)),
        *(("replied", 1), ("solved", 1), ("taken", 1)),
    ],
    "failed": [(0,)],
}


async def deaths_until_one_survives(dies: Callable[[int], Awaitable[bool]]) -> int:
    """Kill runs at step 1, 4, 7 … until one completes, several concurrently; returns how many were killed."""
    numbers, deaths = count(1, STEPS_APART), 0

    async def reap() -> None:
        nonlocal deaths
        while await dies(next(numbers)):
            deaths += 1

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(reap())
    return deaths


async def died_and_left_one_of_each(life: Life) -> bool:
    """Do one run; returns whether the desk was killed. Fails when anything is missing or duplicated."""
    await life.from_question_to_solved()
    left = life.left_behind
    assert left == ONE_OF_EACH, f"{left}\n{life.sandbox.steps}\n{life.desk.log}"
    assert "BOT_API_SPEC" not in os.environ or spec_errors(life.sandbox) == []
    return life.deaths > 0
