"""What is wrong with a template that can't be parsed, in kinds of problems that have words for their author.

jinja2 tells its errors by English sentences alone. A sentence that none of the patterns knows is a mistake of no
particular kind.
"""

import re
from collections.abc import Callable, Mapping

from jinja2 import TemplateSyntaxError

from faq.problems import Fault, similar

_TAGS = ("if", "elif", "else", "endif")
_TAG = re.compile(r"\{%[-+]?\s*(end)?(\w+)")

Values = Mapping[str, str]


def fault_of(error: TemplateSyntaxError, template: str, file: str, line: int) -> Fault:
    """The fault of a template that begins in that line of the file."""
    sentence = str(error.message)
    for pattern, told in _SENTENCES:
        if found := pattern.search(sentence):
            kind, values = told(found[found.lastindex or 0])
            at = _line_of_opening(template, found[1]) if kind == "template-unclosed-block" else error.lineno - 1
            return Fault(file, line + at, kind, values)
    return Fault(file, line + error.lineno - 1, "template-syntax")


def _line_of_opening(template: str, name: str) -> int:
    """In which line, from 0, the innermost block of that name begins that has no end."""
    opened = []
    for tag in _TAG.finditer(template):
        if tag[2] == name and not tag[1]:
            opened.append(tag.start())
        elif tag[2] == name and opened:
            opened.pop()
    return template.count("\n", 0, opened[-1]) if opened else 0


def _unknown_tag(name: str) -> tuple[str, Values]:
    tag = f"{{% {name} %}}"
    if name in _TAGS:
        return "template-stray-tag", {"tag": tag}
    return "template-unknown-tag", {"tag": tag, "similar": similar(name, _TAGS)}


def _unclosed_block(name: str) -> tuple[str, Values]:
    return "template-unclosed-block", {"opening": f"{{% {name} … %}}", "closing": f"{{% end{name} %}}"}


def _unclosed_braces(_: str) -> tuple[str, Values]:
    return "template-unclosed-braces", {}


_SENTENCES: tuple[tuple[re.Pattern[str], Callable[[str], tuple[str, Values]]], ...] = (
    (re.compile(r"unknown tag '(\w+)'"), _unknown_tag),
    (re.compile(r"block that needs to be closed is '(\w+)'"), _unclosed_block),
    (re.compile("Missing end of comment"), lambda _: ("template-unclosed-comment", {})),
    (re.compile(r"unexpected char ['\"](.+)['\"] at"), lambda sign: ("template-character", {"sign": sign})),
    (re.compile(r"unexpected '?end of template|unexpected '}'|got '}'"), _unclosed_braces),
)
"""The first that is found counts: an unknown tag is told together with the block around it."""
