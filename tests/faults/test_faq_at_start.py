"""A desk that is restarted with a broken FAQ serves the last good one, and says so once."""

import shutil
from pathlib import Path

from bot.sandbox import Sandbox
from tests.faults.desk import FAQ, Desk, a_desk

BROKEN = "⚠️ Правка FAQ не принята"


def complaints(desk: Desk) -> list[str]:
    return [seen.text for seen in desk.staff_sees() if BROKEN in seen.text]


async def test_it_answers_and_complains_once(tmp_path: Path) -> None:
    sandbox, folder = Sandbox(), Path(shutil.copytree(FAQ, tmp_path / "faq"))
    page = folder / "delivery.md"
    good = page.read_text(encoding="utf-8")
    async with a_desk(tmp_path, sandbox, faq=folder) as desk:
        await desk.until((tmp_path / "desk.db.cache" / "last-good-faq.json").exists)
    page.write_text(good.replace("300 ₽", "{{ цена }}"), encoding="utf-8")
    for _ in ("the first restart", "the second one"):
        async with a_desk(tmp_path, sandbox, faq=folder) as desk:
            desk.maria.writes("почём доставка")
            await desk.until(lambda: desk.sees("300 ₽")() and complaints(desk))
            await desk.quiet()
            [complaint] = complaints(desk)
            assert "delivery.md" in complaint
    async with a_desk(tmp_path, sandbox, faq=folder) as desk:
        page.write_text(good.replace("300 ₽", "350 ₽"), encoding="utf-8")
        await desk.until(lambda: any("FAQ обновлён" in seen.text for seen in desk.staff_sees()))
        desk.maria.writes("почём доставка")
        await desk.until(desk.sees("350 ₽"))
