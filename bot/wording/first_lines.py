"""The first lines of a longer text, cut where a reader would stop."""

import re

from bot.wording.markup import Rich, between, utf16, utf16_slice

_MOST_LINES = 5

_SENTENCE_END = re.compile(r"""(?<=[\w)»"]{3})[.!?…]+[)»"]?(?=\s+[A-ZА-ЯЁ«"(\d•—–-])""")
"""A full stop after a word of three letters or more, with something that may begin a sentence behind it: «руб. за»,
«ул. Ленина» and «г. Москва» go on."""


def first_lines(whole: Rich, limit: int) -> Rich:
    """At most `limit` UTF-16 code units and five lines of `whole`, with their formatting, and "…" where more follows.

    Cut at the end of a line or a sentence, of a word where none ends in the second half, else within a word.
    """
    text = whole.text.rstrip()
    kept = _lines_of(utf16_slice(text, 0, limit))
    if len(kept) == len(text):
        return between(whole, 0, utf16(text))
    kept = _lines_of(utf16_slice(text, 0, limit - 2))
    end, mark = _end(text, kept)
    return between(whole, 0, utf16(text[:end].rstrip())) + Rich(mark)


def _lines_of(text: str) -> str:
    return "\n".join(text.split("\n")[:_MOST_LINES])


def _end(text: str, kept: str) -> tuple[int, str]:
    """Where to cut within the characters of `kept`, and what to write there."""
    if text[len(kept)] == "\n":
        return len(kept), "\n…"
    line = kept.rfind("\n")
    sentence = max((found.end() for found in _SENTENCE_END.finditer(text, 0, len(kept) + 2)), default=0)
    if max(line, sentence) >= len(kept) // 2:
        return (line, "\n…") if line > sentence else (min(sentence, len(kept)), " …")
    word = kept.rfind(" ")
    return (word, "…") if word > 0 else (len(kept), "…")
