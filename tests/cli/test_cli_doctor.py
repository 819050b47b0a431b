"""The doctor, at desks where something is the matter."""

import asyncio
import json
import re
import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from telegram import WebhookInfo

from bot.calendar import Closure
from bot.commands import doctor
from bot.commands.doctor.finding import Finding, told
from bot.commands.doctor.premises import calendar_finding, holidays_finding
from bot.commands.doctor.telegram import updates_finding
from bot.commands.words import words
from bot.config import TelegramSettings, load_config
from bot.sandbox import MovableClock, Sandbox
from storage import Database
from storage.models import Closure as AnnouncedClosure
from tests.cli.premises import Command, Ended, Premises

MONDAY_NIGHT = datetime(2026, 3, 2, 20, 40, tzinfo=UTC)


async def seen(
    premises: Premises, sandbox: Sandbox, clock: MovableClock | None = None, **config: object
) -> dict[str, str]:
    """What the doctor finds, "status outcome" by check."""
    async with sandbox.serve() as address:
        premises.configure(**{"api_url": address, "chat_id": sandbox.staff_group.id, **config})
        findings = await doctor.examine(load_config(premises.config), clock or MovableClock())
    return {one.check: f"{one.status} {one.outcome}" for one in findings}


async def diagnosed(nightdesk: Command, premises: Premises, sandbox: Sandbox, *options: str) -> Ended:
    async with sandbox.serve() as address:
        premises.configure(api_url=address, chat_id=sandbox.staff_group.id)
        return await asyncio.to_thread(nightdesk, "doctor", "--config", premises.config, *options)


async def test_a_desk_in_good_health(nightdesk: Command, premises: Premises, sandbox: Sandbox) -> None:
    ended = await diagnosed(nightdesk, premises, sandbox)
    assert ended.status == 0
    assert ended.err == ""
    lines = ended.out.splitlines()
    assert all(line.startswith("хорошо ") for line in lines)
    titles = ("токен", "Telegram", "часы", "обновления", "группа", "права", "темы", "сообщения")
    titles += ("пояс", "календарь", "праздники", "вопросы", "база")
    assert [line.split()[1] for line in lines] == list(titles)
    assert "@nightdesk_sandbox_bot" in lines[0]


async def test_objects_for_programs(nightdesk: Command, premises: Premises, sandbox: Sandbox) -> None:
    sandbox.staff_group.makes_bot("member")
    ended = await diagnosed(nightdesk, premises, sandbox, "--json")
    assert ended.status == 1
    by_check = {one["check"]: one for one in json.loads(ended.out)}
    assert by_check["group"]["status"] == "ok"
    assert by_check["rights"]["status"] == "failed"
    assert "администратором" in by_check["rights"]["remedy"]


async def test_the_token_is_never_shown(nightdesk: Command, premises: Premises, sandbox: Sandbox) -> None:
    async with sandbox.serve() as address:
        premises.configure(api_url=address, token="1:SECRET")
        ended = await asyncio.to_thread(nightdesk, "doctor", "--config", premises.config)
    assert ended.status == 1
    assert "ошибка  токен" in ended.out
    assert "SECRET" not in ended.out + ended.err


async def test_a_wrong_token(premises: Premises, sandbox: Sandbox) -> None:
    found = await seen(premises, sandbox, token="1:OTHER")
    assert found["token"] == "failed unknown"
    assert "group" not in found


async def test_a_token_with_a_slip(premises: Premises, sandbox: Sandbox) -> None:
    assert (await seen(premises, sandbox, token="1:TE ST"))["token"] == "failed unknown"


