"""Many customers at once, and a Telegram that minds its limits."""

import time
from pathlib import Path

from bot.delivery.limits import Limits, Pace
from bot.sandbox import Sandbox, photo
from bot.sandbox.limits import FloodLimits
from tests.faults.desk import a_desk

FASTER = 20  # Telegram's minute takes so many times less; all is sent before it is over, if nothing holds it back
TICKETS = 40
ALBUMS, OF_AN_ALBUM = 5, 5
BRISK = Limits(person=Pace(5, 5.0 / FASTER), group=Pace(20, 60.0 / FASTER), everybody=Pace(30, 1.0 / FASTER))


class BriskSandbox(Sandbox):
    """Its limits hold in a time of its own."""

    def __init__(self) -> None:
        super().__init__(limits=True)
        self._calls.limits = FloodLimits(lambda: time.monotonic() * FASTER)


async def test_many_tickets_at_once_get_through_the_group_s_limit(tmp_path: Path) -> None:
    sandbox = BriskSandbox()
    async with a_desk(tmp_path, sandbox, BRISK) as desk:
        people = [sandbox.customer(f"Покупатель {number}") for number in range(TICKETS)]
        for person in people:
            person.writes("Позовите оператора")
        await desk.until(lambda: len(desk.cards) > TICKETS // 2)
        await desk.until(lambda: len(desk.cards) == TICKETS)
        await desk.quiet()
        assert [len(person.sees) for person in people] == [1] * TICKETS
        assert not [call for call in sandbox.calls if call.status == 429]


async def test_each_picture_of_an_album_counts(tmp_path: Path) -> None:
    sandbox = BriskSandbox()
    async with a_desk(tmp_path, sandbox, BRISK) as desk:
        people = [sandbox.customer(f"Покупатель {number}") for number in range(ALBUMS)]
        for person in people:
            person.writes("Позовите оператора")
        await desk.until(lambda: len(desk.cards) == ALBUMS)
        for person in people:
            person.sends(*[photo()] * OF_AN_ALBUM)
        await desk.quiet()
        assert len([seen for seen in desk.staff_sees() if seen.kind == "photo"]) == ALBUMS * OF_AN_ALBUM
        assert not [call for call in sandbox.calls if call.status == 429]
