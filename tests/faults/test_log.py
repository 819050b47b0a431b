"""A night with every kind of failure: the log reports the failures, and no personal data."""

import asyncio
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError, OperationalError
from telegram.error import BadRequest, InvalidToken

from bot.config import LogSettings, StorageSettings
from bot.runtime.logs import OURS, DiscreetFormatter, JsonFormatter, in_few_words, secrets_of, start_logging
from bot.runtime.logs import tell_of_stray_errors as tell_discreetly
from bot.sandbox import Sandbox
from tests.faults.desk import Desk, a_desk, settings_of

TOKEN = "7123456789:AAF-x0123456789abcdefghijklmnopqrst"
WORDS = ("Позовите", "лодки", "Ясная", "Уже едет", "Мария", "Анна", "maria_k")
ASIDE = "SELECT count(*) FROM inbox WHERE set_aside_at IS NOT NULL"
BREAKS = """
    CREATE TRIGGER poison BEFORE INSERT ON message WHEN new.text LIKE '%лодки%'
    BEGIN SELECT RAISE(ABORT, 'no'); END
"""


@pytest.fixture
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.mark.usefixtures("logging_as_before")
@pytest.mark.parametrize("form", ["text", "json"])
async def test_a_bad_night(tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    sandbox = Sandbox()
    sandbox.token = TOKEN
    start_logging(LogSettings(format=form, level="debug"), [TOKEN])  # type: ignore[arg-type]  # one of the two
    async with a_desk(tmp_path, sandbox) as desk:
        await bad_night(desk)
    told = capsys.readouterr().err
    assert [word for word in (*WORDS, TOKEN, TOKEN.partition(":")[2]) if word in told] == []
    for happened in ("is a dead letter", "IntegrityError", "Flood control", "blocked by the user", "can't be reached"):
        assert happened in told
    if form == "json":
        lines = [json.loads(line) for line in told.splitlines()]
        assert all({"time", "level", "logger", "message"} <= set(line) for line in lines)
        [first, *_] = [line for line in lines if "IntegrityError" in line.get("error", "")]
        assert "bot/delivery/handling.py" in first["traceback"]


async def bad_night(desk: Desk) -> None:
    maria = desk.sandbox.customer("Мария", last_name="Ясная", username="maria_k")
    maria.writes("Позовите оператора")
    await desk.until(lambda: maria.sees)
    desk.ask(BREAKS)
    for kind in ("500", "429"):
        desk.sandbox.faults.add(kind, method="sendMessage", chat_id=maria.id, retry_after=1)
    desk.sandbox.faults.add("drop", method="getUpdates")
    maria.writes("У вас есть лодки?")
    await desk.until(lambda: desk.ask(ASIDE) == [(1,)], faster=3)
    await desk.quiet()
    desk.sandbox.faults.add("403", method="sendMessage", chat_id=maria.id)
    desk.anna.writes("Уже едет, Мария", topic="№1")
    await desk.quiet()


@pytest.mark.usefixtures("logging_as_before")
async def test_errors_that_nobody_waited_for_are_not_quoted(capsys: pytest.CaptureFixture[str]) -> None:
    start_logging(LogSettings())
    tell_discreetly()

    async def fail(words: str) -> None:
        raise ValueError(words)

    task = asyncio.create_task(fail("Мария"))
    await asyncio.wait([task])
    del task
    told = capsys.readouterr().err
    assert "ValueError" in told
    assert "Мария" not in told


def line(formatter: logging.Formatter, error: Exception | None = None, *args: object) -> str:
    info = (type(error), error, error.__traceback__) if error else None
    return formatter.format(logging.LogRecord("bot.x", logging.ERROR, "x.py", 1, "It broke: %s", args, info))


@given(st.text(st.characters(blacklist_categories=["Cs"]), min_size=12).filter(lambda text: text.strip()))
def test_what_an_error_quotes_is_not_told(words: str) -> None:
    words = f"«{words}»"
    led_to = KeyError(words)
    led_to.__cause__ = IntegrityError("INSERT", {"text": words}, ValueError(words))
    for formatter in (DiscreetFormatter((), "%(message)s"), JsonFormatter(())):
        assert words not in line(formatter, led_to, led_to)
    assert line(DiscreetFormatter((), "%(message)s"), led_to, 1).endswith("KeyError")


def test_words_about_machines_are_told() -> None:
    assert in_few_words(OSError(28, "No space left on device")).endswith("No space left on device")
    assert in_few_words(BadRequest("Chat not found")) == "BadRequest: Chat not found"
    locked = OperationalError("INSERT", {"text": "Мария"}, ValueError("database is locked\nDETAIL: Мария"))
    assert in_few_words(locked) == "OperationalError: database is locked"


def test_secrets_are_struck_out_wherever_they_stand(tmp_path: Path) -> None:
    settings = settings_of(Sandbox(), "http://127.0.0.1", tmp_path, webhook_secret="a-secret-of-some-length")
    settings = settings.model_copy(
        update={"storage": StorageSettings.model_construct(url="postgresql://desk:pa55word@db/desk")}
    )
    secrets = secrets_of(settings)
    assert set(secrets) == {"1:TEST", "a-secret-of-some-length", "pa55word"}
    formatter = DiscreetFormatter(secrets, "%(message)s")
    refused = InvalidToken(f"The token `{TOKEN}` was rejected by the server.")
    told = line(formatter, refused, "http://x/bot1:TEST/getMe a-secret-of-some-length postgresql://desk:pa55word@db")
    assert told.startswith("It broke: http://x/bot***/getMe *** postgresql://desk:***@db")
    assert TOKEN not in told
