"""docs/links.md: its program makes the links that the desk confirms, and its figures are right."""

import re
from pathlib import Path
from typing import Any

import pytest

from bot.desk.start_links import LONGEST_PARAMETER, signed_parameter, signing_key, start_url

DOCS = Path(__file__).parents[2] / "docs"
TEXTS = {
    language: (DOCS / page).read_text(encoding="utf-8")
    for language, page in (("en", "links.md"), ("ru", "ru/links.md"))
}
IN_BOTH = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)


@IN_BOTH
def test_the_program_makes_the_desk_s_links(text: str) -> None:
    [program] = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    made: dict[str, Any] = {}
    exec(program, made)
    for kind, value in (("order", "4411"), ("warranty", "AB_12-")):
        ours = start_url("my_shop_bot", signed_parameter(kind, value, signing_key("1:TEST")))
        assert made["link"]("my_shop_bot", "1:TEST", kind, value) == ours


@IN_BOTH
def test_the_longest_number(text: str) -> None:
    [longest] = re.findall(r"of which (\d+) are left|из них остаётся (\d+)", text)
    assert len(signed_parameter("order", "1" * int("".join(longest)), signing_key("1:TEST"))) == LONGEST_PARAMETER
