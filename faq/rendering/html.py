"""Converts HTML in an answer to markdown."""

import re

from faq.html_images import image_to_markdown

_COMMENT = re.compile(r"<!--.*?(-->|\Z)", re.DOTALL)
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*+)[^<>]*+>")  # possessive: no backtracking when ">" is missing
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)

_LINE_BREAKS = {
    *("address", "article", "aside", "blockquote", "br", "caption", "dd", "details", "div", "dl", "dt", "fieldset"),
    *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend", "main"),
    *("menu", "nav", "ol", "p", "section", "summary", "table", "tr", "ul"),
}
_DROPPED = {
    *("a", "abbr", "acronym", "area", "b", "base", "bdi", "bdo", "big", "body", "button", "center", "cite", "code"),
    *("col", "colgroup", "data", "datalist", "del", "dfn", "em", "embed", "font", "head", "html", "i", "img", "input"),
    *("ins", "kbd", "label", "link", "map", "mark", "meta", "meter", "nobr", "optgroup", "option", "output", "param"),
    *("picture", "pre", "progress", "q", "rp", "rt", "ruby", "s", "samp", "small", "source", "span", "strike"),
    *("strong", "sub", "sup", "tbody", "td", "tfoot", "th", "thead", "time", "title", "track", "tt", "u", "var", "wbr"),
    *("script", "style", "template", "iframe", "svg", "object", "canvas", "video", "audio", "select", "textarea"),
    "noscript",
}
UNSHOWN = ("script", "style", "template", "iframe", "svg", "object", "canvas", "video", "audio", "select", "textarea")
"""Elements whose content no message can show."""

_UNSHOWN_TAG = re.compile(rf"<({'|'.join(UNSHOWN)})\b[^<>]*>", re.IGNORECASE)
_KNOWN = _LINE_BREAKS | _DROPPED | {"li", "tg-spoiler"}
_OWN_TAG = re.compile(rf"</?(?!(?:{'|'.join(sorted(_KNOWN))})[\s/>])([A-Za-z][\w.-]*)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_CLOSING_TAG = re.compile(r"</([A-Za-z][\w.-]*)\s*>")
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "del": "~~", "strike": "~~"}
_MARKED = re.compile(rf"<({'|'.join(_MARKS)})(?:\s[^<>]*)?>([^<>]*)</\1\s*>", re.IGNORECASE)
_LINK = re.compile(r"<a\s([^<>]*)>([^<>]*)</a\s*>", re.IGNORECASE)
_ADDRESS = re.compile(r"\bhref\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>]+))", re.IGNORECASE)
_TITLE = re.compile(r"<(summary|h[1-6]|dt|legend|caption)(?:\s[^<>]*)?>([^<>]*)</\1\s*>", re.IGNORECASE)
_SMALL = re.compile(r"<(sub|sup)(?:\s[^<>]*)?>([^<>]*)</\1\s*>", re.IGNORECASE)
_SUB = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_SUP = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_CELLS = re.compile(r"</t[dh]\s*>\s*<t[dh]\b[^<>]*>", re.IGNORECASE)
_ROWS = re.compile(r"<tr\b[^<>]*>\s*(?:<t[dh]\b[^<>]*>)?", re.IGNORECASE)
_MOST_NESTED = 5


def without_unshown(source: str) -> str:
    """The source without scripts, styles, videos and forms, and what stands in them. Takes linear time."""
    found = _UNSHOWN_TAG.search(source)
    lower, kept, at = source.lower() if found else "", [], 0
    never_closed: set[str] = set()
    while found:
        name = found[1].lower()
        end = -1 if name in never_closed else lower.find(f"</{name}", found.end())
        if end < 0:
            never_closed.add(name)
        closed = source.find(">", end) + 1 if end >= 0 else 0
        kept.append(source[at : found.start()])
        at = closed or found.end()
        found = _UNSHOWN_TAG.search(source, at)
    return "".join([*kept, source[at:]])


def without_components(source: str) -> str:
    """The source without tags of a site's own, such as `<Accordion title="…">`, but with what stands between them."""
    if "</" not in source and "/>" not in source:
        return source
    closed = {name for name in _CLOSING_TAG.findall(source) if name.lower() not in _KNOWN}
    return _OWN_TAG.sub(lambda tag: "" if tag[1] in closed or tag[0].endswith("/>") else tag[0], source)


def pairs_to_markdown(source: str) -> str:
    """Links, bold, italics, titles, small digits and rows of tables as markdown, where a pair of tags encloses text."""
    if "</" not in source:
        return source
    source = _ROWS.sub("\n- ", _CELLS.sub(" — ", source))
    source = _SMALL.sub(_raised, source)
    for _ in range(_MOST_NESTED):
        changed = _TITLE.sub(_as_title, _LINK.sub(_as_link, _MARKED.sub(_as_marked, source)))
        if changed == source:
            break
        source = changed
    return source


def block_to_markdown(html: str) -> str:
    """A block of HTML without its tags; its lines and list items stay apart."""
    text = _TAG.sub(_tag_in_block, _COMMENT.sub("", html))
    return _INDENT.sub("", text)


def tag_to_markdown(tag: str) -> str:
    """A tag within a line: a line break, a picture, nothing, or its characters if HTML has no such tag."""
    if tag.startswith(("<!", "<?")):
        return ""
    found = _TAG.match(tag)
    name = found[1].lower() if found else ""
    if name == "tg-spoiler":
        return tag
    if name == "img":
        return image_to_markdown(tag)
    if name in _LINE_BREAKS or name == "li":
        return "\n" if name in ("br", "hr") else ""
    return "" if name in _DROPPED else "\\" + tag


def unshown_elements(source: str) -> list[re.Match[str]]:
    """The opening tags of scripts, styles, videos and forms."""
    return list(_UNSHOWN_TAG.finditer(source))


def _tag_in_block(tag: re.Match[str]) -> str:
    name = tag[1].lower()
    if name == "li":
        return "" if tag[0].startswith("</") else "\n- "
    return "\n" if name in _LINE_BREAKS else tag_to_markdown(tag[0])


def small(text: str, *, is_low: bool) -> str:
    """Digits and signs as small ones below or above the line; a text that has others stays as it is."""
    table = _SUB if is_low else _SUP
    return text.translate(table) if all(ord(char) in table for char in text) else text


def _raised(found: re.Match[str]) -> str:
    return small(found[2], is_low=found[1].lower() == "sub")


def _as_marked(found: re.Match[str]) -> str:
    mark, text = _MARKS[found[1].lower()], found[2]
    inside = text.strip()
    if not inside or "\n\n" in text:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{mark}{inside}{mark}{after}"


def _as_link(found: re.Match[str]) -> str:
    address, text = _ADDRESS.search(found[1]), " ".join(found[2].split())
    target = "".join(one or "" for one in address.groups()).strip() if address else ""
    if not target or not text or "[" in text or "]" in text:
        return found[2]
    return f"[{text}](<{target}>)"


def _as_title(found: re.Match[str]) -> str:
    inside = " ".join(found[2].split())
    return f"\n\n**{inside}**\n\n" if inside and "*" not in inside else f"\n\n{inside}\n\n"
