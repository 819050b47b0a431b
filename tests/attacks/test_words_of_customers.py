"""Customers' names, words and file names are never interpreted, wherever they go out."""

import csv
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.commands.customer.records import CustomerReference, customer_data
from bot.commands.customer.text import summary_text
from bot.commands.terminal import json_text
from bot.commands.tickets.export import export
from bot.commands.tickets.records import records, summary, whole
from bot.commands.tickets.text import list_text, show_text
from bot.desk.conversation.answers import first_name
from bot.desk.digest.gaps import Gaps
from bot.desk.digest.lines import Line
from bot.sandbox import document
from bot.wording.safe_text import safe_text, visible
from faq.loading import load
from faq.rendering import Text, render
from storage import Database, migrate
from storage.models import Author, Customer, Event, Json, Message, Ticket
from tests.attacks.nasty import HIDDEN, NASTY, is_harmless
from tests.dialogs.night import Night
from tests.wording.cases import CASES, customer, said, ticket, waiting

NOW = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
FOUND_BY_TELEGRAM = {"url", "email", "phone_number", "mention", "hashtag", "cashtag", "bot_command"}
each = pytest.mark.parametrize("nasty", NASTY.values(), ids=list(NASTY))


@each
@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_text_about_a_customer_shows_only_what_they_wrote(language: str, nasty: str) -> None:
    """Names and subjects in each text: they are never read as markup, and hidden characters are removed."""
    own = {"customer": customer(name=nasty), "ticket": ticket(subject=nasty), "reason": nasty, "name": nasty}
    for text, occasions in CASES.items():
        for values in occasions:
            if text.partition(".")[0] not in ("customer", "staff") or not own.keys() & values.keys():
                continue
            clean, dirty = said(language, text, **values), said(language, text, **(values | shared(own, values)))
            assert is_harmless(dirty.text), text
            assert [one["type"] for one in dirty.entities] == [one["type"] for one in clean.entities], text


@each
def test_a_list_shows_only_what_they_wrote(nasty: str) -> None:
    dirty = replace(waiting(subject=nasty), customer_name=nasty, about=nasty, taken_by=nasty)
    assert is_harmless(said("ru", "digest.queue", lines=[Line((dirty,))], room=60).text)
    assert is_harmless(said("ru", "digest.faq", gaps=Gaps(lacking=((nasty, 2),))).text)


@each
async def test_from_telegram_to_the_staff_and_back(night: Night, nasty: str) -> None:
    """A name as it comes, a word with it, a file of that name: the card, the topic and the digest stand."""
    person = night.sandbox.customer(nasty.replace("\x00", "")[:64], last_name=nasty.replace("\x00", "")[64:128])
    person.writes(f"/operator {nasty[:3000]}")
    person.sends(document(nasty[:900]))
    assert "№1 принята" in (await night.replies(person))[0].text
    assert is_harmless(night.topic())
    assert "\n" not in night.topic()
    assert is_harmless(night.card().text)
    assert {one["type"] for one in night.card().entities} <= {"bold", "blockquote", "date_time"} | FOUND_BY_TELEGRAM
    night.anna.writes("/open")
    night.anna.writes("/ban 1")
    night.anna.writes("/ban 1")
    await night.at("2026-11-21 10:00")
    general = [one for one in night.staff_sees() if one.topic is None]
    assert len(general) >= 4
    assert all(is_harmless(one.text) for one in general)
    night.anna.writes(nasty.replace("\x00", "").strip() or ".", topic=night.card().topic)
    await night.replies(person)
    assert night.ask("SELECT count(*) FROM inbox WHERE set_aside_at IS NOT NULL OR error IS NOT NULL") == [(0,)]
    assert night.ask("SELECT count(*) FROM outbox WHERE failed_at IS NOT NULL") == [(0,)]


