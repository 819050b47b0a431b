"""docs/operations.md has each line that is logged at INFO, and no other; tests/dialogs/test_log.py plays them."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.docs.log_lines import SERIOUS, USUAL, shape

PROJECT = Path(__file__).parents[2]


@cache
def nodes() -> tuple[ast.AST, ...]:
    """Of all modules of the product that log."""
    paths = [path for folder in ("bot", "faq", "storage") for path in (PROJECT / folder).rglob("*.py")]
    texts = [path.read_text(encoding="utf-8") for path in paths if "sandbox" not in path.parts]
    return tuple(node for text in texts if "getLogger" in text for node in ast.walk(ast.parse(text)))


def logged_at_info() -> Iterator[str]:
    for node in nodes():
        match node:
            case ast.Call(func=ast.Attribute(attr="info"), args=[ast.Constant(value=str(text)), *_]):
                yield text


def shape_in_source(text: str) -> str:
    return re.sub(r"%s|%d", "…", text)


def test_each_line_at_info_is_there() -> None:
    said = {shape_in_source(text) for text in logged_at_info()} - {"…"}  # at the start, in the company's language
    assert said - {shape(line) for line in USUAL} == set()


def test_no_line_is_there_that_is_never_logged() -> None:
    texts = (node.value for node in nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str))
    known = {shape_in_source(text) for text in texts}
    assert {shape(line) for line in (*USUAL, *SERIOUS)} - known == set()
