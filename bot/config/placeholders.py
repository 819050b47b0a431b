"""Values that came with config.example.toml and were never replaced."""

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import SecretStr

from bot.config.errors import Problem, config_error
from bot.config.settings import Settings

EXAMPLE_GROUP = -1001234567890
EXAMPLE_PEOPLE = frozenset({12345678, 87654321})

# what stands in examples in place of a token; a token of the usual length may have such letters by chance
_WORDS = re.compile(r"PUT-|YOUR|-HERE|TOKEN|ВАШ|ТОКЕН|[<>…]|\.\.\.|x{4,}", re.IGNORECASE)
_REAL = re.compile(r"\d{6,}:[\w-]{35}", re.ASCII)
# copied with what stood around it, as in an address of the Bot API
_WRAPPED = re.compile(r"(?:.*\W(?:bot)?|bot)\d{6,}:[\w-]{35,}.*|\d{6,}:[\w-]{35,}[^\w-].*", re.ASCII | re.DOTALL)
# the tokens of Telegram's own documentation
_DOCUMENTED = re.compile(r"ABC-DEF1234ghIkl|AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw|x{10,}", re.IGNORECASE)


def require_own_values(settings: Settings, path: Path) -> None:
    """Raises ConfigError for what a desk can't run with although it is valid: the example's token, group and people."""
    if problems := list(_placeholders(settings)):
        raise config_error(problems, settings.company.language, path)


def _placeholders(settings: Settings) -> Iterator[Problem]:
    token = settings.telegram.token.get_secret_value()
    if _WRAPPED.fullmatch(token):
        yield Problem("rules", "token_around", "telegram.token")
    elif _is_example_token(token):
        yield Problem("rules", "example_token", "telegram.token")
    if _is_example_secret(settings.telegram.webhook_secret):
        yield Problem("rules", "example_secret", "telegram.webhook_secret")
    if settings.staff.chat_id in (0, EXAMPLE_GROUP):
        yield Problem("rules", "example_group", "staff.chat_id", str(settings.staff.chat_id))
    for key, people in (("staff.authors", settings.staff.authors), ("on_call.people", settings.on_call.people)):
        if EXAMPLE_PEOPLE & set(people):
            yield Problem("rules", "example_people", key)


def _is_example_token(token: str) -> bool:
    return bool(_DOCUMENTED.search(token) or (_WORDS.search(token) and not _REAL.fullmatch(token)))


def _is_example_secret(secret: SecretStr | None) -> bool:
    return secret is not None and secret.get_secret_value().startswith("PUT-")
