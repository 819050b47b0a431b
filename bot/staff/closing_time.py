"""Parses the arguments of `/away`: until when, and why."""

import re
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.staff.human_dates import DateError, When, begins_with, instant

LIFTED = frozenset({"off", "нет", "отмена", "отменить", "открыто", "открыты", "снять", "back", "open"})

_BEGINS_WITH_UNTIL = re.compile(r"(?:до|until|till)\b", re.IGNORECASE)
_UNTIL_LIFTED = re.compile(r"(?:до отмены|until further notice)\b", re.IGNORECASE)
_AROUND_REASON = " \t\n,.:;—–-"
_MIDNIGHT, _LAST_MINUTE = time(0), time(23, 59)


class ClosingTimeError(ValueError):
    """The time can't be parsed, or has passed."""


@dataclass(frozen=True)
class RequestedClosure:
    """A closure from now on: until when (aware; None: until lifted), and the words for customers."""

    until: datetime | None
    reason: str


def parse_closure(text: str, now: datetime, zone: ZoneInfo) -> RequestedClosure | None:
    """ "до 18:00 авария", "2026-12-01 12:00", "до пн", "2 часа", "авария на складе"; None for "off".

    `now` is aware; times in `text` are local to `zone`. A date without a time means until its end, "tomorrow" or "until
    Monday" until its beginning. Raises ClosingTimeError.
    """
    text = text.strip()
    if not text:
        raise ClosingTimeError("say until when, why, or off")
    if text.casefold() in LIFTED:
        return None
    try:
        found = begins_with(text, now, zone)
        if found and _is_separate(found[1]):
            return RequestedClosure(instant(found[0], now, zone, _end_of(found[0], now, zone)), _reason(found[1]))
    except DateError as error:
        raise ClosingTimeError(str(error)) from None
    if open_ended := _UNTIL_LIFTED.match(text):
        return RequestedClosure(None, _reason(text[open_ended.end() :]))
    if _BEGINS_WITH_UNTIL.match(text):
        raise ClosingTimeError("that time can't be read")
    return RequestedClosure(None, text)


def _end_of(when: When, now: datetime, zone: ZoneInfo) -> time:
    """When a closure ends on a day without a time: a date and today are closed to their end."""
    is_today = when.day == now.astimezone(zone).date()
    return _LAST_MINUTE if when.is_date or is_today else _MIDNIGHT


def _is_separate(rest: str) -> bool:
    """Whether the time ends there, and not in the middle of a word or a number."""
    return not rest or not rest[0].isalnum()


def _reason(text: str) -> str:
    return text.strip(_AROUND_REASON)
