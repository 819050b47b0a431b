"""One customer for an operator: who it is, everything as JSON, and forgetting them."""

import json
import stat
from pathlib import Path

import pytest

from bot.commands.database import reading
from storage import Database
from storage.models import Customer, OutboxRow
from tests.cli.premises import Command, Premises

OTHER = 5_200_000_002


@pytest.fixture
def customer(nightdesk: Command, premises: Premises, database: Database) -> Command:
    return lambda action, *rest, answers="": nightdesk(
        "customer", action, *rest, "--config", premises.config, answers=answers
    )


@pytest.mark.parametrize("name", ["5200000002", "2", "ticket:2", "telegram:5200000002"])
def test_by_telegram_s_number_or_a_ticket_s(customer: Command, name: str) -> None:
    ended = customer("show", name)
    assert ended.status == 0
    assert "Мария 2" in ended.out
    assert "сообщений:          3" in ended.out


def test_for_programs(customer: Command) -> None:
    known = json.loads(customer("show", OTHER, "--json").out)
    assert known["telegram_id"] == OTHER
    assert (known["tickets"], known["active_tickets"], known["messages"]) == ([2], [2], 3)


def test_nobody(customer: Command) -> None:
    for action in (["show", "99"], ["forget", "99", "--yes"], ["export", "99", "x.json"]):
        ended = customer(*action)
        assert (ended.status, ended.out) == (1, "")
        assert "Клиента 99 нет" in ended.err


@pytest.mark.parametrize("name", ["Мария", "-1", "chat:2", str(2**63), "telegram:"])
def test_no_such_way_to_name_somebody(customer: Command, name: str) -> None:
    ended = customer("show", name)
    assert ended.status == 2
    assert ended.err.count("\n") == 1


def test_a_number_that_could_be_two(customer: Command, database: Database) -> None:
    with database.transaction() as session:
        session.get_one(Customer, 3).address = "2"
    ended = customer("forget", "2", "--yes")
    assert ended.status == 2
    assert "telegram:2 or ticket:2" in ended.err
    assert "Мария 3" in customer("show", "telegram:2").out


def test_everything_about_one_and_nothing_about_others(customer: Command, premises: Premises) -> None:
    file = premises.folder / "maria.json"
    assert customer("export", OTHER, file).status == 0
    everything = json.loads(file.read_text(encoding="utf-8"))
    assert everything["customer"]["name"] == "Мария 2"
    assert [one["text"] for one in everything["messages"]] == ["Течёт кран\nсильно", "", "// позвонить"]
    assert [one["number"] for one in everything["tickets"]] == [2]
    assert everything["tickets"][0]["events"][0]["kind"] == "taken"
    assert "Мария 3" not in file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_place_that_can_not_be_written_to(customer: Command, premises: Premises) -> None:
    ended = customer("export", OTHER, premises.folder / "missing" / "maria.json")
    assert ended.status == 2
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize(
    ("answer", "is_gone"), [("да", True), ("нет", False), ("", False), ("ну да\n\x1b[D\nда", True)]
)
def test_forgetting_is_asked(customer: Command, premises: Premises, answer: str, is_gone: bool) -> None:
    ended = customer("forget", OTHER, answers=f"{answer}\n")
    assert ended.status == int(not is_gone)
    assert "Мария 2" in ended.out
    assert ("кран".encode() in written(premises)) is not is_gone
    assert (str(OTHER).encode() in written(premises)) is not is_gone
    assert "лодки".encode() in written(premises)


def test_nobody_there_to_be_asked(customer: Command, premises: Premises) -> None:
    ended = customer("forget", OTHER)
    assert ended.status == 2
    assert "--yes" in ended.err
    assert "кран".encode() in written(premises)


def test_the_desk_that_runs_tells_the_staff(customer: Command, premises: Premises) -> None:
    assert customer("forget", OTHER, "--yes").status == 0
    with reading(f"sqlite:///{premises.database}") as session:
        rows = [session.get_one(OutboxRow, number) for number in (1, 2)]
    assert [row.action for row in rows] == ["say", "card"]
    assert "клиент попросил удалить" in rows[0].content["text"]


def written(premises: Premises) -> bytes:
    """What stands in the database's files."""
    files = sorted(Path(premises.folder).glob("nightdesk.db*"))
    return b"".join(file.read_bytes() for file in files)
