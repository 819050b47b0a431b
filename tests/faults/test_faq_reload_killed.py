"""A desk that is killed while it takes over an edit of the FAQ: the next start serves the edit."""

import asyncio
import os
import shutil
import signal
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox import Sandbox
from tests.faults.desk import FAQ, TIMEOUT_SECONDS
from tests.faults.desk_process import DeskProcess, as_command
from tests.faults.life import write_config

MOST_STEPS = 20
LOOK_SECONDS = 0.05
CACHE = ".cache"  # how the name of the folder with all that is kept of a FAQ ends


def dying(config: str, step: int) -> int:
    """`nightdesk run` that kills itself before (`step` even) or after (odd) it moves a file of the cache into place."""
    left, move = [step], Path.replace

    def replace(this: Path, target: Any) -> Path:
        is_of_cache = this.parent.name.endswith(CACHE)
        _die_at(left, is_of_cache)
        moved = move(this, target)
        _die_at(left, is_of_cache)
        return moved

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        return as_command(config)


def _die_at(left: list[int], counts: bool) -> None:
    if counts and not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    left[0] -= counts


async def test_the_next_start_serves_the_edit(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FAQ, tmp_path / "faq"))
    page = folder / "delivery.md"
    good = page.read_text(encoding="utf-8")
    sandbox = Sandbox()
    sandbox.manager("Анна")
    async with sandbox.serve() as address:
        desk = DeskProcess(write_config(tmp_path, sandbox, address, faq=folder))

        async def answers(price: int) -> None:
            """A customer who is new reads the price."""
            asks = sandbox.customer(f"Клиент {price}")
            asks.writes("почём доставка")
            await sandbox.until(lambda: any(f"{price} ₽" in seen.text for seen in asks.sees), TIMEOUT_SECONDS)

        desk.start()
        await answers(300)
        await killed(desk)
        for step in range(MOST_STEPS):
            desk.run = partial(dying, step=step)
            desk.start()
            await answers(300 + step)
            before = len(accepted(sandbox))
            page.write_text(good.replace("300 ₽", f"{301 + step} ₽"), encoding="utf-8")
            while desk.is_alive and len(accepted(sandbox)) == before:  # noqa: ASYNC110 - a death tells nobody
                await asyncio.sleep(LOOK_SECONDS)
            has_died = not desk.is_alive
            await killed(desk)
            desk.run = as_command
            desk.start()
            await answers(301 + step)
            await killed(desk)
            if not has_died:
                break
        assert 2 <= step < MOST_STEPS - 1, desk.log  # it was killed at each step of taking over an edit


async def killed(desk: DeskProcess) -> None:
    desk.kill()
    await desk.ended()


def accepted(sandbox: Sandbox) -> list[str]:
    return [seen.text for seen in sandbox.staff_group.messages() if "FAQ обновлён" in seen.text]
