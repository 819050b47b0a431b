"""Commands as an operator gives them: `nightdesk("tickets", "list")`, beside a Telegram on loopback."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.sandbox import Sandbox
from storage import Database
from storage.models import Author, Customer, Event, Json, Message, Priority, StaffMember, State, Ticket
from tests.cli.premises import FAQ, Command, Ended, Premises, Typed
from tests.tables import make_tables

OPENED = datetime(2026, 3, 2, 20, 40, tzinfo=UTC)


@pytest.fixture
def nightdesk(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs a command; `answers` are typed at its questions, perhaps with CTRL_C."""
    for name in ("NIGHTDESK_TOKEN", "NIGHTDESK_WEBHOOK_SECRET", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "ru_RU.UTF-8")

    def run(*arguments: object, answers: str = "") -> Ended:
        monkeypatch.setattr("sys.stdin", Typed(answers))
        capsys.readouterr()
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as told:  # argparse's own way out
            status = int(str(told.code))
        return Ended(status, *capsys.readouterr())

    return run


@pytest.fixture
def premises(tmp_path: Path) -> Premises:
    folder = tmp_path / "desk"
    (folder / "faq").mkdir(parents=True)
    (folder / "faq" / "delivery.md").write_text(FAQ, encoding="utf-8")
    made = Premises(folder)
    made.configure()
    return made


@pytest.fixture
def sandbox() -> Sandbox:
    sandbox = Sandbox()
    sandbox.manager("Анна")
    return sandbox


@pytest.fixture
def database(premises: Premises) -> Iterator[Database]:
    """The desk's database, with three tickets: 1 solved, 2 urgent and taken by Анна, 3 new."""
    url = f"sqlite:///{premises.database}"
    make_tables(url)
    database = Database(url)
    with database.transaction() as session:
        session.add(StaffMember(telegram_id=77, name="Анна", checked_at=OPENED))
        for number in (1, 2, 3):
            name = f"Мария {number}"
            session.add(Customer(id=number, address=str(5_200_000_000 + number), name=name, created_at=OPENED))
        session.flush()
        session.add(_ticket(1, State.SOLVED, subject="Где чек?", solved_at=OPENED))
        session.add(_ticket(2, State.OPEN, priority=Priority.URGENT, subject="Течёт кран", taken_by=77))
        session.add(_ticket(3, State.NEW, subject="Есть ли лодки?"))
        session.flush()
        said: Json = {"ticket_id": 2, "customer_id": 2, "at": OPENED}
        session.add(Message(author=Author.CUSTOMER, author_name="Мария 2", text="Течёт кран\nсильно", **said))
        session.add(Message(author=Author.CUSTOMER, author_name="Мария 2", kind="photo", **said))
        session.add(Message(author=Author.STAFF, author_name="Анна", text="// позвонить", is_internal=True, **said))
        session.add(
            Event(
                ticket_id=2, at=OPENED, kind="taken", actor="Анна", details={"promised_at": "2026-03-03T09:30:00+03:00"}
            )
        )
    yield database
    database.close()


def _ticket(number: int, state: State, **known: Any) -> Ticket:
    return Ticket(id=number, customer_id=number, state=state, opened_at=OPENED, promised_at=OPENED, **known)
