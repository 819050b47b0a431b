"""A second door, made up here: a message comes through it and its answer goes back, and no line of Telegram's is run.

docs/howto/add-a-door.md follows this test.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from bot import routes
from bot.arrival import Arrival, ChatMessage, MessageRef, Sender
from bot.config import CompanySettings, FaqSettings, HoursSettings, Settings, StaffSettings
from bot.delivery.handling import Reader, UpdateHandler
from bot.delivery.inbox import Inbox
from bot.delivery.outbox import Outbox
from bot.delivery.outcomes import Outcome, PostedMessage, Sent
from bot.delivery.rate_limiter import RateLimiter, RateLimits
from bot.desk.door import DoorLimits
from bot.desk.knowledge import Knowledge
from bot.desk.payloads import Outgoing, TextMessage, TicketCard
from bot.desk.ticket.history import Incoming
from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import DeskContext, UnitOfWork
from bot.runtime.clock import SystemClock
from storage import Database
from storage.models import Json

FAQ = Path(__file__).parents[1] / "dialogs" / "faq"
MARIA, STAFF = 7, -1
POST_LIMITS = DoorLimits(
    text=10_000,
    caption=10_000,
    captioned=frozenset({"document"}),
    replaceable=frozenset(),
    thread_name=100,
    entities=100,
    link=lambda _chat, _message: None,
)


@dataclass
class PostOffice:
    """A door for letters: `sent` has what the desk wrote, by the chat it went to."""

    sent: list[tuple[int, str]] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def read(self, payload: str) -> Arrival:
        letter = json.loads(payload)["letter"]
        ref = MessageRef(letter["from"]["id"], letter["number"])
        content = Incoming("text", letter["text"], ref.chat, ref.id)
        sender = Sender(letter["from"]["id"], letter["from"]["name"])
        return Arrival(letter["number"], ref.chat, sender, is_private=True, message=ChatMessage(ref, content))

    def prepare(self, _uow: UnitOfWork, row: Outgoing) -> Outgoing:
        return row  # all that is to be sent stands in it

    async def attempt(self, row: Outgoing) -> Outcome:
        self.news.set()
        if isinstance(row.payload, TicketCard):
            self.sent.append((row.chat_id, f"card of {row.ticket}"))
        if not isinstance(row.payload, TextMessage):
            return Sent()
        self.sent.append((row.chat_id, row.payload.text))
        return Sent([PostedMessage(row.chat_id, len(self.sent), row.message_id)])

    async def delivers(self, chat: int, text: str) -> None:
        async with asyncio.timeout(60):
            while not any(to == chat and text in written for to, written in self.sent):
                self.news.clear()
                await self.news.wait()


def a_letter(number: int, text: str) -> Json:
    return {"update_id": number, "letter": {"number": number, "text": text, "from": {"id": MARIA, "name": "Мария"}}}


@pytest.fixture
def transactions(tmp_path: Path) -> Iterator[Transactions]:
    settings = Settings(
        company=CompanySettings(name="Северный дом"),
        staff=StaffSettings(chat_id=STAFF),
        hours=HoursSettings(week="24/7"),
        faq=FaqSettings(path=FAQ),
    )
    knowledge = Knowledge(FAQ, "ru", 0.05)
    knowledge.answerer.result()
    database = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    SQLModel.metadata.create_all(database.engine)
    yield Transactions(database, DeskContext.of(settings, knowledge, POST_LIMITS), SystemClock())
    database.close()


@asynccontextmanager
async def running(office: PostOffice, transactions: Transactions) -> AsyncIterator[Inbox]:
    outbox = Outbox(office.attempt, office.prepare, transactions, RateLimiter(RateLimits()))
    reader = Reader(office.read, out_of_reach=(ConnectionError,), delays=())
    handler = UpdateHandler(transactions, reader, routes.handle, _tell_nobody)
    inbox = Inbox(handler.handle, transactions)
    works = [asyncio.create_task(work.run()) for work in (outbox, inbox)]
    yield inbox
    for work in works:
        work.cancel()
    await asyncio.gather(*works, return_exceptions=True)


async def test_a_question_is_answered_through_another_door(transactions: Transactions) -> None:
    office = PostOffice()
    async with running(office, transactions) as inbox:
        await inbox.keep([a_letter(1, "Сколько стоит доставка?")])
        await office.delivers(MARIA, "300 ₽")


async def test_what_only_a_person_can_do_reaches_the_staff(transactions: Transactions) -> None:
    office = PostOffice()
    async with running(office, transactions) as inbox:
        await inbox.keep([a_letter(1, "Позовите оператора")])
        await office.delivers(MARIA, "№1")
        await office.delivers(STAFF, "card of 1")


def _tell_nobody(_uow: UnitOfWork, _payload: str, _update_id: int) -> None:
    raise AssertionError("a letter could not be handled")
