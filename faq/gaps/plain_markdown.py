"""Words that are no markdown, as markdown that shows the same words, in an answer of the FAQ."""

import re

from faq.parsing.key_lines import key_line, similar_key
from faq.parsing.question_marks import ANSWER_LABEL

_MARK = re.compile(r"[\\`*_\[\]<>~|^$]|(?<==)=|(?<=%)%|:(?=\w+:)|&(?=#?\w+;)")
_LINE_BEGIN = re.compile(r"#|\+(?=\s)|=|-(?=-|[\s-]*$)|!!!|\?\?\?|:(?!\w+:)")
_WIKI_HEADING = re.compile(r"h[1-6]\.\s")
_TEMPLATE = re.compile(r"\{(?=[{%#])")
_UNSEEN = re.compile(  # control and formatting characters, but those that join emoji
    "[\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb]"
)
_BLANK_LINES = re.compile(r"\n{3,}")


def as_markdown(text: str) -> str:
    """Lists with dashes or numbers stay lists; everything else is shown as it is typed, line by line."""
    plain = "\n".join(without_unseen(text).splitlines()).strip()
    while (label := ANSWER_LABEL.match(plain)) and label.end():  # the file's own word for an answer
        plain = plain[label.end() :].lstrip()
    lines = [_line(line.strip()) for line in plain.split("\n")]
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _line(line: str) -> str:
    escaped = _escaped(line)
    if _is_key(escaped):
        escaped = "&#58;".join(_escaped(piece) for piece in line.split(":"))
    return escaped.replace(" ", "&#32;", 1) if _is_key(escaped) else escaped


def _is_key(line: str) -> bool:
    """Whether the file's reader would take the line for a key, well spelt or not."""
    found = key_line(line)
    return found is not None and (found.key is not None or similar_key(found.name) != "")


def _escaped(text: str) -> str:
    at = 2 if _WIKI_HEADING.match(text) else 0
    escaped = _MARK.sub(r"\\\g<0>", text)
    if at or _LINE_BEGIN.match(text):
        escaped = f"{escaped[:at]}\\{escaped[at:]}"
    return _TEMPLATE.sub("{{ '{' }}", escaped)


def without_unseen(text: str) -> str:
    """The text without characters that nobody sees; line breaks stay."""
    return _UNSEEN.sub("", text)
