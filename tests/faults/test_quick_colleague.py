"""A colleague answers a card before the desk has recorded that it was posted: the customer gets the answer."""

import asyncio
from pathlib import Path

from typing_extensions import override

from bot.sandbox import Call, Manager, Sandbox, Seen
from bot.sandbox.faults import Fault
from bot.sandbox.params import Given
from tests.faults.desk import Desk, a_desk
from tests.postgres import both_databases

WORDS = "Уже еду"
RESPONSE_SECONDS = 0.5  # from the answer until the desk hears that its card was posted


class QuickSandbox(Sandbox):
    """Anna answers the first card at once, while Telegram's response is on its way."""

    anna: Manager | None = None

    @override
    async def carry_out(self, method: str, given: Given, fault: Fault | None) -> Call:
        call = await super().carry_out(method, given, fault)
        if self.anna and method == "sendMessage" and str(given.get("text")).startswith("№1"):
            anna, self.anna = self.anna, None
            [card] = [seen for seen in self.staff_group.messages() if seen.text.startswith("№1")]
            self.answer(anna, card)
            await asyncio.sleep(RESPONSE_SECONDS)
        return call

    def answer(self, anna: Manager, card: Seen) -> None:
        if card.topic:
            anna.writes(WORDS, topic=card.topic)
        else:
            anna.writes(WORDS, reply_to=card)


async def hears_anna(desk: Desk, sandbox: QuickSandbox) -> None:
    """Time goes on as it is: what is not recorded is waited for only so long."""
    sandbox.anna = desk.anna
    desk.maria.writes("Позовите оператора")
    await desk.until(lambda: any(WORDS in seen.text for seen in desk.maria.sees), faster=0.0)
    assert [seen for seen in desk.staff_sees() if "не относится к заявке" in seen.text] == []


@both_databases
async def test_in_a_new_topic(tmp_path: Path, database_url: str) -> None:
    sandbox = QuickSandbox()
    async with a_desk(tmp_path, sandbox, database_url=database_url) as desk:
        await hears_anna(desk, sandbox)


async def test_in_reply_to_a_new_card(tmp_path: Path) -> None:
    sandbox = QuickSandbox(forum=False)
    async with a_desk(tmp_path, sandbox) as desk:
        await hears_anna(desk, sandbox)


class ClosingSandbox(QuickSandbox):
    """Anna closes the new topic instead."""

    @override
    def answer(self, anna: Manager, card: Seen) -> None:
        assert card.topic
        self.staff_group.closes(card.topic)


async def test_who_closes_a_new_topic_is_asked_what_is_meant(tmp_path: Path) -> None:
    sandbox = ClosingSandbox()
    async with a_desk(tmp_path, sandbox) as desk:
        sandbox.anna = desk.anna
        desk.maria.writes("Позовите оператора")
        await desk.until(lambda: any("Она решена?" in seen.text for seen in desk.staff_sees()), faster=0.0)


async def test_other_talk_waits_for_nobody_for_long(tmp_path: Path) -> None:
    """A card that may have been sent, but whose outcome never becomes known, does not hold the group."""
    async with a_desk(tmp_path) as desk:
        await desk.opens()
        hand_made = desk.sandbox.staff_group.makes("Болтовня")
        await desk.change("UPDATE outbox SET sent_at = NULL, claimed_at = created_at WHERE customer_id IS NULL")
        desk.anna.writes("Всем привет", topic=hand_made)
        await desk.until(lambda: any("не относится к заявке" in seen.text for seen in desk.staff_sees(hand_made)))
