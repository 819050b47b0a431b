"""Pictures that are written as HTML."""

import re
from html import unescape

_ATTRIBUTE = re.compile(r"\b(src|alt)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_NO_CAPTION = re.compile(r"[\[\]\\\n]")
_NEEDS_MARKS = re.compile(r"[\s()]")


def image_to_markdown(tag: str) -> str:
    """`<img src="map.png" alt="Карта">` as `![Карта](map.png)`; empty when it has no address."""
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(tag):
        found.setdefault(name.lower(), unescape("".join(values)).strip())
    source = found.get("src", "").replace("<", "").replace(">", "")
    if not source:
        return ""
    target = f"<{source}>" if _NEEDS_MARKS.search(source) else source
    return f"![{_NO_CAPTION.sub(' ', found.get('alt', ''))}]({target})"
