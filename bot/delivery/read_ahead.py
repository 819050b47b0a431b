"""Has the FAQ read a message before the transaction that handles it.

What is read ahead only saves time: what is missing then is read between two tries of the transaction.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.arrival import Arrival
from bot.desk.faq_reading import MatchesOf, Reading, Readings, Result
from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import DeskContext, UnitOfWork

MOST_CHATS = 10_000


@dataclass(frozen=True)
class Foresight:
    """What the handlers will ask of the FAQ.

    `likely` tells by the arrival alone, at that moment (aware, UTC). `look` asks for the readings in a transaction: it
    raises NotReadError for the first that is missing, and writes nothing.
    """

    likely: Callable[[DeskContext, Arrival, datetime], Sequence[Reading[Result]]]
    look: Callable[[UnitOfWork, Arrival], None]


UNFORESEEN = Foresight(lambda _context, _arrival, _now: (), lambda _uow, _arrival: None)


class ReadAhead:
    """Nearly every sure question needs no look at the conversation; a message for a person need not be matched.

    So a text is matched at once, unless the last one of its chat was matched in vain.
    """

    def __init__(self, transactions: Transactions, foresight: Foresight) -> None:
        self._transactions = transactions
        self._foresight = foresight
        self._matched_in_vain: OrderedDict[int | None, None] = OrderedDict()  # chats, the latest last

    async def read(self, arrival: Arrival) -> Readings:
        """The readings that handling the arrival will need, or most of them."""
        now = self._transactions.clock.now()
        likely = self._foresight.likely(self._transactions.context, arrival, now)
        if arrival.chat in self._matched_in_vain:
            likely = [reading for reading in likely if not isinstance(reading, MatchesOf)]
        readings = await self._transactions.faq_reader.read(likely) if likely else Readings()
        if readings.suffice or not (arrival.message or arrival.edited):
            return readings
        return await self._transactions.look(lambda uow: self._foresight.look(uow, arrival), readings)

    def note_used(self, arrival: Arrival, readings: Readings) -> None:
        """The arrival was handled with these readings."""
        if readings.is_match_used:
            self._matched_in_vain.pop(arrival.chat, None)
        elif readings.is_matched:
            self._matched_in_vain[arrival.chat] = None
            if len(self._matched_in_vain) > MOST_CHATS:
                self._matched_in_vain.popitem(last=False)
