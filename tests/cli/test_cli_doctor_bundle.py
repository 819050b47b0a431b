"""`nightdesk doctor --bundle`: a report that tells what is needed and nothing that a person wrote.

Words, names, numbers and secrets are planted wherever the report looks: in each key of the settings, in the database,
in the FAQ and the names of its files, in what Telegram and another program on the port answer, in the machine's name.
"""

import asyncio
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pydantic import BaseModel, SecretStr

from bot.commands.doctor.bundle.configuration import SHOWN, configuration_lines
from bot.commands.doctor.bundle.database import database_lines
from bot.commands.doctor.bundle.findings import finding_lines
from bot.commands.doctor.finding import Finding
from bot.config import Settings, load_config
from bot.sandbox import Sandbox
from storage import Database, inbox
from storage.models import Memo, Question
from tests.cli.premises import Command, Ended, Premises

LONG_AGO = datetime(2026, 3, 1, tzinfo=UTC)
TOKEN = "7000000001:AAH-planted_token_of_a_bot"
PLANTED = (
    *("planted", "Секретный", "Мария", "Анна", "Течёт", "лодки", "чек", "позвонить", "доставк", "почём", "300"),
    *("79161234567", "234567", "Тихий", "5200000", "-1009876", "1009876", "77777", "88888", "AAH"),
)
"""What stands somewhere in the desk of these tests, or parts of it."""
EVERYTHING = f"""\
[company]
name = "Секретный дом planted"
phone = "+79161234567"
address = "Тихий переулок, planted"
emergency_phone = "+79161234567"
language = "{{language}}"
[telegram]
token = "{TOKEN}"
api_url = "{{api_url}}"
mode = "webhook"
webhook_url = "https://planted.example"
webhook_secret = "planted_secret_of_the_webhook"
[staff]
chat_id = -1009876
authors = [77777]
[hours]
timezone = "Asia/Yekaterinburg"
week = "Mo-Fr 09:00-18:00"
holidays = "RU"
[hours.dates]
"2026-12-31" = "09:00-15:00"
[faq]
path = "planted-faq"
encoder = "https://planted.example/v1"
encoder_model = "planted-model"
encoder_query_prefix = "planted: "
encoder_passage_prefix = "planted: "
encoder_key = "planted-key"
picker = "http://127.0.0.1:9/v1"
picker_model = "planted-picker"
picker_key = "planted-key"
to_person = ["jobs"]
[on_call]
people = [77777, 88888]
[privacy]
contact = "planted@planted.example"
policy_url = "https://planted.example/policy"
[storage]
url = "sqlite:///planted.db"
[backup]
folder = "planted-backups"
[web]
port = {{port}}
public_url = "https://planted.example"
allowed_hosts = ["planted.example"]
"""
FAQ = "# Секретный раздел\n\n## Почём доставка? {#planted-id}\n\n![planted](planted.png)\n\nЗа 300, звоните Анне.\n"
HOSTILE = """\
# HELP nightdesk_tickets planted
nightdesk_tickets{state="new"} 4
nightdesk_tickets{state="planted words"} 4
nightdesk_tickets{name="planted"} 4
nightdesk_planted_total 1
nightdesk_promises_overdue planted
nightdesk_promises_overdue 2
nightdesk_delivery_seconds_bucket{le="0.5"} 12
<html>planted</html>
"""


def leaked(text: str) -> list[str]:
    """What was planted and is in the text; the machine's own names are looked for, too."""
    own = (socket.gethostname(), str(Path.home()), "pytest-")
    return [one for one in (*PLANTED, *own) if len(one) > 2 and one in text]