async def test_no_token(premises: Premises, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NIGHTDESK_TOKEN", raising=False)
    assert (await seen(premises, sandbox, token=""))["token"] == "failed missing"


async def test_nobody_answers(premises: Premises, sandbox: Sandbox) -> None:
    sandbox.faults.add("drop", times=None)
    found = await seen(premises, sandbox)
    assert found["api"] == "failed unreachable"
    assert found["faq"] == "ok ok"


async def test_telegram_breaks_off_midway(premises: Premises, sandbox: Sandbox) -> None:
    sandbox.faults.add("500", method="getWebhookInfo", times=None)
    sandbox.faults.add("502", method="getChatMember", times=None)
    found = await seen(premises, sandbox)
    assert (found["updates"], found["rights"]) == ("warning unknown", "failed unknown")


async def test_the_group_is_missing(premises: Premises, sandbox: Sandbox) -> None:
    assert (await seen(premises, sandbox, chat_id=-100777))["group"] == "failed missing"


async def test_the_bot_was_put_out_of_the_group(premises: Premises, sandbox: Sandbox) -> None:
    sandbox.staff_group.makes_bot("kicked")
    assert (await seen(premises, sandbox))["group"] == "failed missing"


async def test_a_person_is_no_group(premises: Premises, sandbox: Sandbox) -> None:
    maria = sandbox.customer("Мария")
    maria.writes("Здравствуйте")
    assert (await seen(premises, sandbox, chat_id=maria.id))["group"] == "failed no_group"


async def test_the_group_has_moved(premises: Premises) -> None:
    sandbox = Sandbox(forum=False)
    sandbox.manager("Анна")
    old = sandbox.staff_group.id
    sandbox.staff_group.becomes_supergroup()
    found = await seen(premises, sandbox, chat_id=old, topics="false")
    assert (found["group"], found["rights"]) == ("warning moved", "ok ok")


async def test_the_bot_is_no_admin(premises: Premises, sandbox: Sandbox) -> None:
    sandbox.staff_group.makes_bot("member")
    found = await seen(premises, sandbox)
    assert (found["rights"], found["topics"]) == ("failed no_admin", "failed not_allowed")


async def test_without_topics_the_bot_need_not_be_an_admin(premises: Premises, sandbox: Sandbox) -> None:
    sandbox.staff_group.makes_bot("member")
    found = await seen(premises, sandbox, topics="false")
    assert (found["rights"], found["topics"]) == ("warning no_admin", "ok not_wanted")


async def test_the_bot_may_not_manage_topics(premises: Premises, sandbox: Sandbox) -> None:
    sandbox.staff_group.allows_bot(can_manage_topics=False)
    found = await seen(premises, sandbox)
    assert (found["rights"], found["topics"]) == ("ok ok", "failed not_allowed")


async def test_topics_are_off(premises: Premises, sandbox: Sandbox) -> None:
    sandbox.staff_group.becomes_forum(is_forum=False)
    assert (await seen(premises, sandbox))["topics"] == "failed off"


@pytest.mark.parametrize(("seconds", "outcome"), [(25, "ok ok"), (45, "failed off"), (-45, "failed off")])
async def test_the_clock(premises: Premises, sandbox: Sandbox, seconds: int, outcome: str) -> None:
    clock = MovableClock()
    clock.advance(timedelta(seconds=seconds))
    assert (await seen(premises, sandbox, clock))["clock"] == outcome


POLLING = TelegramSettings()
WEBHOOK = TelegramSettings(mode="webhook", webhook_url="https://desk.example", webhook_secret="sixteen_letters_")
OURS = "https://desk.example/telegram"


@pytest.mark.parametrize(
    ("settings", "url", "error", "waiting", "outcome"),
    [
        (POLLING, "", None, 0, "ok polling"),
        (POLLING, "https://other.example/hook", None, 0, "warning foreign_webhook"),
        (WEBHOOK, "https://other.example/hook", None, 0, "warning foreign_webhook"),
        (WEBHOOK, "", None, 0, "warning no_webhook"),
        (WEBHOOK, OURS, None, 3, "ok webhook"),
        (WEBHOOK, OURS, "Connection refused", 3, "failed webhook_fails"),
        (WEBHOOK, OURS, "Connection refused", 0, "ok webhook"),  # an old error: everything came through since
    ],
)
def test_where_updates_go(settings: TelegramSettings, url: str, error: str | None, waiting: int, outcome: str) -> None:
    found = updates_finding(settings, WebhookInfo(url, False, waiting, last_error_message=error))
    assert f"{found.status} {found.outcome}" == outcome


async def test_an_empty_faq(premises: Premises, sandbox: Sandbox) -> None:
    (premises.folder / "faq" / "delivery.md").unlink()
    assert (await seen(premises, sandbox))["faq"] == "failed broken"


async def test_advice_about_the_faq(premises: Premises, sandbox: Sandbox) -> None:
    (premises.folder / "faq" / "more.md").write_text("## Где вы? {#where}\n\nТут.\n", encoding="utf-8")
    assert (await seen(premises, sandbox))["faq"] == "warning advice"


@pytest.mark.parametrize(
    ("week", "closure", "outcome"),
    [
        ("Mo-Su 09:00-18:00", None, "ok closed"),
        ("24/7", None, "ok open"),
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
        ('holidays = "RU"', date(2026, 3, 2), "ok ok"),
        ('holidays = "RU"', date(2023, 12, 20), "ok ok"),
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


SOURCES = Path(doctor.__file__).parent.glob("*.py")
OUTCOMES = {
    f"{check}.{outcome or 'ok'}"
    for source in SOURCES
    for check, outcome in re.findall(
        r'(?:ok|warning|failed\)?)\("(\w+)"(?:, "(\w+)")?', source.read_text(encoding="utf-8")
    )
}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_outcome_has_its_words(language: str) -> None:
    texts = words(language, "doctor")
    assert {name for name in texts if "." in name} == OUTCOMES | {"messages.only_replies", "rights.no_admin"}
    assert {name.split(".")[0] for name in OUTCOMES} == set(texts["title"])


def test_both_languages_say_the_same_things() -> None:
    russian, english = words("ru", "doctor"), words("en", "doctor")
    for name in russian:
        assert names_in(russian[name]) == names_in(english[name]), name
        assert ("do" in russian[name]) == ("do" in english[name])


def names_in(texts: dict[str, str]) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", " ".join(texts.values())))


def test_what_others_wrote_can_do_nothing_to_the_terminal() -> None:
    finding = Finding("group", "ok", "ok", {"title": "Смена\x1b[2J\u202egnp"})
    assert told(finding, "ru").message == "«Смена\ufffd[2J\ufffdgnp»"
