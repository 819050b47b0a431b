"""Corrects what is certain in the lines of an answer: pictures and links that markdown would not read as such."""

import re

from faq.html_images import image_to_markdown

_CODE = r"(?P<code>`+)(?:(?!(?P=code)).)*(?P=code)"
_MARKDOWN = re.compile(
    rf"{_CODE}"
    r"|(?P<html><img\b[^<>]*>)"
    r"|!\[\[(?P<note>[^\[\]|{}]+?\.\w{2,5})(?:\|[^\[\]]*)?\]\]"
    r"|!\[(?P<alt>[^\[\]]*)\]\(\s*(?!<)(?P<image>[^\[\]<>\"{}]{1,300}?\.(?:png|jpe?g|webp|gif|bmp|svg|heic|tiff?))"
    r"(?P<title>\s+\"[^\"]*\")?(?:\s+=\d*x\d*)?\s*\)(?:\{(?![{%#])[^{}]*\})?"
    r"|\[(?P<text>[^\[\]]*)\]\(\s*(?!<)(?P<link>[^()<>\"{}]{1,500})\)",
    re.IGNORECASE,
)
_ANCHOR = re.compile(r"[ \t]?\{:?[ \t]?#[\w-]+(?:[ \t]+[.#]?[\w-]+(?:=[^\s{}]*)?)*[ \t]?\}")
_BROKEN_LINK = re.compile(r"(?:https?://|[^\s/]*/)\S*\s")
_WITH_MARKS = re.compile(r"[\s()\\]")


def mended(line: str) -> str:
    """`<img src="map.png">` and `![Схема](схема проезда.png)` as pictures that markdown knows; code stays as it is."""
    return _MARKDOWN.sub(_mended, line) if "](" in line or "<img" in line.lower() or "![[" in line else line


def without_anchor(line: str) -> str:
    """The line without `{#name}`, which other programs give to headings and links: a template would read a comment."""
    return _ANCHOR.sub("", line) if "{" in line else line


def _mended(found: re.Match[str]) -> str:
    if found["html"]:
        return image_to_markdown(found["html"]) or found[0]
    if found["note"]:
        return f"![]({_target(found['note'])})"
    if found["image"]:
        return f"![{found['alt']}]({_target(found['image'])}{found['title'] or ''})"
    if found["link"] and _BROKEN_LINK.match(found["link"].strip()):
        return f"[{found['text']}]({_target(found['link'])})"
    return found[0]


def _target(path: str) -> str:
    path = path.strip() if "://" in path else path.strip().replace("\\", "/")
    return f"<{path}>" if _WITH_MARKS.search(path) else path