@each
def test_on_a_terminal(tmp_path: Path, nasty: str) -> None:
    with desk_of(tmp_path, nasty).transaction() as session:
        [record] = records(session)
        everything = customer_data(session, CustomerReference("ticket", 1))
        assert everything
        printed = [
            list_text([summary(record)], 0, "ru", ZoneInfo("UTC")),
            show_text(whole(session, record), "ru", ZoneInfo("UTC")),
            summary_text(everything.summary, "ru", ZoneInfo("UTC")),
            json_text(whole(session, record)),
            json_text(everything.everything),
        ]
    for text in printed:
        assert not (HIDDEN | set("\r\t")) & set(text)
    assert json.loads(printed[-1])["customer"]["name"] == nasty


@each
@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl"])
def test_in_a_spreadsheet(tmp_path: Path, nasty: str, kind: str) -> None:
    if kind == "xlsx":
        pytest.importorskip("xlsxwriter", reason="the extra xlsx is not installed")
    file = tmp_path / f"tickets.{kind}"
    with desk_of(tmp_path, nasty).transaction() as session:
        assert export(file, (whole(session, one) for one in records(session)), "ru") == 1
    for cell in cells_of(file):
        assert not cell.lstrip("\t\r\n\x00 ").startswith(("=", "+", "-", "@", "＝"))


@each
def test_in_an_answer_of_the_faq(tmp_path: Path, nasty: str) -> None:
    (tmp_path / "hello.md").write_text("# А\n\n## Б? {#b}\n\nЗдравствуйте, {{ customer.name }}. **Ждём**.", "utf-8")
    found = load(tmp_path, default_language="ru").find("b", "ru")
    assert found
    name = first_name(customer(name=nasty[:200]))
    [part] = render(found.entry, {"customer": {"name": name}}, root=tmp_path)
    assert isinstance(part, Text)
    assert not HIDDEN & set(part.text)
    assert [one["type"] for one in part.entities] == ["bold"]


@each
def test_harmless_is_harmless(nasty: str) -> None:
    assert is_harmless(safe_text(nasty))
    assert is_harmless(visible(nasty))
    assert "\n" not in visible(nasty)


def test_who_has_no_name_to_see_is_called_something() -> None:
    assert (
        "👤 клиент"
        in said("ru", "staff.card", **CASES["staff.card"][0] | {"customer": customer(name="\u3164\u200b")}).text
    )


def test_an_ordinary_name_stays_what_it_is() -> None:
    for name in ("Мария", "O’Brien-Ångström", "李小龍", "👩‍👩‍👧 Семья", "Ян <3"):
        assert safe_text(name) == visible(name) == name


def shared(own: dict[str, object], values: dict[str, object]) -> dict[str, object]:
    """Those of the nasty values that the text is told with; a ticket keeps its state."""
    nasty = {name: value for name, value in own.items() if name in values}
    theirs = values.get("ticket")
    if "ticket" in values:
        nasty["ticket"] = None
    mine = own["ticket"]
    if isinstance(theirs, Ticket) and isinstance(mine, Ticket):
        nasty["ticket"] = Ticket(**theirs.model_dump(exclude={"subject"}), subject=mine.subject)
    return nasty


def desk_of(folder: Path, nasty: str) -> Database:
    database = Database(f"sqlite:///{folder / 'desk.db'}")
    migrate(database)
    with database.transaction() as session:
        session.add(Customer(id=1, address="5", name=nasty, username=nasty, created_at=NOW))
        session.flush()
        session.add(Ticket(id=1, customer_id=1, subject=nasty, opened_at=NOW))
        session.flush()
        named = {"kind": "document", "file_id": "f", "file_name": nasty}
        words: Json = {"customer_id": 1, "ticket_id": 1, "author": Author.CUSTOMER, "at": NOW}
        session.add(Message(author_name=nasty, text=nasty, attachment=named, **words))
        session.add(Event(ticket_id=1, at=NOW, kind="opened", actor=nasty, details={"reason": nasty}))
    return database


def cells_of(file: Path) -> list[str]:
    if file.suffix == ".csv":
        with file.open(encoding="utf-8-sig", newline="") as opened:
            return [cell for line in csv.reader(opened) for cell in line]
    if file.suffix == ".xlsx":
        sheet = zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        return [piece.partition("</t>")[0] for piece in sheet.split("<t>")[1:]]
    assert len(file.read_text("utf-8").splitlines()) >= 1
    return []
