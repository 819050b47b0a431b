"""The desk's use cases in this process: each act is one transaction, and nothing is sent."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TypeVar

from pydantic import SecretStr
from sqlmodel import Session, SQLModel, select

from bot.config import CompanySettings, FaqSettings, HoursSettings, Settings, StaffSettings, TelegramSettings
from bot.desk import due_jobs
from bot.desk.conversation import receive
from bot.desk.faq_reading import NotReadError, Readings, read_in_turn
from bot.desk.knowledge import Knowledge
from bot.desk.ticket.history import Colleague, Incoming
from bot.desk.transactions import write_out
from bot.desk.unit_of_work import DeskContext, UnitOfWork
from bot.telegram.limits import LIMITS
from storage import Database
from storage.models import Author, Customer, Message, StaffMember

T = TypeVar("T")

FAQ = Path(__file__).parent.parent / "dialogs" / "faq"
FRIDAY_NIGHT = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
ANNA = Colleague(1001, "Анна")
_STEP = timedelta(milliseconds=100)  # between two acts


class Desk:
    """One customer, Maria, and one colleague, Anna."""

    def __init__(self, database: Database, context: DeskContext) -> None:
        self.database = database
        self.context = context
        self.now = FRIDAY_NIGHT
        self._numbers = count(1)
        self.maria = self.do(_meet_maria)

    def do(self, work: Callable[[UnitOfWork], T]) -> T:
        """What the FAQ has to read for it is read before the transaction that commits."""
        self.now += _STEP
        readings = Readings()
        while True:
            try:
                return self._transact(work, readings)
            except NotReadError as missing:
                readings = readings.joined(read_in_turn([missing.reading], self.context.knowledge.answerer.result()))

    def _transact(self, work: Callable[[UnitOfWork], T], readings: Readings) -> T:
        with self.database.transaction() as session:
            uow = UnitOfWork(self.context, session, self.now, readings)
            outcome = work(uow)
            write_out(uow)
            return outcome

    def with_maria(self, work: Callable[[UnitOfWork, Customer], T]) -> T:
        return self.do(lambda uow: work(uow, uow.session.get_one(Customer, self.maria)))

    def writes(self, text: str) -> None:
        incoming = Incoming("text", text, self.maria, next(self._numbers))
        self.with_maria(lambda uow, maria: receive.receive(uow, maria, incoming))

    def sends_photo(self) -> None:
        photo = {"kind": "photo", "file_id": "1"}
        incoming = Incoming("photo", "", self.maria, next(self._numbers), attachment=photo)
        self.with_maria(lambda uow, maria: receive.receive(uow, maria, incoming))

    def edits_last(self, text: str) -> None:
        def edit(uow: UnitOfWork, maria: Customer) -> None:
            said = uow.session.exec(select(Message).where(Message.author == Author.CUSTOMER)).all()
            if said:
                receive.edit(uow, maria, said[-1], Incoming("text", text, self.maria, said[-1].source_id or 0))

        self.with_maria(edit)

    def later(self, **span: float) -> None:
        """Move the clock and run the jobs that are due then."""
        self.now += timedelta(**span)
        for job in self.do(due_jobs.due_jobs):
            self.do(job)

    def look(self, what: Callable[[Session], T]) -> T:
        with self.database.transaction() as session:
            return what(session)


@contextmanager
def a_desk(file: Path, knowledge: Knowledge) -> Iterator[Desk]:
    settings = Settings(
        company=CompanySettings(name="Северный дом", phone="+7 495 000-00-00", address="Тихий переулок, 1"),
        telegram=TelegramSettings(token=SecretStr("1:A")),
        staff=StaffSettings(chat_id=-1002000000001),
        hours=HoursSettings(week="Mo-Fr 09:00-18:00; Sa 10:00-16:00"),
        faq=FaqSettings(path=FAQ),
    )
    database = Database(f"sqlite:///{file}")
    SQLModel.metadata.create_all(database.engine)
    try:
        yield Desk(database, DeskContext.of(settings, knowledge, LIMITS))
    finally:
        database.close()


def _meet_maria(uow: UnitOfWork) -> int:
    maria = Customer(address="5200000001", name="Мария", created_at=uow.now)
    uow.session.add(maria)
    uow.session.add(StaffMember(telegram_id=ANNA.id, name=ANNA.name, checked_at=uow.now))
    uow.session.flush()
    return maria.id
