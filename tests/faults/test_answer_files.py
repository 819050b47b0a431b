"""Files of answers across restarts and kills: uploaded once, and nothing is lost or sent twice."""

import asyncio
from pathlib import Path

import pytest

from bot.sandbox import Call, Sandbox
from bot.sandbox.errors import bad_request
from bot.sandbox.faults import Fault
from bot.sandbox.params import Given
from tests.faults.desk import a_desk
from tests.pictures import png
from tests.postgres import both_databases

FAQ = """# Магазин

## Где у вас парковка? {#parking}
Также спрашивают:
- куда поставить машину
- есть ли парковка
- можно ли припарковаться

Во дворе, въезд с переулка.

![Схема](map.png)
"""
PARKING = "Где у вас парковка?"


class HangingSandbox(Sandbox):
    """Refuses each photo. The response to call number `hangs_at` of those about photos and words never arrives."""

    def __init__(self, hangs_at: int, is_done: bool) -> None:
        super().__init__()
        self.hangs_at, self.is_done = hangs_at, is_done
        self.hung = asyncio.Event()
        self._count = 0

    async def carry_out(self, method: str, given: Given, fault: Fault | None) -> Call:
        if method not in ("sendPhoto", "sendMessage") or self.hung.is_set():
            return await self._carry_out(method, given, fault)
        self._count += 1
        hangs = self._count == self.hangs_at
        call = await self._carry_out(method, given, fault) if self.is_done or not hangs else None
        if hangs:
            self.hung.set()
        if hangs or call is None:
            await asyncio.Event().wait()
        assert call is not None
        return call

    async def _carry_out(self, method: str, given: Given, fault: Fault | None) -> Call:
        if method != "sendPhoto":
            return await super().carry_out(method, given, fault)
        refusal = bad_request("PHOTO_INVALID_DIMENSIONS")
        return Call(self.clock.now(), method, {}, 400, {"ok": False, "error_code": 400, "description": str(refusal)})


@pytest.fixture
def faq(tmp_path: Path) -> Path:
    folder = tmp_path / "faq"
    folder.mkdir()
    (folder / "shop.md").write_text(FAQ, encoding="utf-8")
    (folder / "map.png").write_bytes(png())
    return folder


@both_databases
async def test_a_restart_uploads_nothing_again(tmp_path: Path, faq: Path, database_url: str) -> None:
    sandbox = Sandbox()
    people = [sandbox.customer("Мария"), sandbox.customer("Олег")]
    for customer in people:
        async with a_desk(tmp_path, sandbox, faq=faq, database_url=database_url) as desk:
            customer.writes(PARKING)
            await desk.quiet()
    sent = [str(call.params["photo"]) for call in sandbox.calls if call.method == "sendPhoto" and call.ok]
    assert [one.startswith("SANDBOX-") for one in sent] == [False, True]
    assert [seen.kind for one in people for seen in one.sees if seen.from_bot] == ["text", "photo"] * 2


async def test_uploads_of_files_that_left_the_faq_are_forgotten(tmp_path: Path, faq: Path) -> None:
    sandbox = Sandbox()
    async with a_desk(tmp_path, sandbox, faq=faq) as desk:
        desk.maria.writes(PARKING)
        await desk.quiet()
        assert desk.ask("SELECT path FROM uploadedfile") == [("map.png",)]
        (faq / "shop.md").write_text(FAQ.replace("![Схема](map.png)", ""), encoding="utf-8")
        await desk.until(lambda: desk.ask("SELECT count(*) FROM uploadedfile") == [(0,)])


@pytest.mark.parametrize(
    ("database_url", "hangs_at", "is_done"),
    [
        ("sqlite", 2, False),
        ("sqlite", 2, True),
        ("sqlite", 3, False),
        ("sqlite", 3, True),
        ("postgresql", 2, True),
        ("postgresql", 3, False),
    ],
    indirect=["database_url"],
)
async def test_killed_while_a_refused_picture_is_on_its_way(
    tmp_path: Path, faq: Path, database_url: str, hangs_at: int, is_done: bool
) -> None:
    """Before and after Telegram refuses the picture, and before and after the words go without it."""
    sandbox = HangingSandbox(hangs_at, is_done)
    maria = sandbox.customer("Мария")
    async with a_desk(tmp_path, sandbox, faq=faq, database_url=database_url) as desk:
        maria.writes(PARKING)
        await desk.until(sandbox.hung.is_set)
    async with a_desk(tmp_path, sandbox, faq=faq, database_url=database_url) as desk:
        await desk.quiet()
        words, instead = [seen.text for seen in maria.sees if seen.from_bot]
        assert words == "Во дворе, въезд с переулка."
        assert "Картинку к этому ответу сейчас отправить не получается" in instead
        reports = [seen for seen in desk.staff_sees() if "уходит без файла" in seen.text]
        assert len(reports) == 1
        assert desk.ask("SELECT decision, entry_id FROM question") == [("answer", "parking")]
