"""Converts HTML in an answer to markdown."""

import re

_COMMENT = re.compile(r"<!--.*?(-->|\Z)", re.DOTALL)
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*+)[^<>]*+>")  # possessive: no backtracking when ">" is missing
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)

_LINE_BREAKS = {"br", "p", "div", "tr", "ul", "ol", "table", "section", "h1", "h2", "h3", "h4", "h5", "h6"}
_DROPPED = {
    *("a", "abbr", "b", "big", "body", "center", "code", "del", "em", "font", "head", "html", "i", "img", "ins", "kbd"),
    *("mark", "nobr", "pre", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "tbody", "td", "th", "thead"),
    *("tt", "u", "wbr", "script", "style"),
}


def block_to_markdown(html: str) -> str:
    """A block of HTML without its tags; its lines and list items stay apart."""
    text = _TAG.sub(_tag_in_block, _COMMENT.sub("", html))
    return _INDENT.sub("", text)


def tag_to_markdown(tag: str) -> str:
    """A tag within a line: a line break, nothing, or its characters if HTML has no such tag."""
    if tag.startswith("<!--"):
        return ""
    found = _TAG.match(tag)
    name = found[1].lower() if found else ""
    if name == "tg-spoiler":
        return tag
    if name in _LINE_BREAKS or name == "li":
        return "\n" if name == "br" else ""
    return "" if name in _DROPPED else "\\" + tag


def _tag_in_block(tag: re.Match[str]) -> str:
    name = tag[1].lower()
    if name == "li":
        return "" if tag[0].startswith("</") else "\n- "
    return "\n" if name in _LINE_BREAKS else tag_to_markdown(tag[0])
