"""Converts tables to lists: phones are too narrow for columns, and fixed width would lose links and bold."""

import re

from faq.rendering.events import Edit, Event, byte_slice, events

_MARKED = re.compile(r"[*_`\[\]<>\\]")


def table_edits(source: str) -> list[Edit]:
    """Edits that make each table, but for those in quotes, a list with an item a row."""
    found = events(source)
    data = source.encode()
    edits: list[Edit] = []
    for table in found:
        if table.kind == "Start" and table.name == "Table":
            before = data[data.rfind(b"\n", 0, table.start) + 1 : table.start].decode()
            if ">" not in before:
                lines = f"\n{_as_list(_rows(source, found, table))}\n".replace("\n", f"\n{' ' * len(before)}")
                edits.append(Edit(table.start, table.end, f"{lines}\n"))
    return edits


def _rows(source: str, found: list[Event], table: Event) -> list[list[str]]:
    """The cells' markdown, the head first."""
    rows: list[list[str]] = []
    for event in found:
        if event.kind == "Start" and table.start <= event.start and event.end <= table.end:
            if event.name in ("TableHead", "TableRow"):
                rows.append([])
            elif event.name == "TableCell":
                rows[-1].append(byte_slice(source, event.start, event.end).strip())
    return rows


def _as_list(rows: list[list[str]]) -> str:
    head, body = rows[0], rows[1:]
    if len(head) == 2:
        title = _bold(" — ".join(cell for cell in head if cell))
        return "\n".join([title, "", *(f"- {_pair(row)}" for row in body)])
    return "\n".join(f"- {_named(head, row)}" for row in body) if body else _bold(" — ".join(head))


def _pair(row: list[str]) -> str:
    return " — ".join(cell for cell in (_bold(row[0]), row[1]) if cell)


def _named(head: list[str], row: list[str]) -> str:
    """«**Москва** — срок: 1 день; цена: 300 ₽»."""
    others = (f"{name}: {cell}" if name else cell for name, cell in zip(head[1:], row[1:], strict=False) if cell)
    return " — ".join(part for part in (_bold(row[0]), "; ".join(others)) if part)


def _bold(cell: str) -> str:
    return f"**{cell}**" if cell and not _MARKED.search(cell) else cell
