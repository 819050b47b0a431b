"""The log: a line for each thing that happened, for people or for programs.

What people wrote, their names, tokens and other secrets never stand in it. So of an error only the kind is told, and
where it came up, unless its words are known to be about machines; the loggers of libraries tell nothing below a
warning, since they log whole requests; and as a last resort every known secret is struck out.
"""

import asyncio
import json
import logging
import re
import traceback
from collections.abc import Iterable, Iterator
from copy import copy
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError
from telegram.error import TelegramError

from bot.config import LogSettings, Settings
from faq import FaqError

OURS = ("bot", "faq", "storage")
STRUCK_OUT = "***"
_TOKEN = re.compile(r"\b\d{5,}:[\w-]{30,}", re.ASCII)  # as @BotFather gives them
_ABOUT_MACHINES = (OSError, TelegramError, FaqError)
_TEXT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


def start_logging(settings: LogSettings, secrets: Iterable[str] = ()) -> None:
    """Log to standard error from now on; whatever was set up before is gone."""
    formatter = JsonFormatter(secrets) if settings.format == "json" else DiscreetFormatter(secrets, _TEXT)
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(settings.level.upper())


def secrets_of(settings: Settings) -> list[str]:
    """What must not be shown to anybody."""
    telegram = settings.telegram
    kept = [secret.get_secret_value() for secret in (telegram.token, telegram.webhook_secret) if secret]
    return [secret for secret in (*kept, make_url(settings.storage.url).password) if secret]


def tell_of_stray_errors() -> None:
    """Let the running event loop tell of errors that nobody waited for without quoting them, as it does by itself."""

    def tell(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        logging.getLogger(__name__).error("%s", context["message"], exc_info=context.get("exception"))

    asyncio.get_running_loop().set_exception_handler(tell)


class DiscreetFormatter(logging.Formatter):
    """Tells of errors without their words, and nothing of `secrets`."""

    def __init__(self, secrets: Iterable[str], form: str | None = None) -> None:
        super().__init__(form)
        self._secrets = tuple(secrets)

    def format(self, record: logging.LogRecord) -> str:
        return self._without_secrets(super().format(_discreet(record)))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - so the library calls it
        return "".join(_story(ei[1])).rstrip()

    def _without_secrets(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, STRUCK_OUT)
        return _TOKEN.sub(STRUCK_OUT, text)


class JsonFormatter(DiscreetFormatter):
    """One object a line: time (UTC), level, logger, message, and for an error its kind and where it came up."""

    def format(self, record: logging.LogRecord) -> str:
        record = _discreet(record)
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[1]:
            told |= {"error": in_few_words(record.exc_info[1]), "traceback": self.formatException(record.exc_info)}
        return self._without_secrets(json.dumps(told, ensure_ascii=False))


def in_few_words(error: BaseException) -> str:
    """The kind of an error, and its words when they can't be a person's."""
    kind = type(error).__name__
    if isinstance(error, OperationalError):  # a connection, a lock, a disk
        return f"{kind}: {str(error.orig).partition(chr(10))[0]}"
    return f"{kind}: {error}" if isinstance(error, _ABOUT_MACHINES) else kind


def _discreet(record: logging.LogRecord) -> logging.LogRecord:
    """The record with its errors in few words; other handlers keep theirs."""
    record = copy(record)
    record.exc_text = None
    if isinstance(record.args, tuple):
        record.args = tuple(in_few_words(one) if isinstance(one, BaseException) else one for one in record.args)
    return record


def _story(error: BaseException) -> Iterator[str]:
    """Where the error came up, after the ones that led to it."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before:
        yield from (*_story(before), "\n")
    yield from ("Traceback (most recent call last):\n", *traceback.format_tb(error.__traceback__))
    yield f"{in_few_words(error)}\n"
