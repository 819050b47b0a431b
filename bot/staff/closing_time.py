"""Parses the arguments of `/away`: until when, and why."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

LIFTED = frozenset({"off", "нет", "отмена", "отменить", "открыто", "открыты", "снять", "back", "open"})

_UNTIL = r"(?:(?:до|until|till)\s+)?"
_DAY = (
    r"(?:(?P<iso>\d{4}-\d{2}-\d{2})|(?P<day>\d{1,2})\.(?P<month>\d{1,2})(?:\.(?P<year>\d{4}))?"
    r"|(?P<word>сегодня|завтра|послезавтра|today|tomorrow))"
)
_TIME = r"(?:(?:в|до|at|until)\s+)?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})"
_MOMENT = re.compile(
    rf"{_UNTIL}(?:{_DAY}(?:,?\s+{_TIME})?|{_TIME.replace('P<', 'P<only_')})(?=[\s,.]|$)", re.IGNORECASE
)
_UNITS = {
    "days": r"d|days?|д|дн|день|дня|дней",
    "hours": r"h|hours?|ч|час|часа|часов",
    "minutes": r"m|min|minutes?|м|мин|минута|минуту|минуты|минут",
}
_PARTS = "".join(rf"(?:(?P<{name}>\d{{1,4}})\s*(?:{words})(?![^\W\d])\.?\s*)?" for name, words in _UNITS.items())
_SPAN = re.compile(rf"(?:(?:на|for)\s+)?(?=\d){_PARTS}", re.IGNORECASE)
_BEGINS_WITH_UNTIL = re.compile(r"(?:до|until|till)\b", re.IGNORECASE)
_UNTIL_LIFTED = re.compile(r"(?:до отмены|until further notice)\b", re.IGNORECASE)
_DAYS_AHEAD = {"сегодня": 0, "today": 0, "завтра": 1, "tomorrow": 1, "послезавтра": 2}
_AROUND_REASON = " \t\n,.:;—–-"


class ClosingTimeError(ValueError):
    """The time can't be parsed, or has passed."""


@dataclass(frozen=True)
class RequestedClosure:
    """A closure from now on: until when (aware; None: until lifted), and the words for customers."""

    until: datetime | None
    reason: str


def parse_closure(text: str, now: datetime, zone: ZoneInfo) -> RequestedClosure | None:
    """ "до 18:00 авария", "2026-12-01 12:00", "завтра", "2 часа", "авария на складе"; None for "off".

    `now` is aware; times in `text` are local to `zone`. A date without a time means until its end, "tomorrow" until its
    beginning. Raises ClosingTimeError.
    """
    text = text.strip()
    if not text:
        raise ClosingTimeError("say until when, why, or off")
    if text.casefold() in LIFTED:
        return None
    if (span := _SPAN.match(text)) and any(span.groupdict().values()):
        return RequestedClosure(now + _duration(span), _reason(text[span.end() :]))
    if moment := _MOMENT.match(text):
        return RequestedClosure(_instant(moment, now.astimezone(zone)), _reason(text[moment.end() :]))
    if open_ended := _UNTIL_LIFTED.match(text):
        return RequestedClosure(None, _reason(text[open_ended.end() :]))
    if _BEGINS_WITH_UNTIL.match(text):
        raise ClosingTimeError("that time can't be read")
    return RequestedClosure(None, text)


def _instant(moment: re.Match[str], local: datetime) -> datetime:
    """A time of day that has passed today means tomorrow; any other moment that has passed is an error."""
    hour, minute = moment["hour"] or moment["only_hour"], moment["minute"] or moment["only_minute"]
    missing = (0, 0) if _days_ahead(moment) else (23, 59)
    try:
        at = _on_day(moment, local).replace(
            hour=int(hour or missing[0]), minute=int(minute or missing[1]), second=0, microsecond=0
        )
    except ValueError as error:
        raise ClosingTimeError(str(error)) from None
    if at <= local and moment["only_hour"]:
        at += timedelta(days=1)
    if at <= local:
        raise ClosingTimeError("that time has passed")
    return at


def _duration(span: re.Match[str]) -> timedelta:
    duration = timedelta(**{name: int(value) for name, value in span.groupdict().items() if value})
    if not duration:
        raise ClosingTimeError("that is no time at all")
    return duration


def _on_day(moment: re.Match[str], local: datetime) -> datetime:
    if moment["iso"]:
        return datetime.fromisoformat(moment["iso"]).replace(tzinfo=local.tzinfo)
    if moment["day"]:
        day = local.replace(year=int(moment["year"] or local.year), month=int(moment["month"]), day=int(moment["day"]))
        is_next_years = not moment["year"] and day.date() < local.date()
        return day.replace(year=local.year + 1) if is_next_years else day
    return local + timedelta(days=_days_ahead(moment))


def _days_ahead(moment: re.Match[str]) -> int:
    return _DAYS_AHEAD.get((moment["word"] or "").casefold(), 0)


def _reason(text: str) -> str:
    return text.strip(_AROUND_REASON)
