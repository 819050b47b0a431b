"""The desk rehearsed: the real one with a temporary database and one customer, and nothing that it says is sent.

For what authors want to see beforehand: `nightdesk faq try` and `nightdesk faq preview`.
"""

import asyncio
import re
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import TypeVar

from bot import routes
from bot.arrival import Arrival, ChatMessage, Command, MessageRef, Sender
from bot.commands.faq_desk import Names
from bot.config import PilotSettings, Settings
from bot.customer.people import DOOR, known_or_met
from bot.desk.conversation.states import GATHERING
from bot.desk.due_jobs import meet_deadline
from bot.desk.knowledge import Knowledge
from bot.desk.notifications import Notification
from bot.desk.payloads import TextMessage
from bot.desk.ticket.history import Incoming
from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import DeskContext, NewRow, UnitOfWork
from bot.telegram.limits import LIMITS
from storage import Database, migrate
from storage.customers import find_customer
from storage.models import Customer, StaffMember

T = TypeVar("T")

_CHAT = 5_200_000_001
_COMMAND = re.compile(r"/(\w+)(?:\s+|$)", re.ASCII)


@dataclass
class Said:
    """What the desk said, in the order in which it is sent."""

    to_customer: list[TextMessage] = field(default_factory=list)
    to_colleagues: list[TextMessage] = field(default_factory=list)  # without the cards of tickets
    opens_ticket: bool = False

    @property
    def kinds(self) -> list[Notification]:
        return [message.kind for message in self.to_customer]


@dataclass
class _Clock:
    moment: datetime

    def now(self) -> datetime:
        return self.moment


class Rehearsal:
    """One desk at one moment, which customers have never written to."""

    def __init__(self, transactions: Transactions, clock: _Clock, customer: Sender) -> None:
        self.said = Said()
        self._transactions = transactions
        self._clock = clock
        self._customer = customer
        transactions.outlet = self._note

    async def writes(self, text: str) -> Said:
        """The customer writes, and waits until the desk has decided. Returns all that was said so far."""
        incoming = Incoming("text", text, _CHAT, 1)
        message = ChatMessage(MessageRef(_CHAT, 1), incoming, _command_in(text))
        arrival = Arrival(1, _CHAT, self._customer, is_private=True, message=message)
        await self.run(lambda uow: routes.handle(uow, arrival))
        until = await self.with_customer(_burst_end)
        if until:
            self._clock.moment = until
            await self.with_customer(meet_deadline)
        return self.said

    @property
    def today(self) -> date:
        """On the company's calendar."""
        return self._transactions.context.today(self._clock.moment)

    async def with_customer(self, work: Callable[[UnitOfWork, Customer], T]) -> T:
        """Run `work` in a transaction of its own."""
        return await self.run(lambda uow: work(uow, known_or_met(uow, self._customer)))

    async def run(self, work: Callable[[UnitOfWork], T]) -> T:
        return await self._transactions.run(work)

    def _note(self, uow: UnitOfWork, rows: Sequence[NewRow]) -> None:
        me = find_customer(uow.session, DOOR, str(_CHAT))
        for row in rows:
            if isinstance(row.payload, TextMessage):
                heard = self.said.to_customer if me and row.customer is me else self.said.to_colleagues
                heard.append(row.payload)
        self.said.opens_ticket |= any(row.ticket is not None for row in rows)


@asynccontextmanager
async def rehearsal(
    settings: Settings, knowledge: Knowledge, at: datetime, language: str, names: Names
) -> AsyncIterator[Rehearsal]:
    """A desk with these settings and this FAQ at that moment (aware). `language`: of the customer's app.

    It answers everybody, also in a pilot: an author wants to see what the bot would say.
    """
    settings = settings.model_copy(update={"pilot": PilotSettings()})
    with tempfile.TemporaryDirectory(prefix="nightdesk-") as folder:
        database, clock = Database(f"sqlite:///{folder}/rehearsal.db"), _Clock(at)
        migrate(database)
        transactions = Transactions(database, DeskContext.of(settings, knowledge, LIMITS), clock)
        try:
            desk = Rehearsal(transactions, clock, Sender(_CHAT, names.customer, language=language))
            await desk.run(partial(_introduce, settings.on_call.people, names.colleagues))
            yield desk
        finally:
            await asyncio.wrap_future(knowledge.answerer)  # its thread must not outlive the process's own work
            transactions.faq_reader.close()
            database.close()


def _introduce(people: Sequence[int], names: Sequence[str], uow: UnitOfWork) -> None:
    """Give those on call names, as they have at a desk that knows its colleagues."""
    for place, person in enumerate(people):
        uow.session.add(StaffMember(telegram_id=person, name=names[place % len(names)], checked_at=uow.now))


def _command_in(text: str) -> Command | None:
    """As Telegram marks one at the begin of a message."""
    found = _COMMAND.match(text)
    return Command(found[1].lower(), text[found.end() :].strip()) if found else None


def _burst_end(_: UnitOfWork, customer: Customer) -> datetime | None:
    """When what was written so far is decided; None when it is."""
    return customer.conversation.until if customer.conversation.state is GATHERING else None
