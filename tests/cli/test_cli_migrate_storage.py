"""A desk with tickets moves from its file to PostgreSQL."""

import re

import pytest
from sqlalchemy import make_url
from sqlmodel import Session, SQLModel, col, select

from storage import Database
from storage.lock import sole_use
from storage.models import Customer, InboxUpdate, OutboxRow, Question, Ticket
from tests.cli.conftest import OPENED
from tests.cli.premises import Command, Ended, Premises
from tests.peephole import a_peephole


@pytest.fixture
def busy(database: Database) -> Database:
    """A desk that has something of most kinds, and a number that was given and is free again."""
    with database.transaction() as session:
        session.add(Customer(id=9, address="9", name="O'Neil \\ «Ёж» 🦔", created_at=OPENED))
        session.flush()
        session.add(Ticket(id=142, customer_id=9, opened_at=OPENED))
        session.flush()
        session.delete(session.get_one(Ticket, 142))
        asked = Question(customer_id=9, text="Где?", language="ru", asked_at=OPENED, in_hours=False, decision="suggest")
        asked.probability, asked.suggested = 0.1 + 0.2, ["a", "б"]
        session.add(asked)
        session.add(InboxUpdate(update_id=5, lane="9", payload='{"a": "\\u0000"}', received_at=OPENED, due_at=OPENED))
        for text in ("первое", "второе"):
            content = {"text": text, "n": [1, None, 0.1]}
            session.add(
                OutboxRow(
                    lane="customer:9",
                    action="say",
                    content=content,
                    customer_id=9,
                    created_at=OPENED,
                    due_at=OPENED,
                )
            )
    return database


@pytest.fixture
def moved(nightdesk: Command, premises: Premises, busy: Database, empty_postgres_url: str) -> Ended:
    return nightdesk("migrate-storage", "--to", empty_postgres_url, "--config", premises.config)


def test_all_is_there_and_the_desk_goes_on(
    nightdesk: Command, premises: Premises, moved: Ended, empty_postgres_url: str
) -> None:
    before = nightdesk("tickets", "show", 2, "--json", "--config", premises.config).out
    assert (moved.status, moved.err) == (0, "")
    premises.configure(more=f'[storage]\nurl = "{empty_postgres_url}"')
    assert nightdesk("tickets", "show", 2, "--json", "--config", premises.config).out == before
    database = Database(empty_postgres_url)
    with database.transaction() as session:
        assert next_number(session) == 143
        assert session.exec(select(Question.probability)).one() == 0.1 + 0.2
        assert session.exec(select(Customer.name).where(col(Customer.id) == 9)).one() == "O'Neil \\ «Ёж» 🦔"
    database.close()


def next_number(session: Session) -> int:
    ticket = Ticket(customer_id=9, opened_at=OPENED)
    session.add(ticket)
    session.flush()
    return ticket.id


def test_what_waits_gets_its_jobs_in_order(moved: Ended, empty_postgres_url: str) -> None:
    with a_peephole(empty_postgres_url) as database:
        jobs = database.ask("SELECT task_name, lock, args ->> 'row_id' FROM procrastinate_jobs ORDER BY id")
    assert jobs == [("handle", "from:9", "5"), ("deliver", "to:customer:9", "1"), ("deliver", "to:customer:9", "2")]


def test_each_table_is_counted(moved: Ended, busy: Database) -> None:
    counts = dict(re.findall(r"^(\w+) +(\d+) +[0-9a-f]{16}$", moved.out, re.MULTILINE))
    assert counts.keys() == SQLModel.metadata.tables.keys()
    assert (counts["ticket"], counts["customer"], counts["outbox"], counts["pacing"]) == ("3", "4", "2", "0")


def test_what_is_to_be_done_now_is_told_without_the_password(
    nightdesk: Command, premises: Premises, busy: Database, empty_postgres_url: str
) -> None:
    premises.configure(more='[backup]\nfolder = "copies"')
    given = make_url(empty_postgres_url).set(password="hush").render_as_string(hide_password=False)
    moved = nightdesk("migrate-storage", "--to", given, "--config", premises.config)
    assert moved.status == 0
    assert f'url = "{make_url(empty_postgres_url).render_as_string()}"' in moved.out
    assert "pg_dump" in moved.out
    assert "hush" not in moved.out


