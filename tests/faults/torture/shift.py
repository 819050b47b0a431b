"""The colleagues at work on one ticket."""

import asyncio

from bot.sandbox import Manager, Seen
from tests.faults.torture.buyer import Buyer
from tests.faults.torture.evidence import Replied

TAKE, WAIT_FOR_CUSTOMER, SOLVED = "🙋 Взять", "⏳ Ждём клиента", "✅ Решено"
NOBODY_CARES = 0.15  # of the tickets


async def look_after(buyer: Buyer, number: str) -> None:
    """Take the ticket, reply, and solve it, while its customer adds this and that."""
    if buyer.random.random() < NOBODY_CARES:
        await buyer.adds()
        return
    desk = Attendance(buyer, number, await _card(buyer, number))
    async with asyncio.TaskGroup() as talk:
        talk.create_task(buyer.adds())
        talk.create_task(desk.replies())
    if buyer.random.random() < 0.8:
        await desk.solves()
        await buyer.comes_back()


class Attendance:
    """What the colleagues do with a ticket, by its card."""

    def __init__(self, buyer: Buyer, number: str, card: Seen) -> None:
        self._buyer = buyer
        self._random = buyer.random
        self._town = buyer.town
        self._number = number
        self._card = card
        self._topic = self._town.room.topic(number)
        self._me, self._other = self._random.sample(self._town.colleagues, 2)

    async def replies(self) -> None:
        if self._random.random() < 0.6:
            await self._takes()
        for _ in range(self._random.randint(1, 3)):
            await self._buyer.thinks()
            await self._writes()
        if self._random.random() < 0.2:
            self._presses(self._me, WAIT_FOR_CUSTOMER)
            await self._buyer.hears("ждём вашего ответа")

    async def solves(self) -> None:
        self._presses(self._me, SOLVED)
        await self._buyer.hears(f"№{self._number} решена")

    async def _takes(self) -> None:
        """Sometimes both want to."""
        self._presses(self._me, TAKE)
        if self._random.random() < 0.3:
            self._presses(self._other, TAKE)
        await self._buyer.hears("занимается")

    async def _writes(self) -> None:
        """A reply, which may be corrected at once or when the customer has it, or a note for the staff."""
        mark, way = self._town.mark(), self._random.random()
        is_internal = way < 0.15
        text = f"// заметка {mark}" if is_internal else f"Ответ {mark}"
        message = self._me.writes(text, topic=self._topic)
        self._town.record.replied[message.id] = Replied(self._buyer.me.id, message.id, mark, is_internal)
        if way < 0.7:
            return
        if way < 0.85:
            await self._buyer.hears(mark)
        self._edits(message)

    def _edits(self, message: Seen) -> None:
        mark = self._town.mark()
        self._me.edits(message, f"Ответ {mark}, исправлено")
        self._town.record.edited_reply(message.id, mark)

    def _presses(self, who: Manager, label: str) -> None:
        self._town.record.pressed.append(who.presses(label, on=self._card))


async def _card(buyer: Buyer, number: str) -> Seen:
    room = buyer.town.room
    await buyer.town.until(lambda: room.card(number), f"there is no card of №{number}")
    card = room.card(number)
    assert card is not None
    return card
