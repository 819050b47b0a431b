"""The log: one line an event, as text for people or as JSON for programs.

It never contains what people wrote, their names, tokens or other secrets. So an error is logged by its kind and its
traceback, with its message only when that is known to be technical; libraries log from warnings on, since they would
log whole requests; and every known secret is masked in any case.
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
from storage.errors import FencedError

OURS = ("bot", "faq", "storage")
MASK = "***"
_TOKEN = re.compile(r"\b\d{5,}:[\w-]{30,}", re.ASCII)  # the form of tokens
_TECHNICAL = (OSError, TelegramError, FaqError, FencedError)
_TEXT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


def start_logging(settings: LogSettings, secrets: Iterable[str] = ()) -> None:
    """Log to standard error from now on, instead of whatever was configured before."""
    formatter = JsonFormatter(secrets) if settings.format == "json" else DiscreetFormatter(secrets, _TEXT)
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(settings.level.upper())


def secrets_of(settings: Settings) -> list[str]:
    """The secrets that must not appear in the log."""
    telegram, faq = settings.telegram, settings.faq
    secrets = (telegram.token, telegram.webhook_secret, faq.encoder_key, faq.picker_key)
    kept = [secret.get_secret_value() for secret in secrets if secret]
    return [secret for secret in (*kept, make_url(settings.storage.url).password) if secret]


def tell_of_stray_errors() -> None:
    """Log errors of tasks that nobody awaits discreetly, too: the event loop itself would quote their messages."""

    def tell(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        logging.getLogger(__name__).error("%s", context["message"], exc_info=context.get("exception"))

    asyncio.get_running_loop().set_exception_handler(tell)


class DiscreetFormatter(logging.Formatter):
    """Logs errors without their messages, and masks `secrets`."""

    def __init__(self, secrets: Iterable[str], form: str | None = None) -> None:
        super().__init__(form)
        self._secrets = tuple(secrets)

    def format(self, record: logging.LogRecord) -> str:
        return self._without_secrets(super().format(_discreet(record)))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - so the library calls it
        return "".join(_traceback_lines(ei[1])).rstrip()

    def _without_secrets(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        return _TOKEN.sub(MASK, text)


class JsonFormatter(DiscreetFormatter):
    """One object a line: time (UTC), level, logger, message, and for an error its kind and traceback."""

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
    """The kind of an error, and its message when that can't hold a person's words."""
    kind = type(error).__name__
    if isinstance(error, OperationalError):  # a connection, a lock, a disk
        return f"{kind}: {str(error.orig).partition(chr(10))[0]}"
    return f"{kind}: {error}" if isinstance(error, _TECHNICAL) else kind


def _discreet(record: logging.LogRecord) -> logging.LogRecord:
    """A copy of the record with its errors in few words; other handlers get the original."""
    record = copy(record)
    record.exc_text = None
    if isinstance(record.args, tuple):
        record.args = tuple(in_few_words(one) if isinstance(one, BaseException) else one for one in record.args)
    return record


def _traceback_lines(error: BaseException) -> Iterator[str]:
    """The traceback of the error, after those of the errors that caused it."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before:
        yield from (*_traceback_lines(before), "\n")
    yield from ("Traceback (most recent call last):\n", *traceback.format_tb(error.__traceback__))
    yield f"{in_few_words(error)}\n"
