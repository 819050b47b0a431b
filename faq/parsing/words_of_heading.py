"""The words of a question or a category, without what programs and habits put around them."""

import re

from faq.parsing.markdown_text import plain_text

_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]*>")
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()\s]*(?:\s+[\"'][^()]*)?\)|\[[^\[\]]*\])")
_ANCHOR = re.compile(r"\[[^\[\]\w]*\]\(#[^()\s]*\)")  # the ¶ of site generators
_ATTRIBUTES = re.compile(r"\{:?\s*[#.][^{}]*\}|\{-\}")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]+\]")
_EMOJI_CODE = re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]*:(?![\w:])", re.IGNORECASE)
_PICTOGRAPH = (
    "[\u200d\ufe0e\ufe0f\u20e3\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001faff]"
)
_EMOJI_AROUND = re.compile(rf"^(?:{_PICTOGRAPH}\s*)+|(?:\s*{_PICTOGRAPH})+$")
_KEYCAP = re.compile("^(?:[0-9]\ufe0f?\u20e3\\s*)+")
_NUMBER = re.compile(
    r"^(?:"
    r"(?:№|#|§)\s*\d{1,3}(?:\.\d{1,3})*[.):]?\s+"
    r"|\(?\d{1,3}(?:\.\d{1,3})*\\?[.):]+\s+"
    r"|\(\d{1,3}\)\s*"
    r"|\d{1,3}(?:\.\d{1,3})+\s+(?=[A-ZА-ЯЁ«\"“])"
    r"|\d{1,3}\s+[—–-]\s+(?=[A-ZА-ЯЁ«\"“])"
    r"|[IVXLC]{1,6}[.)]\s+"
    r"|[A-Za-zА-Яа-я]\)\s+"
    r")(?=\S)"
)
_LABEL = re.compile(
    r"^(?:"
    r"(?:вопрос|question)\s*(?:№|#|no\.?)?\s*\d{1,3}\s*[.:)—–-]*\s+"
    r"|(?:вопрос|question)\s*(?::|\s[—–-]\s(?!\s*(?:ответ|answer)))\s*"
    r"|(?:в|q|faq)\s*\.?\s*\d{0,3}\s*[:)](?!\d)\s*"
    r"|q\s*\d{0,3}\.\s+"
    r"|в\d{1,3}\.\s+"
    r")(?=\S)",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"(?<=[?!.…\s])#+$|#{2,}$")
_BARE_LABEL = re.compile(r"(?:вопрос|question|q|в)?\s*(?:№|#)?\s*\d{0,3}\s*[.:)]?", re.IGNORECASE)
_ONLY_WORDS = re.compile(  # nearly all headings
    r"(?!вопрос|question|faq)[^\W\d_]{2,}(?:[ ,-][ \w,.«»()–—%₽$\"'’-]*)?\??", re.IGNORECASE
)
_MOST_LAYERS = 6
_LONGEST = 500
"""Characters of a heading that is read so."""


def words_of_heading(markdown: str) -> str:
    """«❓ **Вопрос 4.** [Есть](https://…) ли самовывоз?» is «Есть ли самовывоз?».

    Links and pictures keep their text; tags, anchors, codes of emoji, emoji at either end, numbers and labels such as
    «Вопрос:» go. A heading that has nothing else stays as it is. Takes linear time.
    """
    if _ONLY_WORDS.fullmatch(markdown):
        return " ".join(markdown.split())
    if len(markdown) > _LONGEST:
        return plain_text(markdown)
    text = _unmarked(markdown)
    for _ in range(_MOST_LAYERS):  # «❓ Вопрос 4. …»
        shorter = _without_beginning(text)
        if shorter == text:
            break
        text = shorter
    return text or plain_text(markdown)


def is_labelled(markdown: str) -> bool:
    """Whether the heading begins with a label such as «Вопрос:» or `Q5:`."""
    text = _unmarked(markdown[:_LONGEST])
    return _LABEL.match(_EMOJI_AROUND.sub("", text)) is not None


def is_bare_label(words: str) -> bool:
    """Whether a heading is nothing but a label or a number: «Вопрос 1», "Q1", "1."."""
    return words != "" and len(words) <= _LONGEST and _BARE_LABEL.fullmatch(words) is not None


def without_label(markdown: str) -> str:
    """The heading as it was written, without a label such as «Вопрос:» at its begin."""
    return _LABEL.sub("", markdown).strip() or markdown


def _unmarked(markdown: str) -> str:
    text = _ATTRIBUTES.sub("", _TAG.sub("", markdown))
    text = _FOOTNOTE.sub("", _LINK.sub(r"\1", _ANCHOR.sub("", text)))
    return _CLOSING.sub("", plain_text(_EMOJI_CODE.sub("", text)))


def _without_beginning(text: str) -> str:
    """The text without one more layer of emoji, numbers and labels; unchanged if nothing would be left."""
    for pattern in (_KEYCAP, _EMOJI_AROUND, _NUMBER, _LABEL):
        shorter = pattern.sub("", text).strip()
        if shorter and shorter != text and any(map(str.isalpha, shorter)):
            return shorter
    return text
