"""Inbox rows as text for a terminal."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.commands.terminal import plain, plain_lines, shortened, table
from bot.commands.words import words
from bot.wording.dates import rough_span
from storage.models import Json

_ERROR_CELLS = 40
_TEXT_CELLS = 60
_COLUMNS = ("update_id", "state", "age_seconds", "kind", "chat", "tries", "error")


def list_text(updates: Sequence[Json], language: str) -> str:
    """A table with one line for each update."""
    texts = words(language, "inbox")
    if not updates:
        return texts["list"]["none"]
    columns = (*_COLUMNS, "text") if "text" in updates[0] else _COLUMNS
    head = tuple(texts["column"][column] for column in columns)
    return "\n".join(table([head, *(_row(update, columns, language) for update in updates)]))


def show_text(update: Json, language: str) -> str:
    """All facts of one update, and its payload."""
    titles = words(language, "inbox")["column"]
    facts = [(f"{titles[column]}:", _fact(update, column, language)) for column in (*_COLUMNS, "text")]
    payload = json.dumps(update["payload"], ensure_ascii=False, indent=2)
    return "\n".join([*table(facts), "", *plain_lines(payload)])


def _row(update: Json, columns: Sequence[str], language: str) -> tuple[str, ...]:
    limits: Mapping[str, int] = {"error": _ERROR_CELLS, "text": _TEXT_CELLS}
    shown = ((column, _fact(update, column, language)) for column in columns)
    return tuple(shortened(fact, limits[column]) if column in limits else fact for column, fact in shown)


def _fact(update: Json, column: str, language: str) -> str:
    value = update[column]
    if column == "state":
        return words(language, "inbox")["state"][value]
    if column == "age_seconds":
        return rough_span(timedelta(seconds=value), language)
    return plain(str(value)) if value not in (None, "") else "—"
