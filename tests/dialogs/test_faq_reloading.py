"""The FAQ's files are edited while the desk runs: nobody has to restart it, and nothing done to the folder ends it."""

import asyncio
import errno
import shutil
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from watchfiles import awatch
from watchfiles.main import FileChange

from bot.background import faq_reloader, folder_watch
from tests.dialogs.night import FAQ, House, Night, a_night, texts

BROKEN = "Правка FAQ не принята"
SECONDS = 60.0  # on a busy machine
PRICES = "delivery.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FAQ, tmp_path / "faq"))


@pytest.fixture
async def night(tmp_path: Path, folder: Path) -> AsyncIterator[Night]:
    async with a_night(tmp_path, House(faq=folder)) as night:
        await night.settled()
        yield night


def set_price(folder: Path, price: str) -> None:
    path = folder / PRICES
    text = (FAQ / PRICES).read_text(encoding="utf-8")
    path.write_text(text.replace("300 ₽", price), encoding="utf-8")


def told(night: Night) -> list[str]:
    """What the staff were told of the FAQ."""
    return [text for text in texts(night.staff_sees()) if "FAQ" in text]


def broken(night: Night) -> list[str]:
    return [text for text in told(night) if BROKEN in text]


def in_use(night: Night) -> str:
    """The texts of the FAQ that is in use."""
    return str(night.parts.transactions.context.knowledge.library)


def _is_broken(night: Night, times: int) -> bool:
    return len(broken(night)) == times


def _serves(night: Night, price: str) -> bool:
    return price in in_use(night)


async def until(night: Night, holds: Callable[[], object]) -> None:
    await night.sandbox.until(lambda: bool(holds()), SECONDS)


async def price_heard(night: Night) -> str:
    night.maria.writes("почём доставка")
    return (await night.reply(night.maria)).text


async def test_an_edit_is_served_and_reported_once(night: Night, folder: Path) -> None:
    set_price(folder, "350 ₽")
    await until(night, lambda: told(night))
    assert "350 ₽" in await price_heard(night)
    assert len(told(night)) == 1


async def test_an_edit_in_several_saves_is_read_once(
    night: Night, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faq_reloader, "SETTLE_SECONDS", 1.0)
    for half in ("{{ компания }}", "{% if", "370 ₽"):
        set_price(folder, half)
        await asyncio.sleep(0.3)
    await until(night, lambda: told(night))
    assert "370 ₽" in await price_heard(night)
    assert len(told(night)) == 1


async def test_a_broken_edit_is_reported_and_its_repair_is_served(night: Night, folder: Path) -> None:
    set_price(folder, "{{ компания }}")
    await until(night, lambda: told(night))
    assert "300 ₽" in await price_heard(night)
    set_price(folder, "380 ₽")
    await until(night, lambda: len(told(night)) == 2)
    assert "380 ₽" in await price_heard(night)


async def test_a_folder_that_is_replaced_is_watched_again(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_watch, "SAFETY_SECONDS", 0.5)
    async with a_night(tmp_path, House(faq=folder)) as night:
        for number, price in enumerate(("350 ₽", "360 ₽"), start=1):
            shutil.move(folder, tmp_path / f"old-{number}")
            await until(night, partial(_is_broken, night, number))
            new = Path(shutil.copytree(FAQ, tmp_path / "new"))
            set_price(new, price)
            shutil.move(new, folder)
            await until(night, partial(_serves, night, price))
        assert "360 ₽" in await price_heard(night)


async def test_without_notifications_the_folder_is_polled(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def limited(*paths: Path, force_polling: bool | None, **options: Any) -> AsyncGenerator[set[FileChange], None]:
        if not force_polling:
            raise OSError(errno.ENOSPC, "OS file watch limit reached")
        return awatch(*paths, force_polling=True, **options)

    monkeypatch.setattr(folder_watch, "awatch", limited)
    monkeypatch.setattr(folder_watch, "SAFETY_SECONDS", 1e4)
    monkeypatch.setattr(folder_watch, "POLL_MS", 100)
    async with a_night(tmp_path, House(faq=folder)) as night:
        await until(night, lambda: "can't be watched" in caplog.text)
        await asyncio.sleep(1.5)  # the first delay of the retry policy
        set_price(folder, "350 ₽")
        await until(night, lambda: told(night))
        assert "350 ₽" in await price_heard(night)


async def test_a_watch_that_never_works_does_not_end_the_desk(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: Path, **__: object) -> AsyncGenerator[set[FileChange], None]:
        raise BaseExceptionGroup("in a thread", [SystemError("panicked")])
        yield set()

    monkeypatch.setattr(folder_watch, "awatch", broken)
    async with a_night(tmp_path, House(faq=folder)) as night:
        set_price(folder, "350 ₽")
        await until(night, lambda: told(night))
        assert "350 ₽" in await price_heard(night)
