"""Tickets for operators and their scripts."""

import csv
import json
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot
from bot.commands.database import reading
from bot.commands.terminal import plain, plain_lines, shortened, table, width
from bot.commands.tickets.export import cells
from bot.commands.words import words
from bot.desk.ticket.pointing import PointsAt
from storage import Database
from storage.models import Author, Customer, Json, Message, Priority, State, Ticket
from tests.cli.premises import Command, Premises


@pytest.fixture
def tickets(nightdesk: Command, premises: Premises, database: Database) -> Command:
    return lambda action, *rest: nightdesk("tickets", action, *rest, "--config", premises.config)


def test_those_to_look_at_first_are_on_top(tickets: Command) -> None:
    head, *lines = tickets("list").out.splitlines()
    assert head.split()[0] == "№"
    assert [line.split()[:3] for line in lines] == [
        ["2", "в", "работе"],
        ["3", "новая", "обычный"],
        ["1", "решена", "обычный"],
    ]
    assert "срочный" in lines[0]
    assert "2026-03-02 23:40" in lines[0]  # the company's clock
    assert "Анна" in lines[0]


def test_of_very_many_a_terminal_gets_the_first(tickets: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.commands.tickets.SHOWN", 2)
    _, *lines, _, more = tickets("list").out.splitlines()
    assert [line.split()[0] for line in lines] == ["2", "3"]
    assert more.startswith("И ещё 1. ")
    assert len(json.loads(tickets("list", "--json").out)) == 3


def test_the_list_for_programs(tickets: Command) -> None:
    listed = json.loads(tickets("list", "--json").out)
    assert [one["number"] for one in listed] == [2, 3, 1]
    assert (
        listed[0].items()
        >= {
            **{"state": "open", "priority": "urgent", "taken_by": "Анна", "promised_at": "2026-03-02T20:40:00+00:00"},
            **{"opened_at": "2026-03-02T20:40:00+00:00", "subject": "Течёт кран"},
        }.items()
    )
    assert listed[0]["customer"].items() >= {"telegram_id": 5_200_000_002, "name": "Мария 2"}.items()
    assert listed[1]["taken_by"] is None


def test_only_some_states(tickets: Command) -> None:
    listed = json.loads(tickets("list", "--state", "new, solved", "--json").out)
    assert [one["number"] for one in listed] == [3, 1]


def test_a_state_that_does_not_exist(tickets: Command) -> None:
    ended = tickets("list", "--state", "new,opened")
    assert ended.status == 2
    assert 'no state "opened"' in ended.err
    assert ended.err.count("\n") == 1


def test_an_empty_desk(nightdesk: Command, premises: Premises) -> None:
    assert nightdesk("migrate", "--config", premises.config).status == 0
    assert nightdesk("tickets", "list", "--config", premises.config).out == "Заявок нет.\n"
    assert nightdesk("tickets", "list", "--json", "--config", premises.config).out == "[]\n"


def test_one_ticket(tickets: Command) -> None:
    ended = tickets("show", 2)
    assert ended.status == 0
    assert "2026-03-02 23:40  Мария 2: Течёт кран\n    сильно\n" in ended.out
    assert "Мария 2: [photo]\n" in ended.out
    assert "Анна: (не для клиента) // позвонить" in ended.out
    assert "2026-03-02 23:40  взята  Анна  до 2026-03-03 09:30" in ended.out


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_state_priority_and_event_has_words(language: str) -> None:
    texts = words(language, "tickets")
    code = "".join(path.read_text(encoding="utf-8") for path in Path(bot.__file__).parent.rglob("*.py"))
    noted = set(re.findall(r'note_event\(\s*uow,\s*[\w. ]+,\s*"(\w+)"', code))
    assert len(noted) > 20
    assert noted - texts["event"].keys() == set()
    assert texts["state"].keys() == set(State)
    assert texts["priority"].keys() == set(Priority)


def test_one_ticket_for_programs(tickets: Command) -> None:
    ticket = json.loads(tickets("show", 2, "--json").out)
    assert [(one["from"], one["kind"], one["text"]) for one in ticket["messages"]] == [
        ("customer", "text", "Течёт кран\nсильно"),
        ("customer", "photo", ""),
        ("staff", "text", "// позвонить"),
    ]
    assert datetime.fromisoformat(ticket["messages"][0]["at"]).utcoffset() is not None
    details = {"promised_at": "2026-03-03T06:30:00+00:00"}
    event = {"at": "2026-03-02T20:40:00+00:00", "kind": "taken", "actor": "Анна", "details": details}
    assert ticket["events"] == [event]


def test_what_a_message_points_at(tickets: Command, database: Database) -> None:
    forwarded = PointsAt(is_forwarded=True, forwarded_from="Служба доставки\x1b[31m")
    post = PointsAt(author="Новости", quote="Шкаф Вега", is_outside=True, is_post=True)
    said: Json = {"ticket_id": 3, "customer_id": 3, "at": datetime(2026, 3, 2, tzinfo=UTC)}
    with database.transaction() as session:
        for at in (forwarded, post, PointsAt(kind="story")):
            points_at = at.to_json()
            session.add(
                Message(author=Author.CUSTOMER, author_name="Мария", text="почём?", points_at=points_at, **said)
            )
    shown = tickets("show", 3).out
    assert "Мария: [переслано от: Служба доставки\ufffd[31m] почём?\n" in shown
    assert "Мария: [в ответ на: Новости: «Шкаф Вега»] почём?\n" in shown
    assert "Мария: [в ответ на: story] почём?\n" in shown
    messages = json.loads(tickets("show", 3, "--json").out)["messages"]
    assert [one["points_at"] for one in messages] == [
        forwarded.to_json(),
        post.to_json(),
        PointsAt(kind="story").to_json(),
    ]


def test_a_ticket_that_does_not_exist(tickets: Command) -> None:
    ended = tickets("show", 142)
    assert (ended.status, ended.out, ended.err) == (1, "", "Заявки №142 нет.\n")


@pytest.mark.parametrize("number", ["№142", "-1", str(2**63)])
def test_no_number(tickets: Command, number: str) -> None:
    ended = tickets("show", number)
    assert ended.status == 2
    assert ended.err.count("\n") == 1


def test_a_csv_for_a_spreadsheet(tickets: Command, premises: Premises, database: Database) -> None:
    with database.transaction() as session:
        session.get_one(Ticket, 3).subject = '=HYPERLINK("https://evil.example")'
        session.get_one(Customer, 3).name = " @SUM(A1)"
    file = premises.folder / "tickets.csv"
    assert tickets("export", file).out == f"Заявок записано: 3, файл {file}\n"
    with file.open(encoding="utf-8-sig", newline="") as opened:
        lines = list(csv.DictReader(opened))
    assert [line["number"] for line in lines] == ["1", "2", "3"]
    assert lines[2]["subject"] == '\'=HYPERLINK("https://evil.example")'
    assert lines[2]["customer_name"] == "' @SUM(A1)"
    assert lines[1]["taken_by"] == "Анна"
    assert list(premises.folder.glob(".*")) == []


def test_jsonl_has_everything(tickets: Command, premises: Premises) -> None:
    file = premises.folder / "tickets.jsonl"
    assert tickets("export", file, "--state", "open,new").status == 0
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [line["number"] for line in lines] == [2, 3]
    assert len(lines[0]["messages"]) == 3


def test_xlsx_holds_texts_and_no_formulas(tickets: Command, premises: Premises, database: Database) -> None:
    pytest.importorskip("xlsxwriter", reason="the extra xlsx is not installed")
    with database.transaction() as session:
        session.get_one(Ticket, 3).subject = "=1+1"
    file = premises.folder / "tickets.xlsx"
    assert tickets("export", file).status == 0
    sheet = zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml").decode()
    space = {"": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    root = ElementTree.fromstring(sheet)
    assert len(root.findall(".//row", space)) == 4
    assert root.findall(".//f", space) == []
    assert "=1+1" in sheet


def test_xlsx_without_the_extra(tickets: Command, premises: Premises, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    ended = tickets("export", premises.folder / "tickets.xlsx")
    assert ended.status == 2
    assert "'.[xlsx]'" in ended.err
    assert list(premises.folder.glob("*.xlsx*")) == []


@pytest.mark.parametrize("name", ["tickets.doc", "tickets", "missing/tickets.csv"])
def test_a_file_that_can_not_be_written(tickets: Command, premises: Premises, name: str) -> None:
    ended = tickets("export", premises.folder / name)
    assert ended.status == 2
    assert ended.err.count("\n") == 1


def test_no_database_yet(nightdesk: Command, premises: Premises) -> None:
    ended = nightdesk("tickets", "list", "--config", premises.config)
    assert ended.status == 2
    assert "nightdesk run" in ended.err
    assert not premises.database.exists()


def test_a_file_that_is_no_database(nightdesk: Command, premises: Premises) -> None:
    premises.database.write_text("не база" * 500, encoding="utf-8")
    ended = nightdesk("tickets", "list", "--config", premises.config)
    assert ended.status == 2
    assert "can't be read" in ended.err
    assert ended.err.count("\n") == 1


def test_a_database_of_an_earlier_version(nightdesk: Command, premises: Premises) -> None:
    premises.database.touch()
    ended = nightdesk("tickets", "list", "--config", premises.config)
    assert ended.status == 2
    assert "nightdesk migrate" in ended.err


def test_reading_goes_on_beside_a_desk_that_writes(tickets: Command, database: Database) -> None:
    with database.transaction() as session:
        session.add(
            Message(customer_id=3, ticket_id=3, author=Author.CUSTOMER, at=session.get_one(Ticket, 3).opened_at)
        )
        session.flush()
        ended = tickets("show", 3, "--json")
    assert ended.status == 0
    assert json.loads(ended.out)["messages"] == []
    assert len(json.loads(tickets("show", 3, "--json").out)["messages"]) == 1


def test_the_desk_writes_while_somebody_reads(premises: Premises, database: Database) -> None:
    with reading(f"sqlite:///{premises.database}") as looking:
        assert looking.get_one(Ticket, 3).subject == "Есть ли лодки?"
        with database.transaction() as session:
            session.get_one(Ticket, 3).subject = "Есть ли катера?"
        looking.expire_all()
        assert looking.get_one(Ticket, 3).subject == "Есть ли лодки?"


def test_what_customers_write_can_do_nothing_to_the_terminal(tickets: Command, database: Database) -> None:
    with database.transaction() as session:
        session.get_one(Ticket, 3).subject = "привет\x1b[31m\x9b2J\u202eтевирп\r\nещё"
        session.get_one(Customer, 3).name = "Ма\x07рия\u2066"
        at = session.get_one(Ticket, 3).opened_at
        session.add(
            Message(customer_id=3, ticket_id=3, author=Author.CUSTOMER, author_name="М\x1b", text="а\x1bб\nв", at=at)
        )
    shown = tickets("list").out + tickets("show", 3).out
    assert not set(shown) & set("\x1b\x9b\x07\r\u202e\u2066")
    assert "привет\ufffd[31m\ufffd2J\ufffdтевирп ещё" in shown


@given(st.text())
def test_a_line_is_a_line(text: str) -> None:
    assert len(plain(text).splitlines()) <= 1
    assert plain(plain(text)) == plain(text)
    assert all("\x1b" not in line for line in plain_lines(text))


@given(st.text(), st.integers(1, 30))
def test_shortened_fits(text: str, cells_wide: int) -> None:
    assert width(shortened(text, cells_wide)) <= cells_wide


@given(st.lists(st.tuples(st.text("аbв🦊界", max_size=9), st.text("аbв", max_size=9), st.just("."))))
def test_columns_stand_below_each_other(rows: list[tuple[str, str, str]]) -> None:
    lines = table(rows)
    assert len({width(line) for line in lines}) <= 1


@given(st.text())
def test_no_cell_is_a_formula(text: str) -> None:
    customer = {"name": text, "telegram_id": 5, "username": None}
    texts = ("state", "priority", "language", "opened_at", "waiting_since", "promised_at", "taken_by", "taken_at")
    ticket = dict.fromkeys((*texts, "replied_at", "solved_at", "closed_at"), "")
    line = cells(ticket | {"number": 1, "subject": text, "customer": customer, "is_spam": False})
    assert not any(str(cell).lstrip().startswith(("=", "+", "-", "@")) for cell in line)
