"""The operator's answers, validated as the configuration is."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.config import ConfigError, validate

_LEAST: Mapping[str, Mapping[str, object]] = {
    "company": {"name": "…"},
    "staff": {"chat_id": -1},
    "hours": {"week": "24/7"},
}


@dataclass(frozen=True)
class Hours:
    timezone: str
    week: str
    holidays: str | None


@dataclass(frozen=True)
class Company:
    name: str
    phone: str = ""
    address: str = ""


@dataclass(frozen=True)
class Access:
    """How to reach Telegram. `is_in_environment`: the token is NIGHTDESK_TOKEN and stays out of the file.

    `token_file`: where the token stands, an absolute path, instead of the configuration; None: nowhere else.
    """

    api_url: str
    token: str
    is_in_environment: bool
    token_file: Path | None = None


@dataclass(frozen=True)
class Group:
    chat_id: int
    title: str
    topics: bool


@dataclass(frozen=True)
class Answers:
    language: str
    company: Company
    access: Access
    group: Group
    hours: Hours


def config_error(told_in: str, section: str, **keys: object) -> str | None:
    """The error that these keys of a section would raise in the configuration; None when they are valid.

    It is told in the language `told_in`.
    """
    least = {**_LEAST, "company": {**_LEAST["company"], "language": told_in}}
    document = {**least, section: {**least.get(section, {}), **keys}}
    path = Path("config.toml")
    try:
        validate(document, path)
    except ConfigError as error:
        return str(error).removeprefix(f"{path}: ")
    return None


def remedy_in(problem: str) -> str:
    """The sentence of such an error without the key and the value that stand before it."""
    return problem.partition('": ')[2] or problem