@contextmanager
def another_program(answer: str) -> Iterator[int]:
    """Something that listens on the port of the desk's metrics."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer.encode())

        def log_message(self, format: str, *args: object) -> None:  # the library's name
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        serving.start()
        yield server.server_port
        server.shutdown()
        serving.join()


def plant_in_database(database: Database) -> None:
    """Beside customers, tickets and messages, which the fixture has: what waits, what was asked, what was noted."""
    with database.transaction() as session:
        inbox.put(session, [inbox.Update(7, "5200000001", '{"text": "planted"}', LONG_AGO, LONG_AGO)])
        session.add(Memo(key="unwell", value='{"rival": {"since": "2026-03-02T20:00:00+00:00"}, "planted": {}}'))
        asked = Question(
            customer_id=1, asked_at=LONG_AGO, text="planted", language="ru", decision="hand_off", in_hours=False
        )
        session.add(asked)


def reported(nightdesk: Command, premises: Premises, *arguments: object) -> tuple[Ended, str]:
    """How the command ended, and the report."""
    file = premises.folder / "report.txt"
    ended = nightdesk("doctor", "--config", premises.config, "--bundle", file, *arguments)
    return ended, file.read_text(encoding="utf-8")


def section(report: str, title: str) -> list[str]:
    [found] = re.findall(rf"^## {title}\n\n(.*?)\n(?:\n|\Z)", report, re.MULTILINE | re.DOTALL)
    return str(found).splitlines()


@pytest.fixture
def planted(premises: Premises, database: Database) -> Premises:
    plant_in_database(database)
    database.close()
    premises.database.rename(premises.folder / "planted.db")
    folder = premises.folder / "planted-faq"
    folder.mkdir()
    (folder / "planted.md").write_text(FAQ, encoding="utf-8")
    return premises


@pytest.mark.parametrize("language", ["ru", "en"])
def test_nothing_that_was_planted_is_in_the_report(nightdesk: Command, planted: Premises, language: str) -> None:
    with another_program(HOSTILE) as port:
        config = EVERYTHING.format(language=language, api_url="http://127.0.0.1:9", port=port)
        planted.config.write_text(config, encoding="utf-8")
        ended, report = reported(nightdesk, planted)
    assert ended.status == 0
    assert leaked(report) == []
    assert section(report, "Metrics of the running desk") == [
        "status 200",
        'nightdesk_tickets{state="new"} 4',
        "nightdesk_promises_overdue 2",
        'nightdesk_delivery_seconds_bucket{le="0.5"} 12',
    ]
    assert "could not be told" not in report


async def test_what_telegram_knows_is_not_in_the_report(
    nightdesk: Command, planted: Premises, sandbox: Sandbox
) -> None:
    """The names of the bot and of the group, those on call, and the reason of a failure."""
    sandbox.faults.add("500", method="getChatMember", times=None)
    async with sandbox.serve() as address:
        planted.configure(api_url=address, chat_id=sandbox.staff_group.id, more="[on_call]\npeople = [77777]")
        ended, report = await asyncio.to_thread(reported, nightdesk, planted)
    assert ended.status == 0
    checks = section(report, "Checks")
    assert "token: ok (ok)" in checks
    assert "group: ok (ok)" in checks
    assert "rights: failed (unknown)" in checks
    assert "nightdesk_sandbox_bot" not in report
    assert leaked(report) == []


def test_it_tells_the_figures_that_help(nightdesk: Command, planted: Premises) -> None:
    config = EVERYTHING.format(language="ru", api_url="http://127.0.0.1:9", port=9)
    planted.config.write_text(config, encoding="utf-8")
    _, report = reported(nightdesk, planted)
    assert re.search(r"^Python: CPython 3\.\d+\.\d+$", report, re.MULTILINE)
    assert re.search(r"^python-telegram-bot: \d", report, re.MULTILINE)
    tables = section(report, "Database")
    assert any(line.startswith("ticket: 3 rows, ") for line in tables)
    assert any(re.fullmatch(r"question: 1 rows, (\d+\.\d) to \1 h old", line) for line in tables)
    assert "closure: 0 rows" in tables
    assert section(report, "FAQ")[1:] == [
        "error missing-image: 1",
        "warning few-phrasings: 1",
        "ru: 1 entries, 1 phrasings",
    ]
    checks = section(report, "Checks")
    assert any(line.startswith("inbox: failed (stuck), count 1, minutes ") for line in checks)
    assert section(report, "Metrics of the running desk") == ["no answer: ConnectError"]


def test_a_desk_that_never_ran_has_no_database(tmp_path: Path) -> None:
    told = list(database_lines(f"sqlite:///{tmp_path / 'desk.db'}", LONG_AGO))
    assert told[1:] == ["file: none", "write-ahead log: none", "there is no database yet"]


def test_the_settings(nightdesk: Command, planted: Premises) -> None:
    config = EVERYTHING.format(language="ru", api_url="http://127.0.0.1:9", port=9)
    planted.config.write_text(config, encoding="utf-8")
    _, report = reported(nightdesk, planted)
    told = dict(line.split(": ", 1) for line in section(report, "Settings"))
    expected = {
        **dict.fromkeys(("company.name", "company.phone", "company.address", "telegram.token", "staff.chat_id"), "set"),
        **dict.fromkeys(("telegram.api_url", "telegram.webhook_secret", "faq.encoder_key", "privacy.contact"), "set"),
        **{"hours.timezone": "Asia/Yekaterinburg", "hours.week": "Mo-Fr 09:00-18:00", "hours.holidays": "RU"},
        **{"hours.dates": "1 given", "on_call.people": "2 given", "web.allowed_hosts": "1 given"},
        **{"faq.encoder": "on the internet", "faq.picker": "on this network", "faq.to_person": "jobs"},
        **{"storage.url": "sqlite", "promise.reply_within": "1800 s", "telegram.token_file": "not set"},
        **{"faq.max_wrong": "0.05", "web.host": "127.0.0.1", "backup.at": "04:00", "staff.topics": "True"},
    }
    assert expected.items() <= told.items()


def test_a_key_is_masked_until_somebody_lists_it() -> None:
    class Wider(BaseModel):
        motto: str = ""
        pin: SecretStr = SecretStr("")
        friends: tuple[str, ...] = ()

    told = configuration_lines(Wider(motto="planted", pin=SecretStr("planted"), friends=("planted",)))  # type: ignore[arg-type]  # as if Settings had got these
    assert list(told) == ["motto: set", "pin: set", "friends: 1 given"]


@pytest.mark.parametrize("key", ["hours.week", "hours.timezone", "hours.holidays", "web.host"])
def test_a_value_without_the_shape_of_its_key_is_masked(key: str, premises: Premises) -> None:
    section_name, _, name = key.partition(".")
    settings = load_config(premises.config)
    part = getattr(settings, section_name).model_copy(update={name: "planted words"})
    told = list(configuration_lines(settings.model_copy(update={section_name: part})))
    assert f"{key}: set" in told


def test_what_is_listed_exists() -> None:
    known = {f"{name}.{key}" for name, part in Settings.model_fields.items() for key in _keys(part.annotation)}
    assert set(SHOWN) <= known


def _keys(model: object) -> list[str]:
    assert isinstance(model, type)
    assert issubclass(model, BaseModel)
    return list(model.model_fields)


def test_a_finding_shows_numbers_and_words_of_ours() -> None:
    values = {"count": 3, "why": "planted", "first": "planted", "languages": "ru, en", "version": "planted 17"}
    assert list(finding_lines([Finding("faq", "failed", "broken", values)])) == [
        "faq: failed (broken), count 3, languages ru, en"
    ]


def test_a_part_that_fails_takes_nothing_else_away(nightdesk: Command, planted: Premises) -> None:
    planted.database.write_bytes(b"planted, and no database" * 100)
    planted.configure(api_url="http://127.0.0.1:9")
    ended, report = reported(nightdesk, planted)
    assert ended.status == 0
    assert section(report, "Database")[-1] == "could not be told: CommandError"
    assert section(report, "FAQ")[-1] == "ru: 1 entries, 4 phrasings"
    assert leaked(report) == []


def test_settings_that_are_wrong(nightdesk: Command, planted: Premises) -> None:
    more = f'[privacy]\ncontact = 79161234567\n[web]\nport = "planted"\n[planted]\nname = "{TOKEN}"'
    planted.configure(more=more)
    ended, report = reported(nightdesk, planted)
    assert ended.status == 2
    assert "web.port" in ended.err
    assert "report.txt" in ended.out
    assert section(report, "Settings") == [
        "invalid: privacy.contact",
        "invalid: web.port",
        "invalid: the file, or a key that does not exist",
    ]
    assert leaked(report) == []


def test_the_file(nightdesk: Command, planted: Premises) -> None:
    """It is for its owner, it replaces nothing, and a folder gets a new one."""
    _, report = reported(nightdesk, planted)
    file = planted.folder / "report.txt"
    assert file.stat().st_mode & 0o777 == 0o600
    again = nightdesk("doctor", "--config", planted.config, "--bundle", file)
    assert (again.status, "already" in again.err) == (2, True)
    assert file.read_text(encoding="utf-8") == report
    assert nightdesk("doctor", "--config", planted.config, "--bundle", planted.folder).status == 0
    assert len(list(planted.folder.glob("nightdesk-report-*.txt"))) == 1
    nowhere = nightdesk("doctor", "--config", planted.config, "--bundle", planted.folder / "none" / "report.txt")
    assert (nowhere.status, "can't be written" in nowhere.err) == (2, True)


@pytest.mark.parametrize(("language", "asks"), [("ru", "просмотрите его"), ("en", "Look through it")])
def test_it_says_what_is_in_it_and_asks_to_look(
    nightdesk: Command, planted: Premises, language: str, asks: str
) -> None:
    planted.configure(language=language)
    ended, _ = reported(nightdesk, planted)
    first, second = ended.out.splitlines()
    assert "report.txt" in first
    assert asks in second


def test_with_postgresql(nightdesk: Command, premises: Premises, postgres_url: str) -> None:
    premises.configure(more=f'[storage]\nurl = "{postgres_url}"')
    _, report = reported(nightdesk, premises)
    assert "ticket: 0 rows" in section(report, "Database")
    assert "storage.url: postgresql" in section(report, "Settings")
    assert postgres_url.rpartition("/")[2] not in report


def test_ages_are_those_of_the_rows(premises: Premises, database: Database) -> None:
    plant_in_database(database)
    told = list(database_lines(f"sqlite:///{premises.database}", LONG_AGO + timedelta(hours=36)))
    assert "question: 1 rows, 36.0 to 36.0 h old" in told
