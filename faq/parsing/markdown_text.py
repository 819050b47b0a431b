"""The text of a line of markdown."""

import re

from markdown_it import MarkdownIt

_INLINE = MarkdownIt("commonmark").disable("link")
_NO_MARKS = re.compile(r"[^\\`*_!\[\]<&\n\x00]*")  # nearly all phrasings: parsing them would be most of the reading


def plain_text(markdown: str) -> str:
    """The text of one line of markdown, without its formatting."""
    if _NO_MARKS.fullmatch(markdown):
        return " ".join(markdown.split())
    tokens = _INLINE.parseInline(markdown)
    children = [child for token in tokens for child in token.children or ()]
    return " ".join("".join(" " if child.type == "softbreak" else child.content for child in children).split())
