"""The set-up in the chat: who may lead it, restarts, groups that can't be used, what is written."""

import asyncio
import stat
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.commands.setup.guide import set_up
from bot.commands.setup.record import record_beside
from bot.config import load_config
from bot.sandbox import Customer, Manager, Sandbox
from bot.setup import Access
from faq.loading import load

PATIENCE = 30.0


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox()


@pytest.fixture
def anna(sandbox: Sandbox) -> Manager:
    return sandbox.manager("Анна")


@asynccontextmanager
async def setting_up(sandbox: Sandbox, folder: Path) -> AsyncIterator["asyncio.Task[None]"]:
    """The set-up as a task, once it listens."""
    async with sandbox.serve() as address:
        access = Access(address, "1:TEST", is_in_environment=False)
        task = asyncio.create_task(set_up(access, folder / "config.toml", sandbox.clock))
        try:
            await sandbox.until(lambda: sandbox.world.polling.is_waiting, PATIENCE)
            yield task
        finally:
            task.cancel()
            await asyncio.wait([task])


def code_in(folder: Path) -> str:
    return record_beside(folder / "config.toml").read().code


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def hears(sandbox: Sandbox, person: Customer, act: Callable[[], object], text: str) -> None:
    """Act, and wait for a new message with that text."""
    before = len(person.sees)
    act()
    await sandbox.until(lambda: any(text in message.text for message in person.sees[before:]), PATIENCE)


async def led_to_the_group(sandbox: Sandbox, owner: Customer, folder: Path) -> None:
    await hears(sandbox, owner, lambda: owner.writes(f"/start {code_in(folder)}"), "Как называется")
    await hears(sandbox, owner, lambda: owner.writes("Северный дом"), "Когда вы работаете?")
    await hears(sandbox, owner, lambda: owner.writes("круглосуточно"), "назовите город")
    await hears(sandbox, owner, lambda: owner.writes("Самара"), "Теперь группа")


async def test_only_the_first_with_the_link_is_the_owner(sandbox: Sandbox, anna: Manager, tmp_path: Path) -> None:
    maria, eve = sandbox.customer("Мария"), sandbox.customer("Eve", language_code="en")
    async with setting_up(sandbox, tmp_path):
        await hears(sandbox, maria, lambda: maria.writes("Здравствуйте"), "ещё настраивают")
        await hears(sandbox, eve, lambda: eve.writes("/start wrong"), "This link isn't valid")
        code = code_in(tmp_path)
        await hears(sandbox, anna.in_private, lambda: anna.in_private.writes(f"/start {code}"), "Как называется")
        maria.writes(f"/start {code}")
        await hears(sandbox, anna.in_private, lambda: anna.in_private.writes("Северный дом"), "Когда вы работаете?")
        assert [message.text for message in maria.sees] == [maria.sees[0].text]  # told once


async def test_it_goes_on_where_it_was_after_a_restart(sandbox: Sandbox, anna: Manager, tmp_path: Path) -> None:
    owner = anna.in_private
    async with setting_up(sandbox, tmp_path):
        await led_to_the_group(sandbox, owner, tmp_path)
    record = record_beside(tmp_path / "config.toml").path
    assert stat.S_IMODE(record.stat().st_mode) == 0o600
    before = len(owner.sees)
    async with setting_up(sandbox, tmp_path):
        await sandbox.until(lambda: owner.sees[-1].buttons, PATIENCE)
        assert "снова на связи" in owner.sees[before].text
        assert "Теперь группа" in owner.sees[-1].text
        await hears(sandbox, owner, lambda: owner.writes("Назад"), "назовите город")


async def test_a_group_by_command_without_rights_and_then_with(sandbox: Sandbox, anna: Manager, tmp_path: Path) -> None:
    owner, boris = anna.in_private, sandbox.manager("Борис")
    sandbox.staff_group.makes_bot("member")
    async with setting_up(sandbox, tmp_path) as task:
        await led_to_the_group(sandbox, owner, tmp_path)
        await hears(sandbox, owner, lambda: owner.writes("Моей группы там нет"), "/here")
        boris.writes("/here")  # not the owner
        await hears(sandbox, owner, lambda: anna.writes("/here@nightdesk_sandbox_bot"), "Назначьте его администратором")
        assert sandbox.staff_group.topics == []
        sandbox.staff_group.makes_bot("administrator")
        await hears(sandbox, owner, lambda: anna.writes("/here"), "спрашивают чаще всего")
        await hears(sandbox, owner, lambda: owner.writes("Пропустить"), "проверьте меня")
        await hears(sandbox, owner, lambda: owner.writes("Есть ли у вас лодки?"), "передал бы вопрос вам")
        await hears(sandbox, owner, lambda: owner.writes("Начать работу"), "Готово, я на смене")
        await asyncio.wait_for(task, PATIENCE)
    settings = load_config(tmp_path / "config.toml", {})
    assert (settings.hours.timezone, settings.hours.week, settings.hours.holidays) == ("Europe/Samara", "24/7", "RU")
    assert settings.telegram.token.get_secret_value() == "1:TEST"
    assert [entry.question for entry in load(settings.faq.path).entries("ru")] == ["Как вы работаете?"]
    assert names_in(tmp_path) == ["config.toml", "faq"]


async def test_what_comes_after_the_last_step_is_the_desk_s(sandbox: Sandbox, anna: Manager, tmp_path: Path) -> None:
    owner = anna.in_private
    (tmp_path / "faq").mkdir()
    (tmp_path / "faq" / "mine.md").write_text("## Где вы?\n\nТут.\n", encoding="utf-8")
    async with setting_up(sandbox, tmp_path) as task:
        await led_to_the_group(sandbox, owner, tmp_path)
        share = lambda: owner.shares_chat("Выбрать группу с темами", sandbox.staff_group.id)  # noqa: E731
        await hears(sandbox, owner, share, "проверьте меня")
        owner.writes("Начать работу")
        sandbox.customer("Мария").writes("Где вы?")
        await asyncio.wait_for(task, PATIENCE)
        assert sandbox.pending == 1
    assert names_in(tmp_path / "faq") == ["mine.md"]
