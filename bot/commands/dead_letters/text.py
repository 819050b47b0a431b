"""Dead letters as text for a terminal."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.commands.terminal import plain, plain_lines, shortened, table
from bot.commands.words import words
from bot.wording.dates import rough_span
from storage.models import Json

_LIMITS: Mapping[str, int] = {"error": 40, "reason": 40, "text": 60}  # terminal cells of a column


def list_text(found: Sequence[Json], box: str, columns: Sequence[str], language: str) -> str:
    """A table with one line for each object. `box` names the table of texts."""
    texts = words(language, box)
    if not found:
        return texts["list"]["none"]
    shown = (*columns, "text") if "text" in found[0] else columns
    head = tuple(texts["column"][column] for column in shown)
    return "\n".join(table([head, *(_row(one, box, shown, language) for one in found)]))


def show_text(found: Json, box: str, columns: Sequence[str], language: str) -> str:
    """All facts of one object, and its payload."""
    titles = words(language, box)["column"]
    facts = [(f"{titles[column]}:", _fact(found, box, column, language)) for column in (*columns, "text")]
    payload = json.dumps(found["payload"], ensure_ascii=False, indent=2)
    return "\n".join([*table(facts), "", *plain_lines(payload)])


def _row(found: Json, box: str, columns: Sequence[str], language: str) -> tuple[str, ...]:
    shown = ((column, _fact(found, box, column, language)) for column in columns)
    return tuple(shortened(fact, _LIMITS[column]) if column in _LIMITS else fact for column, fact in shown)


def _fact(found: Json, box: str, column: str, language: str) -> str:
    value = found[column]
    if column == "state":
        return words(language, box)["state"][value]
    if column == "age_seconds":
        return rough_span(timedelta(seconds=value), language)
    if column == "customer" and value:
        return plain(value["name"]) or str(value["telegram_id"])
    return plain(str(value)) if value not in (None, "") else "—"
