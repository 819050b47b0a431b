"""Tokens and secrets are in no message, no log, no repr and no answer, whatever goes wrong."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.commands.doctor import examine
from bot.commands.doctor.finding import as_objects, lines
from bot.config import ConfigError, Settings, load_config
from bot.sandbox import MovableClock, Sandbox
from bot.telegram.bot import DeskBot
from storage import Database

TOKEN = "7000000001:AAH-this_is_what_a_token_looks_like"
SECRET = "Tr0ub4dor-and-three"
DESK = """
[company]
name = "Северный дом"
[staff]
chat_id = -1
[hours]
week = "Mo-Fr 09:00-18:00"
"""
MISTAKES = {
    "a number": "[telegram]\ntoken = 7000000001",
    "a list": f'[telegram]\ntoken = ["{TOKEN}"]',
    "a misspelt key": f'[telegram]\ntokn = "{TOKEN}"',
    "a misspelt secret": f'[telegram]\nwebhook_secert = "{SECRET}"',
    "no section": f'telegram = "{TOKEN}"',
    "a list of sections": f'telegram = ["{TOKEN}"]',
    "in the wrong key": f'[telegram]\nmode = "{TOKEN}"',
    "in an address": f'[telegram]\napi_url = "api.telegram.org/bot{TOKEN}"',
    "as the name of a file": f'[telegram]\ntoken_file = "{TOKEN}"',
    "no quotes": f"[telegram]\ntoken = {TOKEN}",
    "a weak secret": f'[telegram]\nwebhook_secret = "{SECRET}!"',
    "a password": f'[storage]\nurl = "mysql://desk:{SECRET}@db/desk"',
    "among others": f'[telegram]\nwebhook_secret = {{ value = "{SECRET}" }}',
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=list(MISTAKES))
def test_a_mistake_in_the_configuration_shows_no_secret(tmp_path: Path, mistake: str) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f"{mistake}\n{DESK}" if mistake.startswith("telegram") else f"{DESK}{mistake}", encoding="utf-8")
    with pytest.raises(ConfigError) as told:
        load_config(config, {})
    assert not shows_secret(str(told.value))
    assert (
        told.value.__suppress_context__ or told.value.__context__ is None
    )  # a traceback would show what pydantic was given


def test_secrets_come_from_the_environment_and_are_shown_nowhere(tmp_path: Path) -> None:
    settings = configured(tmp_path, {"NIGHTDESK_TOKEN": TOKEN, "NIGHTDESK_WEBHOOK_SECRET": SECRET})
    assert settings.telegram.token.get_secret_value() == TOKEN
    assert settings.telegram.webhook_secret
    assert settings.telegram.webhook_secret.get_secret_value() == SECRET
    shown = (settings, settings.telegram, DeskBot(settings.telegram), settings.model_dump_json())
    assert not any(shows_secret(f"{one!r} {one!s}") for one in shown)


def test_a_secret_that_telegram_would_refuse(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="NIGHTDESK_WEBHOOK_SECRET: напишите от 16") as told:
        configured(tmp_path, {"NIGHTDESK_WEBHOOK_SECRET": f"{SECRET} !"})
    assert not shows_secret(str(told.value))


async def test_the_doctor_shows_no_secret(tmp_path: Path) -> None:
    settings = configured(tmp_path, {"NIGHTDESK_TOKEN": TOKEN, "NIGHTDESK_WEBHOOK_SECRET": SECRET})
    async with Sandbox().serve() as address:
        telegram = settings.telegram.model_copy(update={"api_url": address})
        findings = await examine(settings.model_copy(update={"telegram": telegram}), MovableClock())
    assert findings
    assert not shows_secret(f"{findings} {lines(findings, 'ru')} {as_objects(findings, 'en')}")


def test_a_token_that_telegram_does_not_know(tmp_path: Path) -> None:
    """The library's own error has the token in it."""
    config = tmp_path / "config.toml"
    (tmp_path / "faq").mkdir()
    (tmp_path / "faq" / "a.md").write_text("# А\n\n## Б? {#b}\n\nВ.\n", encoding="utf-8")
    config.write_text(f'{DESK}[telegram]\ntoken = "{TOKEN}"\napi_url = "http://127.0.0.1:9"', encoding="utf-8")
    code = (
        "import asyncio, sys, telegram.error as e\n"
        "from bot.telegram.bot import DeskBot\n"
        f"async def initialize(self): raise e.InvalidToken('The token `{TOKEN}` was rejected')\n"
        "DeskBot.initialize = initialize\n"
        "from bot.cli import main\n"
        f"sys.exit(main(['run', '--config', {str(config)!r}]))"
    )
    root = Path(__file__).parents[2]
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", timeout=60, check=False, cwd=root
    )
    assert ended.returncode == 2
    assert "возьмите действующий у @BotFather" in ended.stderr
    assert not shows_secret(ended.stdout + ended.stderr)


def test_an_error_of_the_database_shows_no_words(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    with pytest.raises(Exception, match="no such table") as told, database.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO missing VALUES (?)", ("Самовар сломался",))
    database.close()
    assert "Самовар" not in str(told.value)


def configured(folder: Path, environ: dict[str, str]) -> Settings:
    config = folder / "config.toml"
    config.write_text(DESK, encoding="utf-8")
    return load_config(config, environ)


def shows_secret(text: str) -> bool:
    return any(part in text for part in (TOKEN, TOKEN.partition(":")[2], SECRET))
