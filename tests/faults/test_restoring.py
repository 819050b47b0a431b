"""A backup made while customers wrote is restored, and the desk continues from it."""

import asyncio
import re
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from threading import Semaphore

import pytest

from bot.sandbox import Customer, Sandbox
from storage import backup
from storage.backup import back_up
from storage.restore import Restored, restore
from tests.faults.desk import DATABASE, Desk, a_desk

AT_ONCE = 8
TICKETS = "SELECT count(*) FROM ticket"
TWICE = "SELECT customer_id FROM ticket GROUP BY customer_id HAVING count(*) > 1"
FAILED = "SELECT * FROM outbox WHERE failed_at IS NOT NULL"


def asked_by_another(desk: Desk, number: int) -> Customer:
    customer = desk.sandbox.customer(f"Клиент {number}")
    customer.writes("Позовите оператора")
    return customer


async def backed_up_under_load(desk: Desk) -> list[Customer]:
    """Copies the database while requests are being handled; between its pages more come. Returns who asked."""
    written = Semaphore(0)

    def wait_for_the_next(_left: int, _pages: int) -> None:
        assert written.acquire(timeout=60)

    customers = [asked_by_another(desk, number) for number in range(AT_ONCE)]
    await desk.until(lambda: customers[0].sees)
    copying = asyncio.create_task(
        asyncio.to_thread(back_up, desk.folder / DATABASE, desk.folder / "backup.db", wait_for_the_next)
    )
    for number in count(AT_ONCE):
        customers.append(asked_by_another(desk, number))
        await desk.until(lambda: customers[-1].sees)
        written.release()
        if copying.done():
            await copying
            return customers
    raise AssertionError


def number_told(customer: Customer) -> int:
    """The ticket's number that the customer heard of last."""
    numbers: list[str] = re.findall(r"№(\d+)", " ".join(seen.text for seen in customer.sees))
    return int(numbers[-1])


async def forced(folder: Path) -> Restored:
    return await asyncio.to_thread(restore, folder / "backup.db", folder / DATABASE, datetime.now(UTC), force=True)


async def test_the_desk_goes_on_from_a_backup_made_under_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "PAGES_PER_STEP", 10)
    sandbox = Sandbox()
    async with a_desk(tmp_path, sandbox) as desk:
        await desk.opens()
        maria = desk.maria
        customers = await backed_up_under_load(desk)
        await desk.quiet()
        [(all_tickets,)] = desk.ask(TICKETS)
    done = await forced(tmp_path)
    assert done.lost is not None
    assert 0 < done.contents.rows["ticket"] == all_tickets - done.lost.tickets < all_tickets
    async with a_desk(tmp_path, sandbox) as desk:
        await desk.quiet()
        newcomer, last = sandbox.customer("Новый клиент"), customers[-1]
        newcomer.writes("Позовите оператора")
        last.writes("Вы обо мне помните? Позовите оператора")
        await desk.until(lambda: newcomer.sees and number_told(last) > all_tickets)
        assert number_told(newcomer) > all_tickets
        first = next(seen for seen in desk.cards if "№1 " in seen.text)
        desk.anna.writes("Уже едет", topic=first.topic)
        await desk.until(lambda: "Уже едет" in maria.sees[-1].text)
        await desk.quiet()
        assert (desk.ask(TWICE), desk.ask(FAILED)) == ([], [])
