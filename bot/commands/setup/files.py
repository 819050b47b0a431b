"""The files that a set-up writes: config.toml and, where there is none, a first FAQ."""

import json
import os
import shutil
from importlib.resources import as_file, files
from pathlib import Path

from bot.commands.words import filled, page
from bot.config import TelegramSettings
from bot.setup.validation import Answers

FAQ_FOLDER = "faq"
_OWNER_ONLY = 0o600  # the token is in it
_API_URL = str(TelegramSettings.model_fields["api_url"].default)


def config_text(answers: Answers) -> str:
    """The configuration with its comments, in the operator's language."""
    company, group, hours = answers.company, answers.group, answers.hours
    values: dict[str, str | bool | int] = {
        **{"name": company.name, "phone": company.phone, "address": company.address, "language": answers.language},
        **{"chat_id": group.chat_id, "topics": group.topics, "timezone": hours.timezone, "week": hours.week},
    }
    lines = {"token": _token_line(answers), "api_url": _api_url_line(answers), "holidays": _holidays_line(answers)}
    return filled(page(answers.language, "config.toml"), {name: _toml(value) for name, value in values.items()} | lines)


def write_config(path: Path, text: str) -> None:
    """Replace the file atomically; only its owner may read it."""
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY), "w", encoding="utf-8") as file:
        file.write(text)
    beside.replace(path)


def has_faq(folder: Path) -> bool:
    return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))


def copy_sample(folder: Path) -> None:
    """Copy the sample shop's FAQ."""
    with as_file(files("faq") / "sample") as sample:
        shutil.copytree(sample, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", "__init__.py"))


def write_first_entry(folder: Path, language: str) -> None:
    """Write one entry that shows the format."""
    folder.mkdir(exist_ok=True)
    (folder / "faq.md").write_text(page(language, "first_entry.md"), encoding="utf-8")


def _token_line(answers: Answers) -> str:
    access = answers.access
    if access.token_file:
        return f"token_file = {_toml(str(access.token_file))}"
    return "# token = …" if access.is_in_environment else f"token = {_toml(access.token)}"


def _api_url_line(answers: Answers) -> str:
    mark = "# " if answers.access.api_url == _API_URL else ""
    return f"{mark}api_url = {_toml(answers.access.api_url)}"


def _holidays_line(answers: Answers) -> str:
    return f"holidays = {_toml(answers.hours.holidays)}" if answers.hours.holidays else '# holidays = "RU"'


def _toml(value: str | bool | int) -> str:
    """JSON's strings, booleans and numbers are valid TOML."""
    return json.dumps(value, ensure_ascii=False)