def refused(nightdesk: Command, premises: Premises, url: str) -> str:
    """Why; and nothing has got there."""
    ended = nightdesk("migrate-storage", "--to", url, "--config", premises.config)
    assert (ended.status, ended.err.count("\n")) == (2, 1)
    return ended.err


def is_empty(url: str) -> bool:
    with a_peephole(url) as database:
        [(tables,)] = database.ask("SELECT count(*) FROM pg_tables WHERE tablename = 'customer'")
        return not tables or database.ask("SELECT count(*) FROM customer") == [(0,)]


def test_a_database_that_has_rows_is_refused(
    nightdesk: Command, premises: Premises, moved: Ended, empty_postgres_url: str
) -> None:
    assert "not empty (customer: 4 rows)" in refused(nightdesk, premises, empty_postgres_url)


def test_tables_of_somebody_else_are_let_alone(
    nightdesk: Command, premises: Premises, busy: Database, empty_postgres_url: str
) -> None:
    with a_peephole(empty_postgres_url) as database:
        database.ask("CREATE TABLE wallpaper (id int)")
        assert "has other tables" in refused(nightdesk, premises, empty_postgres_url)
        assert database.ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == [("wallpaper",)]


def test_while_the_desk_runs_nothing_is_moved(
    nightdesk: Command, premises: Premises, busy: Database, empty_postgres_url: str
) -> None:
    with sole_use(busy.url):
        assert "a desk is running" in refused(nightdesk, premises, empty_postgres_url)
    assert is_empty(empty_postgres_url)


@pytest.mark.parametrize(
    ("version", "told"), [("0001", "run `nightdesk migrate`"), ("9999", "update this installation")]
)
def test_a_file_of_another_version_is_not_moved(
    nightdesk: Command, premises: Premises, busy: Database, empty_postgres_url: str, version: str, told: str
) -> None:
    with a_peephole(busy.url) as database:
        database.ask(f"UPDATE alembic_version SET version_num = '{version}'")
    assert told in refused(nightdesk, premises, empty_postgres_url)
    assert is_empty(empty_postgres_url)


def test_nor_into_a_database_of_another_version(
    nightdesk: Command, premises: Premises, busy: Database, postgres_url: str
) -> None:
    with a_peephole(postgres_url) as database:
        database.ask("UPDATE alembic_version SET version_num = '0001'")
    assert "another version (0001)" in refused(nightdesk, premises, postgres_url)
    assert is_empty(postgres_url)


def test_what_can_not_be_taken_over_leaves_nothing_behind(
    nightdesk: Command, premises: Premises, busy: Database, empty_postgres_url: str
) -> None:
    """PostgreSQL has no text with a zero in it."""
    with a_peephole(busy.url) as database:
        database.ask("INSERT INTO memo VALUES ('odd', char(0))")
    assert "nothing was moved" in refused(nightdesk, premises, empty_postgres_url)
    assert is_empty(empty_postgres_url)


def test_what_arrives_otherwise_leaves_nothing_behind(
    nightdesk: Command, premises: Premises, busy: Database, postgres_url: str
) -> None:
    """As if PostgreSQL had its own mind about what was written."""
    with a_peephole(postgres_url) as database:
        database.ask(
            "CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN NEW.name := upper(NEW.name); RETURN NEW; END $$"
        )
        database.ask("CREATE TRIGGER meddle BEFORE INSERT ON customer FOR EACH ROW EXECUTE FUNCTION meddle()")
    assert "customer: 4 rows" in refused(nightdesk, premises, postgres_url)
    assert is_empty(postgres_url)


@pytest.mark.parametrize("url", ["sqlite:///other.db", "nonsense", "postgresql://night:hush@127.0.0.1:9/desk"])
def test_an_address_that_leads_nowhere_is_told_in_one_line(
    nightdesk: Command, premises: Premises, busy: Database, url: str
) -> None:
    assert "hush" not in refused(nightdesk, premises, url)
