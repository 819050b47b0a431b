"""Tables of questions and answers: CSV and Excel."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from faq.decoding import decoded
from faq.importing.drafts import Draft, Left, Read, SourceError, reader
from faq.normalising import normalise

_COLUMNS = {
    "question": ("вопрос", "вопросы", "заголовок", "название", "тема", "question", "questions", "title", "q", "query"),
    "answer": (
        "ответ",
        "ответы",
        "текст",
        "текст ответа",
        "решение",
        "answer",
        "answers",
        "content",
        "body",
        "text",
        "a",
    ),
    "category": ("категория", "раздел", "рубрика", "группа", "category", "section", "topic", "group", "folder"),
    "also": (
        *("также спрашивают", "формулировки", "варианты", "варианты вопроса", "синонимы", "другие вопросы"),
        *("also asked", "phrasings", "variants", "variations", "synonyms", "alternatives", "alternative questions"),
    ),
    "tags": ("теги", "метки", "tags", "labels"),
}
_NUMBERS = frozenset({"", "n", "no", "id", "номер", "п п", "пп"})
_FIELD = {name: field for field, names in _COLUMNS.items() for name in names}
_DELIMITERS = ",;\t|"
_SEVERAL = re.compile(r"[;|\n]+")
_SAMPLE = 20_000  # characters

Row = tuple[str, Sequence[str]]
"""The place of a row, and its cells."""


def csv_table(path: Path) -> Read:
    """Raises SourceError when the file can't be read."""
    found = decoded(path.read_bytes())
    if found is None:
        raise SourceError("not-text", file=path.name)
    text = found.text.lstrip("\ufeff")
    rows = csv.reader(text.splitlines(keepends=True), _dialect(text))
    try:
        return table_drafts(_numbered(rows, path.name))
    except csv.Error as error:
        raise SourceError("broken", file=path.name, why=str(error)) from error


def xlsx_table(path: Path) -> Read:
    """All visible sheets; the name of a sheet is the category, if there are several and they have no such column.

    Raises SourceError when the file can't be read.
    """
    openpyxl = reader("openpyxl")
    try:
        book = openpyxl.load_workbook(path, data_only=True)
    except Exception as error:  # the package raises whatever the XML and the ZIP readers do
        raise SourceError("broken", file=path.name, why=str(error)) from error
    drafts: list[Draft] = []
    left: list[Left] = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            left.append(Left(f"{path.name} {sheet.title}", "hidden-sheet"))
            continue
        rows = ([_text(cell) for cell in row] for row in sheet.iter_rows())
        name = f"{path.name} {sheet.title}" if len(book.worksheets) > 1 else path.name
        read = table_drafts(_numbered(rows, name), sheet.title if len(book.worksheets) > 1 else "")
        drafts += read.drafts
        left += read.left
    return Read(tuple(drafts), tuple(left))


def table_drafts(rows: Iterable[Row], category: str = "") -> Read:
    """The rows with a question and an answer; `category` is that of a table that has no such column.

    The first row may have names of columns; without them the first column is the question, the second one the answer.
    A category that is not repeated holds for the rows below it, as merged cells have it.
    """
    filled = [(where, cells) for where, cells in rows if any(cell.strip() for cell in cells)]
    columns, unknown = _columns_of(filled[0][1]) if filled else ({}, [])
    is_named = {"question", "answer"} <= columns.keys()
    drafts: list[Draft] = []
    left = [Left(filled[0][0], "unknown-column", name) for name in unknown] if is_named else []
    for where, cells in filled[1:] if is_named else filled:
        row = _Row(cells, columns if is_named else {"question": 0, "answer": 1})
        category = row.text("category") or category
        question, answer = " ".join(row.text("question").split()), row.text("answer")
        if question and answer:
            drafts.append(Draft(question, answer, where, category, row.several("also"), row.several("tags", ",")))
        else:
            left.append(Left(where, "no-answer" if question else "no-question", question or answer))
    return Read(tuple(drafts), tuple(left))


class _Row:
    def __init__(self, cells: Sequence[str], columns: dict[str, int]) -> None:
        self.cells = cells
        self.columns = columns

    def text(self, field: str) -> str:
        at = self.columns.get(field, len(self.cells))
        return self.cells[at].strip() if at < len(self.cells) else ""

    def several(self, field: str, also_between: str = "") -> tuple[str, ...]:
        text = self.text(field)
        parts = _SEVERAL.split(text.replace(also_between, ";") if also_between else text)
        return tuple(dict.fromkeys(part.strip(" #") for part in parts if part.strip(" #")))


def _columns_of(names: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    """The number of each known column, and the names of the others."""
    known: dict[str, int] = {}
    unknown: list[str] = []
    for at, name in enumerate(names):
        field = _FIELD.get(normalise(name))
        if field and field not in known:
            known[field] = at
        elif normalise(name) not in _NUMBERS:
            unknown.append(name.strip())
    return known, unknown


def _dialect(text: str) -> type[csv.Dialect]:
    """That of the program that wrote the file; Excel's when it can't be told."""
    try:
        return csv.Sniffer().sniff(text[:_SAMPLE], _DELIMITERS)
    except csv.Error:
        return csv.excel


def _numbered(rows: Iterable[Sequence[str]], name: str) -> Iterator[Row]:
    for number, cells in enumerate(rows, 1):
        yield f"{name}:{number}", cells


def _text(cell: object) -> str:
    """A cell of Excel as people see it; one that is a link keeps its address."""
    value, link = getattr(cell, "value", None), getattr(getattr(cell, "hyperlink", None), "target", None)
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = value.strftime("%d.%m.%Y") if isinstance(value, date | datetime) else str(value)
    return f"[{text}]({link})" if link and link not in text and "[" not in text else text
