"""A link that a customer came by is on disk."""

from pathlib import Path

from bot.sandbox import Sandbox
from tests.faults.desk import a_desk


async def test_a_link_is_kept_over_a_restart(tmp_path: Path) -> None:
    sandbox = Sandbox()
    async with a_desk(tmp_path, sandbox) as desk:
        maria = desk.maria
        maria.writes("/start order_4411")
        await desk.quiet()
    async with a_desk(tmp_path, sandbox) as desk:
        maria.writes("Позовите оператора")
        await desk.until(lambda: desk.cards)
        assert "по ссылке: заказ 4411, не подтверждено" in desk.cards[0].text
