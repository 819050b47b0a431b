"""From a token to the first answered customer, as an owner does it: taps and typed lines are counted, time is taken."""

import asyncio
import os
import re
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.config import load_config
from bot.sandbox import Customer, Sandbox
from tests.conformance import spec_errors, specified_types

PROJECT = Path(__file__).parents[2]
MOST_TAPS, MOST_LINES, LONGEST = 5, 3, 180.0  # seconds
PATIENCE = 60.0  # seconds of real time for one answer, on a busy machine


@dataclass
class Owner:
    """Somebody in the chat with the bot, whose work is counted. They look at what is new since they acted last."""

    customer: Customer
    sandbox: Sandbox
    taps: int = 0
    lines: int = 0
    _seen: int = 0

    async def starts(self, code: str) -> str:
        self.taps += 1
        return await self._acts(lambda: self.customer.writes(f"/start {code}"))

    async def writes(self, text: str) -> str:
        self.lines += 1
        return await self._acts(lambda: self.customer.writes(text))

    async def taps_on(self, label: str) -> str:
        self.taps += 1
        assert label in [button for row in self.customer.sees[-1].buttons for button in row]
        return await self._acts(lambda: self.customer.writes(label))

    async def chooses_group(self, label: str) -> str:
        """The button, and the group in Telegram's list."""
        self.taps += 2
        return await self._acts(lambda: self.customer.shares_chat(label, self.sandbox.staff_group.id))

    async def _acts(self, act: object) -> str:
        before = len(self.customer.sees)
        act()  # type: ignore[operator]
        await self.sandbox.until(lambda: len(self.customer.sees) > before and self._has_keyboard(), PATIENCE)
        return "\n".join(message.text for message in self.customer.sees[before:])

    def _has_keyboard(self) -> bool:
        """The last message of a turn says what the keyboard is."""
        return self.customer.sees[-1].stored.keyboard is not None


@asynccontextmanager
async def nightdesk_run(folder: Path, api_url: str) -> AsyncIterator[Process]:
    """The command in a process of its own, in an empty folder, with nothing but a token."""
    surroundings = {
        **{name: value for name, value in os.environ.items() if not name.startswith("NIGHTDESK_")},
        **{"NIGHTDESK_TOKEN": "1:TEST", "NIGHTDESK_API_URL": api_url, "PYTHONPATH": str(PROJECT)},
        **{"LANG": "ru_RU.UTF-8", "PYTHONIOENCODING": "utf-8"},
    }
    command = (sys.executable, "-m", "bot.cli", "run")
    process = await asyncio.create_subprocess_exec(*command, cwd=folder, env=surroundings, stdout=PIPE)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def printed_code(process: Process) -> str:
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE):
        async for line in process.stdout:
            if found := re.search(r"https://t\.me/nightdesk_sandbox_bot\?start=([\w-]+)", line.decode()):
                return found[1]
    raise AssertionError("no link was printed")


@pytest.mark.slow
async def test_from_a_token_to_the_first_answered_customer(tmp_path: Path) -> None:
    sandbox = Sandbox()
    anna = sandbox.manager("Анна")
    sandbox.staff_group.makes_bot("left")
    began = time.monotonic()
    async with sandbox.serve() as address, nightdesk_run(tmp_path, address) as process:
        owner = Owner(anna.in_private, sandbox)
        assert "Как называется ваша компания?" in await owner.starts(await printed_code(process))
        assert "телефон +7 495 000-00-00" in await owner.writes("Северный дом\n+7 495 000-00-00\nМосква, Мясницкая, 5")
        drawn = await owner.taps_on("Пн–пт 9–18")
        assert "пн  ·········█████████······" in drawn
        assert "пн–пт 09:00–18:00" in drawn
        assert "В праздники России вы закрыты" in await owner.taps_on("Москва")
        assert "О чём вас спрашивают чаще всего?" in await owner.chooses_group("Выбрать группу с темами")
        noted = await owner.writes("Сколько стоит доставка?\nПо городу — **300 ₽**.")
        assert "Записал." in noted
        answered = await owner.writes("сколько стоит доставка")
        assert "По городу — 300 ₽." in answered
        assert "Готово, я на смене" in answered

        maria = sandbox.customer("Мария")
        maria.writes("Сколько стоит доставка?")
        await sandbox.until(lambda: any("300 ₽" in message.text for message in maria.sees), PATIENCE)
        maria.writes("А какой у вас телефон?")
        await sandbox.until(lambda: any("+7 495 000-00-00" in message.text for message in maria.sees), PATIENCE)
        maria.writes("какой адрес?")
        await sandbox.until(lambda: any("Мясницкая, 5" in message.text for message in maria.sees), PATIENCE)

    assert owner.taps <= MOST_TAPS
    assert owner.lines <= MOST_LINES
    assert time.monotonic() - began < LONGEST
    settings = load_config(tmp_path / "config.toml", {})
    assert (settings.company.phone, settings.company.address) == ("+7 495 000-00-00", "Москва, Мясницкая, 5")
    assert (settings.company.name, settings.hours.week, settings.hours.timezone) == (
        *("Северный дом", "Mo-Fr 09:00-18:00"),
        "Europe/Moscow",
    )
    assert (settings.staff.chat_id, settings.staff.topics) == (sandbox.staff_group.id, True)
    assert "1:TEST" not in (tmp_path / "config.toml").read_text(encoding="utf-8")
    assert [topic.name for topic in sandbox.staff_group.topics] == ["Проверка связи"]
    assert specified_types() is None or spec_errors(sandbox) == []
