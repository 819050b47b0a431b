"""What the doctor sees on this machine: the FAQ, the calendar, the holidays, the database."""

import shutil
import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.calendar import Closure
from bot.commands.doctor.configuration import calendar_finding, holidays_finding
from bot.commands.doctor.database import database_finding
from bot.commands.doctor.finding import told
from bot.config import load_config
from bot.sandbox import MovableClock, Sandbox
from storage import Database
from storage.marker import Marker
from storage.models import Closure as AnnouncedClosure
from storage.progress import Progress
from tests.cli.checkup import seen
from tests.cli.premises import FAQ, Premises

MONDAY_NIGHT = datetime(2026, 3, 2, 20, 40, tzinfo=UTC)


async def test_an_empty_faq(premises: Premises, sandbox: Sandbox) -> None:
    (premises.folder / "faq" / "delivery.md").unlink()
    assert (await seen(premises, sandbox))["faq"] == "failed broken"


async def test_advice_about_the_faq(premises: Premises, sandbox: Sandbox) -> None:
    (premises.folder / "faq" / "more.md").write_text("## Где вы? {#where}\n\nТут.\n", encoding="utf-8")
    assert (await seen(premises, sandbox))["faq"] == "warning advice"


async def test_answers_of_the_sample(premises: Premises, sandbox: Sandbox) -> None:
    sample = Path(__file__).parents[2] / "faq" / "sample"
    shutil.copy(sample / "ru" / "09-account.md", premises.folder / "faq")
    assert (await seen(premises, sandbox))["faq"] == "warning sample"


async def test_an_answer_that_shows_what_the_settings_leave_empty(premises: Premises, sandbox: Sandbox) -> None:
    faq = premises.folder / "faq" / "delivery.md"
    faq.write_text(FAQ + "\nЗвоните: {{ company.phone }}.\n", encoding="utf-8")
    assert (await seen(premises, sandbox))["faq"] == "warning empty_values"


@pytest.mark.parametrize(
    ("week", "closure", "outcome"),
    [
        ("Mo-Su 09:00-18:00", None, "ok closed"),
        ("Mo-Su 09:00-24:00", None, "ok open"),
        ("24/7", None, "ok always"),
        ("Mo-Su off", None, "failed never"),
        ("Mo-Su 09:00-18:00", Closure(MONDAY_NIGHT), "failed never"),
        ("24/7", Closure(MONDAY_NIGHT, MONDAY_NIGHT + timedelta(days=20)), "warning late"),
    ],
)
def test_when_it_opens(premises: Premises, week: str, closure: Closure | None, outcome: str) -> None:
    settings = load_config(premises.configure(week=week))
    calendar = settings.calendar().with_closures([closure] if closure else [])
    found = calendar_finding(settings, calendar, MONDAY_NIGHT)
    assert f"{found.status} {found.outcome}" == outcome


@pytest.mark.parametrize(
    ("country", "today", "outcome"),
    [
        ("", date(2026, 3, 2), "ok none"),
        ('holidays = "RU"', date(2026, 3, 2), "ok short_days"),
        ('holidays = "RU"\nshort_days = false', date(2026, 3, 2), "ok ok"),
        ('holidays = "RU"', date(2023, 12, 20), "ok short_days"),
        ('holidays = "DE-BY"', date(2026, 3, 2), "ok ok"),  # Germany moves no days off
    ],
)
def test_the_holidays(premises: Premises, country: str, today: date, outcome: str) -> None:
    settings = load_config(premises.configure(more=country))
    found = holidays_finding(settings, settings.calendar(), today)
    assert f"{found.status} {found.outcome}" == outcome


def test_a_decree_that_is_not_known_yet(premises: Premises) -> None:
    """The day after the last year that the installed holidays know, whichever that is."""
    settings = load_config(premises.configure(more='holidays = "RU"'))
    found = [holidays_finding(settings, settings.calendar(), date(year, 12, 20)) for year in range(2026, 2040)]
    first = next(one for one in found if one.outcome == "no_decree")
    assert "переносы" in told(first, "ru").message


async def test_an_announced_closure_counts(premises: Premises, sandbox: Sandbox, database: Database) -> None:
    with database.transaction() as session:
        session.add(AnnouncedClosure(starts_at=MONDAY_NIGHT))
    clock = MovableClock(MONDAY_NIGHT)
    assert (await seen(premises, sandbox, clock))["calendar"] == "failed never"


async def test_the_database_is_up_to_date(premises: Premises, sandbox: Sandbox, database: Database) -> None:
    assert (await seen(premises, sandbox))["database"] == "ok ok"


async def test_no_database_is_made(premises: Premises, sandbox: Sandbox) -> None:
    assert (await seen(premises, sandbox))["database"] == "ok new"
    assert not premises.database.exists()


async def test_a_database_in_a_missing_folder(premises: Premises, sandbox: Sandbox) -> None:
    more = '[storage]\nurl = "sqlite:///date/desk.db"'
    assert (await seen(premises, sandbox, more=more))["database"] == "warning no_folder"
    assert not (premises.folder / "date").exists()


async def test_a_file_that_is_no_database(premises: Premises, sandbox: Sandbox) -> None:
    premises.database.write_text("не база" * 500, encoding="utf-8")
    assert (await seen(premises, sandbox))["database"] == "failed broken"


@pytest.mark.parametrize(("number", "outcome"), [("0000", "failed newer"), (None, "warning old")])
async def test_a_database_of_another_version(
    premises: Premises, sandbox: Sandbox, database: Database, number: str | None, outcome: str
) -> None:
    with sqlite3.connect(premises.database) as connection:
        connection.execute("DELETE FROM alembic_version")
        if number:
            connection.execute("INSERT INTO alembic_version VALUES (?)", (number,))
    connection.close()
    assert (await seen(premises, sandbox))["database"] == outcome


async def test_a_database_that_lacks_what_was_promised(premises: Premises, sandbox: Sandbox) -> None:
    marker = Marker(premises.folder / ".config.nightdesk-marker")
    marker.write(Progress("an id", 7, 20))
    settings = load_config(premises.configure())
    assert database_finding(settings.storage.url, marker).outcome == "lost"
    assert database_finding(settings.storage.url).outcome == "new"
    assert not premises.database.exists()
