"""Many customers at once, with Telegram's rate limits enforced."""

import time
from pathlib import Path

import pytest

from bot.delivery import outbox as delivery_outbox
from bot.delivery.batching import MANY
from bot.delivery.rate_limiter import Rate, RateLimits
from bot.desk.notifications import Notification
from bot.desk.outbox import Post, plain, to_staff_room
from bot.desk.unit_of_work import UnitOfWork
from bot.sandbox import Sandbox, photo
from bot.sandbox.limits import FloodLimits
from tests.faults.desk import a_desk

FASTER = 20  # Telegram's minute takes so many times less; all is sent before it is over, if nothing holds it back
TICKETS = 40
REMINDERS = 8
ALBUMS, OF_AN_ALBUM = 5, 5
BRISK = RateLimits(person=Rate(5, 5.0 / FASTER), group=Rate(20, 60.0 / FASTER), everybody=Rate(30, 1.0 / FASTER))


@pytest.fixture(autouse=True)
def as_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """On this fast clock what arrives a little late counts as much later, so the outbox must not be faster, too."""
    monkeypatch.setattr(delivery_outbox, "GATHER_SECONDS", 0.05)


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


async def test_what_waits_for_a_busy_group_becomes_one_message(tmp_path: Path) -> None:
    """Relayed completely and in order; all within one customer's limit for a minute."""
    async with a_desk(tmp_path) as desk:
        await desk.opens()
        group = desk.sandbox.staff_group.id
        busy = desk.sandbox.faults.add("429", chat_id=group, method="sendMessage", times=None, retry_after=1)
        texts = [f"Сообщение {number} 🙂" for number in range(2 * MANY + MANY // 2)]
        for text in texts[: 2 * MANY]:
            desk.maria.writes(text)
        desk.maria.sends(photo())
        for text in texts[2 * MANY :]:
            desk.maria.writes(text)
        await desk.has_read()
        desk.sandbox.faults.remove(busy.id)
        await desk.quiet()
        _, *shown = desk.staff_sees("№1")
        words = [line for seen in shown for line in seen.text.splitlines() if line.startswith("Сообщение")]
        assert words == texts
        assert [seen.kind for seen in shown].index("photo") > 0
        assert len(shown) < MANY
        bold = [entity for entity in shown[-1].entities if entity["type"] == "bold"]
        assert len(bold) == shown[-1].text.count("Мария:")


async def test_a_person_who_waits_comes_before_notifications(tmp_path: Path) -> None:
    slow = RateLimits(person=Rate(1000, 0.0), group=Rate(1, 0.1))
    async with a_desk(tmp_path, limits=slow) as desk:
        await desk.parts.transactions.run(_remind_often)
        desk.maria.writes("Позовите оператора")
        await desk.quiet()
        texts = [seen.text for seen in desk.staff_sees()]
        assert len(texts) == 1 + REMINDERS
        assert texts.index(desk.cards[0].text) < REMINDERS


def _remind_often(desk: UnitOfWork) -> None:
    for number in range(REMINDERS):
        to_staff_room(desk, Post(plain(f"Напоминание {number}")), Notification.REMINDER)


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
