"""How `nightdesk run` comes to a token without a configuration, and what it says when there is none that could work."""

import asyncio
import os
import pty
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot import cli
from bot.commands.errors import CommandError
from bot.commands.setup import setup_access
from bot.sandbox import Sandbox
from bot.setup import Access

TOKEN = "1:" + "T" * 35
NOT_A_TOKEN = "это не похоже на токен: в нём цифры, двоеточие и ещё 35 знаков. Скопируйте его целиком у @BotFather"


@contextmanager
def typed(text: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Somebody at a terminal; getpass itself would open that of whoever runs the tests."""
    keyboard, terminal = pty.openpty()
    os.write(keyboard, text.encode())
    with os.fdopen(terminal, encoding="utf-8") as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        monkeypatch.setattr("getpass.getpass", lambda _prompt: input())
        yield
    os.close(keyboard)


def arguments(folder: Path, **given: object) -> Namespace:
    return Namespace(**{"config": folder / "config.toml", "token_file": None, "api_url": None, **given})


@pytest.mark.parametrize("content", [TOKEN, f"  {TOKEN}\n", f"\ufeff{TOKEN}\r\n"])
def test_a_token_in_a_file(tmp_path: Path, content: str) -> None:
    (tmp_path / "token").write_bytes(content.encode())
    found = setup_access(arguments(tmp_path, token_file=tmp_path / "token"), {"NIGHTDESK_TOKEN": "2:OTHER"})
    assert found == Access("https://api.telegram.org", TOKEN, False, tmp_path / "token")


@pytest.mark.parametrize(
    ("environ", "file", "sentence"),
    [
        ({"NIGHTDESK_TOKEN": "abc"}, None, f"NIGHTDESK_TOKEN: {NOT_A_TOKEN}"),
        ({"NIGHTDESK_TOKEN": "ВАШ-ТОКЕН"}, None, f"NIGHTDESK_TOKEN: {NOT_A_TOKEN}"),
        ({}, "PUT-YOUR-TOKEN-HERE", f"token: {NOT_A_TOKEN}"),
        ({}, "", f"token: {NOT_A_TOKEN}"),
        ({}, "1:TEST".encode("utf-16"), "token: файл с токеном не читается: "),
        (
            {"NIGHTDESK_TOKEN": "1:TEST", "NIGHTDESK_API_URL": "127.0.0.1:8081"},
            None,
            'telegram.api_url = "127.0.0.1:8081": напишите адрес, который начинается с "https://" или "http://"',
        ),
    ],
)
def test_what_is_no_token(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    environ: dict[str, str],
    file: str | bytes | None,
    sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in {"LC_ALL": "ru_RU.UTF-8", **environ}.items():
        monkeypatch.setenv(name, value)
    given = ["run"]
    if file is not None:
        Path("token").write_bytes(file if isinstance(file, bytes) else file.encode())
        given += ["--token-file", "token"]
    assert cli.main(given) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("token", ["123:abc", TOKEN[:-1], f"{TOKEN}T"])
def test_telegrams_own_tokens_have_their_length(tmp_path: Path, token: str) -> None:
    with pytest.raises(CommandError, match=NOT_A_TOKEN):
        setup_access(arguments(tmp_path), {"NIGHTDESK_TOKEN": token, "LANG": "ru_RU.UTF-8"})


def test_a_file_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")
    nowhere, config = tmp_path / "nope", tmp_path / "config.toml"
    assert cli.main(["run", "--token-file", str(nowhere), "--config", str(config)]) == 2
    assert capsys.readouterr().err == f"nightdesk: {nowhere}: файл с токеном не читается: нет такого файла или папки\n"


def test_nobody_to_ask_for_a_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert cli.main(["run", "--config", str(tmp_path / "config.toml")]) == 2
    assert "set NIGHTDESK_TOKEN and start `nightdesk run`: the bot asks for the rest" in capsys.readouterr().err


def test_the_folder_of_the_program_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setenv("NIGHTDESK_TOKEN", "1:TEST")
    (tmp_path / "faq").mkdir()
    (tmp_path / "faq" / "__init__.py").touch()
    assert cli.main(["run", "--config", str(tmp_path / "config.toml")]) == 2
    assert "this is the folder of the program itself; make an empty one" in capsys.readouterr().err


async def test_a_token_is_typed_until_telegram_knows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async with Sandbox().serve() as address:
        with typed("привет\n1:REVOKED\n1:TEST\n\x04", monkeypatch):
            given = arguments(tmp_path, api_url=address)
            found = await asyncio.to_thread(setup_access, given, {"LANG": "ru_RU.UTF-8"})
    assert found == Access(address, "1:TEST", is_in_environment=False)
    malformed, unknown = (line for line in capsys.readouterr().out.splitlines() if line.startswith("  ! "))
    assert malformed.startswith("  ! Это не похоже на токен: в нём цифры")
    assert unknown.startswith(f"  ! {address} не знает такого токена")


def test_a_token_is_taken_while_telegram_can_not_be_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with typed("1:TEST\n", monkeypatch):
        found = setup_access(arguments(tmp_path, api_url="http://127.0.0.1:9"), {})
    assert found == Access("http://127.0.0.1:9", "1:TEST", is_in_environment=False)


def test_nothing_is_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with typed("\x04", monkeypatch), pytest.raises(CommandError, match="токен не введён; возьмите его у @BotFather"):
        setup_access(arguments(tmp_path), {"LANG": "ru_RU.UTF-8"})
