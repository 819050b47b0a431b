"""An owner's or author's words as the heading of an entry, which customers read."""

import re

from faq.parsing.asking import begins_asking

_HOW_TO = re.compile(r"(?:how|what|where|when)\s+to\b", re.IGNORECASE)  # "How to return an item" is a title


def own_heading(words: str) -> str:
    """The words in one line, a capital first, a question mark at the end where they ask; all else as it was written."""
    line = " ".join(words.split())
    if line.partition(" ")[0].islower():  # but «iPhone»
        line = line[:1].upper() + line[1:]
    asks = begins_asking(line) and not _HOW_TO.match(line)
    return f"{line}?" if asks and line[-1].isalnum() else line
