"""The lines of the log as docs/operations.md has them: "Ticket <number> reopened"."""

import re
from pathlib import Path

_SECTION = (
    (Path(__file__).parents[2] / "docs" / "operations.md")
    .read_text(encoding="utf-8")
    .partition("## The log\n")[2]
    .partition("\n## ")[0]
)


def _lines(table: str) -> list[str]:
    cells = [row.split(" | ")[0].removeprefix("| ") for row in table.splitlines() if row.startswith(("| `", "| ``"))]
    return [two or one for cell in cells for two, one in re.findall(r"``(.+?) ?``(?!`)|`([^`]+)`", cell)]


_AT_INFO, _MORE_SERIOUS = _SECTION.split("| line at level `warning` or `error`")
USUAL, SERIOUS = _lines(_AT_INFO.partition("| --- | --- |")[2]), _lines(_MORE_SERIOUS.partition("| --- | --- |")[2])


def shape(line: str) -> str:
    """With "…" for each thing that differs from case to case."""
    return re.sub(r"<[^>]+>", "…", line)


def is_documented(message: str) -> bool:
    """Whether a line of the log is one of these."""
    return any(re.fullmatch(".+".join(map(re.escape, shape(line).split("…"))), message) for line in (*USUAL, *SERIOUS))
