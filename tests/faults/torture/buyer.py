"""A customer with one request: the ways in which it begins, and what they do while the ticket is active."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from random import Random

from bot.sandbox import Seen, photo
from tests.faults.torture.evidence import Said
from tests.faults.torture.town import Town

LONGEST_THOUGHT = 0.3  # seconds between two messages
YES, NO, OPEN_AGAIN = "👍 Помогло", "🙋 Позвать человека", "↩️ Открыть снова"
WELCOME = "Пожалуйста."
_NUMBER = re.compile(r"№(\d+) принята")


@dataclass(frozen=True)
class Known:
    """A question of the FAQ in the folder beside, and words that only its answer has."""

    question: str
    answer: str


KNOWN = (
    Known("Сколько стоит доставка?", "300 ₽"),
    Known("Как отследить заказ?", "приходит в смс"),
    Known("Как оплатить заказ?", "наличными курьеру"),
    Known("Как вернуть товар?", "14 дней"),
    Known("Какая гарантия на технику?", "Год со дня покупки"),
    Known("Где вы находитесь?", "Улица Северная"),
    Known("Есть ли у вас парковка?", "под шлагбаум"),
    Known("Делаете ли вы подарочную упаковку?", "скажите об этом"),
)
UNCLEAR = ("оплата", "возврат", "вопрос про доставку и оплату", "гарантия")
ANY_ANSWER = tuple(known.answer for known in KNOWN)


class Buyer:
    def __init__(self, town: Town, number: int, random: Random) -> None:
        self.town = town
        self.random = random
        self.me = town.sandbox.customer(f"Покупатель {number}")

    async def has_a_matter(self) -> None:
        """Write to the desk. `number` says afterwards whether there is a ticket."""
        await self.random.choice(BEGINNINGS)(self)

    @property
    def number(self) -> str | None:
        """The ticket's, as they were told."""
        found = (_NUMBER.search(seen.text) for seen in self.me.sees)
        return next((number[1] for number in found if number), None)

    async def thinks(self) -> None:
        await asyncio.sleep(self.random.uniform(0, LONGEST_THOUGHT))

    async def hears(self, words: str, since: int = 0) -> Seen:
        """Wait for a message with these words, newer than the one with the id `since`."""

        def found() -> Seen | None:
            return next((seen for seen in self.me.sees if words in seen.text and seen.id > since), None)

        await self.town.until(found, f"{self.me.name} never heard {words!r}: {[one.text for one in self.me.sees]}")
        heard = found()
        assert heard is not None
        return heard

    def says(self, text: str, answers: Sequence[str]) -> Seen:
        """Write something that is answered by one of `answers`."""
        return self._noted(self.me.writes(text), text, answers)

    def tells(self) -> Seen:
        """Write something that the FAQ does not know."""
        mark = self.town.mark()
        return self._noted(self.me.writes(f"Накладная {mark}: сломалась ножка"), mark)

    def sends_photos(self, count: int) -> None:
        marks = [self.town.mark() for _ in range(count)]
        sent = self.me.sends(*[photo(f"Снимок {mark}") for mark in marks])
        for one, mark in zip(sent, marks, strict=True):
            self._noted(one, mark)

    def edits(self, message: Seen) -> None:
        mark = self.town.mark()
        self.me.edits(message, f"Накладная {mark}: сломались две ножки")
        self.town.record.edited(self.me.id, message.id, mark)

    def presses(self, label: str, on: Seen) -> None:
        self.town.record.pressed.append(self.me.presses(label, on=on))

    async def adds(self) -> None:
        """Write more while the ticket is open: texts, pictures, an edit."""
        for _ in range(self.random.randint(0, 3)):
            await self.thinks()
            self.random.choice(ADDITIONS)(self)

    async def comes_back(self) -> None:
        """To a ticket that was solved: by a button, with more to say, or with thanks."""
        await self.thinks()
        solved = await self.hears("решена")
        way = self.random.random()
        if way < 0.25:
            self.presses(OPEN_AGAIN, on=solved)
            await self.hears("снова открыта")
        elif way < 0.5:
            self.tells()
            await self.hears("снова открыта")
        elif way < 0.75:
            self.says("Спасибо!", [WELCOME])

    async def _asks_what_is_known(self) -> None:
        first, second = self.random.sample(KNOWN, 2)
        asked = self.says(first.question, [first.answer])
        if self.random.random() < 0.3:
            self.says(second.question, [second.answer])
        answer = await self.hears(first.answer, since=asked.id)
        await self.thinks()
        await self._judges(answer)

    async def _judges(self, answer: Seen) -> None:
        """Whether the answer helped."""
        way = self.random.random()
        if way < 0.4:
            self.presses(YES, on=answer)
        elif way < 0.6:
            self.presses(NO, on=answer)
            await self._gets_ticket()
        elif way < 0.8:
            self.says("Спасибо!", [WELCOME])

    async def _asks_unclearly(self) -> None:
        self.says(self.random.choice(UNCLEAR), ANY_ANSWER)
        await self.town.until(lambda: self.me.sees, f"{self.me.name} was met with nothing")
        await self.thinks()
        way, choice = self.random.random(), self._offered
        if choice is None:
            return
        if way < 0.5:
            self.presses(choice.buttons[0][0], on=choice)
            await self.thinks()
        elif way < 0.8:
            self.presses(choice.buttons[-1][0], on=choice)
            await self._gets_ticket()
        else:
            self._calls()
            await self._gets_ticket()

    async def _asks_what_nobody_knows(self) -> None:
        """In a burst; the last message may be put better right away."""
        for _ in range(self.random.randint(1, 4)):
            last = self.tells()
            await self.thinks()
        if self.random.random() < 0.3:
            self.edits(last)
        await self._gets_ticket()

    async def _shows_what_happened(self) -> None:
        self.sends_photos(self.random.randint(1, 3))
        await self._gets_ticket()

    async def _calls_for_a_person(self) -> None:
        self._calls()
        if self.random.random() < 0.5:
            self.tells()
        await self._gets_ticket()

    def _calls(self) -> None:
        mark = self.town.mark()
        self._noted(self.me.writes(f"Позовите оператора, накладная {mark}"), mark)

    async def _gets_ticket(self) -> None:
        """When they are offered a choice first, nothing fits."""
        choice = await self._choice()
        if choice:
            self.presses(choice.buttons[-1][0], on=choice)
            await self.hears("принята")

    async def _choice(self) -> Seen | None:
        """Wait for a choice or a ticket; the choice, when that came first."""
        await self.town.until(lambda: self.number or self._offered, f"{self.me.name} was met with nothing")
        return None if self.number else self._offered

    @property
    def _offered(self) -> Seen | None:
        return next((seen for seen in self.me.sees if _is_unanswered_choice(seen)), None)

    def _noted(self, message: Seen, words: str, answers: Sequence[str] = ()) -> Seen:
        said = Said(self.me.id, message.id, words, tuple(answers))
        self.town.record.said[self.me.id, message.id] = said
        return message

    def _corrects(self) -> None:
        """Write something and change it at once."""
        self.edits(self.tells())


def _is_unanswered_choice(seen: Seen) -> bool:
    """A choice or a preview: its last button says that nothing of it is meant."""
    last = seen.buttons[-1][0] if seen.buttons else ""
    return (seen.data_of(last) or "").startswith("none_fits:")


BEGINNINGS: Sequence[Callable[[Buyer], Awaitable[None]]] = (
    *[Buyer._asks_what_is_known] * 3,
    Buyer._asks_unclearly,
    *[Buyer._asks_what_nobody_knows] * 2,
    Buyer._shows_what_happened,
    Buyer._calls_for_a_person,
)
ADDITIONS: Sequence[Callable[[Buyer], object]] = (
    *[Buyer.tells] * 2,
    Buyer._corrects,
    lambda buyer: buyer.sends_photos(1),
    lambda buyer: buyer.sends_photos(3),
)
