"""The text of a config.toml → a document, and for what is no TOML: the line, and what is probably wrong there."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from bot.config.errors import Problem, is_secret
from bot.config.lines import lines_of_keys

MOST_PROBLEMS = 20

_PLACE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")
_KEY = re.compile(r"""^\s*(?P<key>"[^"]*"|'[^']*'|[^=:#\[\]"']+?)\s*(?P<sign>=+|:)(?P<value>.*)$""")
_FANCY = "«»“”„‟‘’‚‹›″′＂"
_BARE_KEY = re.compile(r"[A-Za-z0-9_.-]+")
_HEADER_WITHOUT_BRACKET = re.compile(r"\s*([A-Za-z_.]+)\s*\]\s*(?:#.*)?")
_UNSEEN = re.compile("[\u00a0\u00ad\u200b-\u200f\u202f\u2060\ufeff]")
_NUMBER = re.compile(r"(?P<number>[+-]?\d*\.?\d+)(?P<rest>\s*(?:%|;|[^\W\d_].*)?)")
_SWITCHES = frozenset({"true", "false", "yes", "no", "on", "off", "да", "нет", "вкл", "выкл", "y", "n", "none", "null"})
_EXAMPLE_KEY = "name"


def parse(text: str) -> tuple[dict[str, Any], list[Problem]]:
    """The document, without the lines that could not be read, and what is wrong with those.

    After a line with a key the rest of the file is read on. What is wrong with a section's name, or reaches to the end
    of the file, ends the reading, since all that follows would be misunderstood: then the document is empty.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    problems: list[Problem] = []
    while len(problems) < MOST_PROBLEMS:
        try:
            return tomllib.loads("\n".join(lines)), problems
        except tomllib.TOMLDecodeError as error:
            number = _line_number(str(error), lines)
            problem = _problem(str(error), lines, number)
            problems.append(problem)
            if not _KEY.match(lines[number - 1]) or problem.name in ("list_open", "table_twice", "unknown"):
                return {}, problems
            lines[number - 1] = ""
    return {}, problems


def _line_number(message: str, lines: list[str]) -> int:
    """The line that the parser names; for an unclosed list, or at the end of the file, the line where it began."""
    found = _PLACE.search(message)
    if message.startswith(("Unclosed", "Unterminated", 'Expected "\'"')):
        last = int(found[1]) if found and found[1] else len(lines)
        opened = [number for number in range(1, last + 1) if _opens(lines[number - 1])]
        return opened[-1] if opened else last
    if found and found[1]:
        return min(int(found[1]), len(lines))
    return max((number for number, line in enumerate(lines, 1) if line.strip()), default=1)


def _opens(line: str) -> bool:
    """Whether a list, an inline table or a string begins on the line and does not end on it."""
    value = _KEY.match(line)
    rest = value["value"].strip() if value else ""
    return (rest[:1] in ("[", "{") and rest[-1:] not in ("]", "}")) or (rest[:1] in ('"', "'") and not _is_closed(rest))


def _is_closed(value: str) -> bool:
    return len(value) > 1 and value.rstrip().endswith(value[0])


def _problem(message: str, lines: list[str], number: int) -> Problem:
    line = lines[number - 1]
    found = _KEY.match(line)
    if "twice" in message or "overwrite" in message or "immutable" in message or "Cannot" in message:
        return _twice(line, lines, number)
    if _UNSEEN.search(line) and _is_toml(_UNSEEN.sub(" ", line)):
        return Problem("syntax", "unseen", line=number)
    if line.lstrip().startswith("[") or _HEADER_WITHOUT_BRACKET.fullmatch(line):
        header = re.match(r"\s*\[*\s*([A-Za-z_.]+)", line)
        name = "header" if header else "header_letters"
        return Problem("syntax", name, line=number, details={"example": f"[{header[1] if header else 'hours'}]"})
    if line.lstrip().startswith(("//", ";", "--", "/*")):
        return Problem("syntax", "comment", line=number)
    if not found:
        first, _, rest = line.strip().partition(" ")
        key = first if _BARE_KEY.fullmatch(first) else _EXAMPLE_KEY
        value = rest.strip() if re.fullmatch(r"-?\d+(\.\d+)?|true|false", rest.strip()) else '"…"'
        return Problem("syntax", "no_equals", line=number, details={"example": f"{key} = {value}"})
    key, value = found["key"].strip(), found["value"].strip()
    name = _name(key, found["sign"], value, message)
    return Problem("syntax", name, _shown_key(key), line=number, details=_details(key, value, name, message))


def _is_toml(line: str) -> bool:
    try:
        tomllib.loads(line.strip())
    except tomllib.TOMLDecodeError:
        return False
    return True


def _name(key: str, sign: str, value: str, message: str) -> str:
    """Which text of bot/config/words says what is wrong with a line."""
    bare = value.split("#")[0].strip()
    if sign == ":":
        return "colon"
    if key[0] not in "\"'" and not _BARE_KEY.fullmatch(key):
        return "fancy_quotes" if key[0] in _FANCY else "key_quotes" if re.search(r"\d", key) else "key_letters"
    if sign != "=":
        return "colon"
    if not bare:
        return "no_value"
    if bare[0] in _FANCY:
        return "fancy_quotes"
    if "Unescaped" in message or "hex value" in message or "Illegal escape" in message:
        return "backslash"
    if bare[0] in "[{":
        return "list_open" if "Unclosed" in message or "]" not in bare else "unknown"
    if bare[0] in "\"'":
        return _of_quotes(value)
    if bare.lower() in _SWITCHES:
        return "boolean"
    if re.fullmatch(r"-?\d+,\d+", bare):
        return "decimal_comma"
    if re.fullmatch(r"[-‐‑‒–—−－+]?\s?\d[\d\s]*", bare) and not re.fullmatch(r"\d+", bare):
        return "number"
    if found := _NUMBER.fullmatch(bare):
        return _of_number(found["number"], found["rest"].strip())
    return "unquoted"


def _of_number(number: str, rest: str) -> str:
    """What is wrong with "5%", ".05", "0.05;" or "0.05 at most"; "30 min" is a text."""
    if rest == "%":
        return "percent"
    if not rest:
        return "leading_zero"
    return "after_value" if "." in number or rest == ";" else "unquoted"


def _of_quotes(value: str) -> str:
    mark, count = value[0], value.count(value[0])
    if count == 1 or (count == 2 and value[1:2] == mark):
        return "unclosed_quote"
    if count == 2:
        return "after_value"
    return "unclosed_quote" if count % 2 and not value.rstrip().endswith(mark) else "inner_quotes"


def _details(key: str, value: str, name: str, message: str) -> dict[str, object]:
    bare = value.split("#")[0].strip()
    inner = bare.strip("\"'" + _FANCY)
    written = key if _BARE_KEY.fullmatch(key) and name != "key_quotes" else '"' + key.strip("\"'" + _FANCY) + '"'
    example = f'{written} = "{"…" if is_secret(key) or not inner else inner}"'
    if name == "decimal_comma":
        example = f"{written} = {bare.replace(',', '.')}"
    elif name == "leading_zero":
        example = f"{written} = {bare.replace('.', '0.', 1)}"
    elif name == "percent":
        example = f"{written} = {float(bare.strip('% ')) / 100:g}"
    elif name == "number":
        number = re.sub("[‐‑‒–—−－]", "-", re.sub(r"[+\s]", "", bare))
        example = f"{written} = {number}"
    elif name == "list_open":
        example = f"{written} = [{inner.strip('[{ ,')}]"
    elif name == "colon" and re.fullmatch(r"-?\d+(\.\d+)?|true|false|\[.*\]", bare):
        example = f"{written} = {bare}"
    rest = re.sub(r"""^("[^"]*"|'[^']*'|[+-]?\d*\.?\d+)\s*""", "", value)
    return {"example": example, "rest": "…" if is_secret(key) else rest, "why": _PLACE.sub("", message).strip()}


def _twice(line: str, lines: list[str], number: int) -> Problem:
    """A section or key that is there a second time."""
    known: Mapping[str, int] = lines_of_keys("\n".join(lines[: number - 1]))
    header = re.match(r"\s*\[+\s*([^\]]*?)\s*\]", line)
    if header:
        details: dict[str, object] = {"name": header[1], "first": known.get(header[1], number)}
        return Problem("syntax", "table_twice", line=number, details=details)
    here = lines_of_keys("\n".join([*_headers(lines[: number - 1]), line]))
    name = list(here)[-1] if here else ""
    details = {"name": name, "first": known.get(name, number)}
    return Problem("syntax", "key_twice", line=number, details=details)


def _headers(lines: list[str]) -> list[str]:
    return [line for line in lines if re.match(r"\s*\[", line)][-1:]


def _shown_key(key: str) -> str:
    return key.strip("\"'" + _FANCY)
