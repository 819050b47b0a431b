"""Tickets as text for a terminal."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.commands.terminal import plain, plain_lines, shortened, table
from bot.commands.words import words
from storage.models import Json

_Texts: TypeAlias = Mapping[str, Mapping[str, str]]

_NAME_CELLS = 24
_SUBJECT_CELLS = 60
_MOMENTS = frozenset({"promised_at", "old", "new", "until"})
_TO_BE_UNDONE = frozenset({"reply_held", "banned"})  # their details are what the ticket was before
_COLUMNS = ("number", "state", "priority", "opened_at", "promised_at", "customer", "taken_by", "subject")


def list_text(tickets: Sequence[Json], left: int, language: str, zone: ZoneInfo) -> str:
    """A table of summaries with one line for each ticket; `left` more are not shown."""
    texts = words(language, "tickets")
    if not tickets:
        return texts["list"]["none"]
    head = tuple(texts["column"][column] for column in _COLUMNS)
    more = ["", texts["list"]["more"].format(count=left)] if left else []
    return "\n".join([*table([head, *(_row(ticket, texts, zone) for ticket in tickets)]), *more])


def show_text(ticket: Json, language: str, zone: ZoneInfo) -> str:
    """The ticket with its messages and events."""
    texts = words(language, "tickets")
    return "\n".join(
        [
            *_facts(ticket, texts, zone),
            *("", texts["show"]["messages"]),
            *(line for message in ticket["messages"] for line in _message_lines(message, texts["show"], zone)),
            *("", texts["show"]["events"]),
            *(_event_line(event, texts, zone) for event in ticket["events"]),
        ]
    )


def _row(ticket: Json, texts: _Texts, zone: ZoneInfo) -> tuple[str, ...]:
    return (
        str(ticket["number"]),
        texts["state"][ticket["state"]],
        texts["priority"][ticket["priority"]],
        _moment(ticket["opened_at"], zone),
        _moment(ticket["promised_at"], zone),
        shortened(plain(ticket["customer"]["name"]), _NAME_CELLS),
        shortened(plain(ticket["taken_by"] or "—"), _NAME_CELLS),
        shortened(plain(ticket["subject"]), _SUBJECT_CELLS),
    )


def _facts(ticket: Json, texts: _Texts, zone: ZoneInfo) -> list[str]:
    moments = ("opened_at", "promised_at", "taken_at", "replied_at", "solved_at", "closed_at")
    facts = [("number", str(ticket["number"]))]
    facts += [(name, texts[name][ticket[name]]) for name in ("state", "priority")]
    facts += [("customer", _customer(ticket["customer"])), ("taken_by", plain(ticket["taken_by"] or "—"))]
    facts += [(name, _moment(ticket[name], zone)) for name in moments if ticket[name]]
    return table([(f"{texts['column'][name]}:", value) for name, value in facts])


def _customer(customer: Json) -> str:
    known = (f"@{customer['username']}" if customer["username"] else "", str(customer["telegram_id"] or ""))
    return " ".join((plain(customer["name"]), *(plain(one) for one in known if one)))


def _message_lines(message: Json, texts: Mapping[str, str], zone: ZoneInfo) -> Iterator[str]:
    """The first line with time and name, the others indented."""
    name = plain(message["name"]) or texts[message["from"]]
    marks = [f"[{message['kind']}]"] if message["kind"] != "text" else []
    marks += [mark for mark, holds in ((texts["internal"], message["is_internal"]),) if holds]
    marks += [texts["edited"]] if message["edited_at"] else []
    marks += _pointers(message["points_at"], texts) if message["points_at"] else []
    start = f"{_moment(message['at'], zone)}  {name}:"
    first, *others = plain_lines(message["text"]) or [""]
    yield " ".join(part for part in (start, *marks, first) if part)
    yield from (f"    {line}" for line in others)


def _pointers(at: Json, texts: Mapping[str, str]) -> Iterator[str]:
    """Whose words were forwarded, and which words are replied to, each in brackets on one line."""
    if at["is_forwarded"]:
        yield f"[{' '.join((texts['forwarded'], plain(at['forwarded_from']))).strip()}]"
    words = shortened(plain(at["quote"] or at["words"]), _SUBJECT_CELLS)
    about = [one for one in (plain(at["author"]), f"«{words}»" if words else at["kind"]) if one]
    if about:
        yield f"[{texts['in_reply_to']} {': '.join(about)}]"


def _event_line(event: Json, texts: _Texts, zone: ZoneInfo) -> str:
    """A kind or a detail that has no words here, of another version, is shown as it is stored."""
    details = "" if event["kind"] in _TO_BE_UNDONE else ", ".join(_details(event["details"], texts, zone))
    kind = texts["event"].get(event["kind"], event["kind"])
    shown = (_moment(event["at"], zone), kind, plain(event["actor"]), details)
    return "  ".join(part for part in shown if part)


def _details(details: Json, texts: _Texts, zone: ZoneInfo) -> Iterator[str]:
    for name, value in details.items():
        title = texts["detail"].get(name, name)
        if value is True:
            yield title
        elif value is not None and value is not False:
            yield f"{title} {_detail(name, value, texts, zone)}"


def _detail(name: str, value: object, texts: _Texts, zone: ZoneInfo) -> str:
    if isinstance(value, list):
        return plain(", ".join(map(str, value)))
    if name in _MOMENTS:
        return _moment(str(value), zone)
    return plain(texts[name].get(str(value), str(value)) if name == "priority" else str(value))


def _moment(at: str | None, zone: ZoneInfo) -> str:
    """An instant in `zone`, "2026-11-23 09:30"; "—" when there is none."""
    return f"{datetime.fromisoformat(at).astimezone(zone):%Y-%m-%d %H:%M}" if at else "—"
