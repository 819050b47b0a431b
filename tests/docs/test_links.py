"""docs/links.md: its program makes the links that the desk confirms, and its figures are right."""

import re
from pathlib import Path
from typing import Any

from bot.desk.start_links import LONGEST_PARAMETER, signed_parameter, signing_key, start_url

TEXT = (Path(__file__).parents[2] / "docs" / "links.md").read_text(encoding="utf-8")


def test_the_program_makes_the_desk_s_links() -> None:
    [program] = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    made: dict[str, Any] = {}
    exec(program, made)
    for kind, value in (("order", "4411"), ("warranty", "AB_12-")):
        ours = start_url("my_shop_bot", signed_parameter(kind, value, signing_key("1:TEST")))
        assert made["link"]("my_shop_bot", "1:TEST", kind, value) == ours


def test_the_longest_number() -> None:
    [longest] = re.findall(r"of which (\d+) are left", TEXT)
    assert len(signed_parameter("order", "1" * int(longest), signing_key("1:TEST"))) == LONGEST_PARAMETER
