"""Export of tickets: .csv and .xlsx with one row per ticket, .jsonl with all messages and events."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Protocol

from bot.commands.errors import CommandError
from bot.commands.words import words
from faq.os_errors import reason_of
from storage.models import Json

_COLUMNS = (
    *("number", "state", "priority", "subject", "customer_name", "telegram_id", "username", "language", "opened_at"),
    *("waiting_since", "promised_at", "taken_by", "taken_at", "replied_at", "solved_at", "closed_at", "is_spam"),
)
# A spreadsheet evaluates a cell that starts with one of these as a formula: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
_FORMULA_PREFIXES = frozenset("\t\r\n")

Writer = Callable[[Path, Iterable[Json]], int]


class _Sheet(Protocol):
    def write_string(self, row: int, column: int, string: str) -> int: ...

    def write_number(self, row: int, column: int, number: int) -> int: ...


def export(path: Path, tickets: Iterable[Json], language: str) -> int:
    """Write `tickets` (objects of `whole`) to a temporary file, then rename it to `path`. Returns their number.

    Raises CommandError for an unknown file type, a missing extra, or a path that can't be written.
    """
    texts = words(language, "tickets")["export"]
    write = _writer(path, texts)
    partial = path.with_name(f".{path.name}.part")
    try:
        count = write(partial, tickets)
        partial.replace(path)
    except OSError as error:
        raise CommandError(texts["unwritable"].format(path=path, why=reason_of(error, language))) from None
    except ImportError:
        raise CommandError(texts["extra"]) from None
    finally:
        partial.unlink(missing_ok=True)
    return count


def cells(ticket: Json) -> list[str | int]:
    """A ticket as the cells of one row; texts that look like formulas are quoted."""
    return [_cell(value) for value in _flat(ticket).values()]


def _writer(path: Path, texts: Mapping[str, str]) -> Writer:
    writers: Mapping[str, Writer] = {".csv": _write_csv, ".jsonl": _write_jsonl, ".xlsx": _write_xlsx}
    try:
        return writers[path.suffix.lower()]
    except KeyError:
        raise CommandError(texts["suffix"].format(path=path, suffixes=", ".join(writers))) from None


def _write_csv(path: Path, tickets: Iterable[Json]) -> int:
    """With a byte order mark: without it Excel does not recognise UTF-8."""
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(_COLUMNS)
        return sum(bool(lines.writerow(cells(ticket))) for ticket in tickets)


def _write_jsonl(path: Path, tickets: Iterable[Json]) -> int:
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        return sum(bool(file.write(json.dumps(ticket, ensure_ascii=False) + "\n")) for ticket in tickets)


def _write_xlsx(path: Path, tickets: Iterable[Json]) -> int:
    workbook = import_module("xlsxwriter").Workbook(path, {"constant_memory": True})
    sheet: _Sheet = workbook.add_worksheet()
    count = 0
    for count, line in enumerate(_lines(tickets)):
        for column, cell in enumerate(line):
            _write_cell(sheet, count, column, cell)
    workbook.close()
    return count


def _write_cell(sheet: _Sheet, row: int, column: int, cell: str | int) -> None:
    if isinstance(cell, int):
        sheet.write_number(row, column, cell)
    else:
        sheet.write_string(row, column, cell)


def _lines(tickets: Iterable[Json]) -> Iterator[list[str | int]]:
    yield list(_COLUMNS)
    yield from map(cells, tickets)


def _flat(ticket: Json) -> Json:
    customer = ticket["customer"]
    flat = ticket | {
        "customer_name": customer["name"],
        "telegram_id": customer["telegram_id"],
        "username": customer["username"],
    }
    return {column: flat[column] for column in _COLUMNS}


def _cell(value: str | int | bool | None) -> str | int:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return value
    text = value or ""
    return f"'{text}" if _looks_like_formula(text) else text


def _looks_like_formula(text: str) -> bool:
    first_visible = next((character for character in text if character.isprintable() and not character.isspace()), "")
    return first_visible in _FORMULA or text[:1] in _FORMULA_PREFIXES
