"""Pages of a site and documents of Word, by way of markdown: their questions are found as in the author's own files."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from faq.decoding import decoded
from faq.folder import Source
from faq.importing.drafts import Draft, Left, Read, SourceError, reader
from faq.parsing import parse_file
from faq.parsing.asking import asks
from faq.slug import slug

_UNSHOWN = ("script", "style", "nav", "header", "footer", "aside", "form", "noscript", "template", "svg")
_EMBEDDED = ("iframe", "video", "audio", "embed", "object")
_QUESTION_LEVEL = "h6"  # below all headings of the page
_LOST = {"text-before-question": "no-question", "empty-answer": "no-answer", "empty-question": "no-question"}
_PICTURES = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}
_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"


def markdown_page(path: Path, language: str) -> Read:
    """Raises SourceError when the file can't be read."""
    return markdown_drafts(_text_of(path), language, path.name)


def html_page(path: Path, language: str) -> Read:
    """Raises SourceError when the file can't be read."""
    return html_drafts(_text_of(path), language, path.name)


def docx_document(path: Path, language: str) -> Read:
    """Pictures in the document get names, and are in the result. Raises SourceError when the file can't be read."""
    mammoth = reader("mammoth")
    pictures: dict[str, bytes] = {}
    left: list[Left] = []

    def keep(image: Any) -> dict[str, str]:  # the package has no types
        kind = _PICTURES.get(image.content_type)
        if kind is None:
            left.append(Left(path.name, "picture", str(image.content_type)))
            return {"src": ""}
        name = f"photos/{slug(path.stem)}-{len(pictures) + 1}.{kind}"
        with image.open() as data:
            pictures[name] = data.read()
        return {"src": name}

    try:
        with path.open("rb") as file:
            made = mammoth.convert_to_html(file, convert_image=mammoth.images.img_element(keep), style_map=_STYLES)
    except SourceError:
        raise
    except Exception as error:  # the package raises whatever the XML and the ZIP readers do
        raise SourceError("broken", file=path.name, why=str(error)) from error
    read = html_drafts(made.value, language, path.name)
    return Read(read.drafts, (*left, *read.left), pictures)


def html_drafts(html: str, language: str, name: str) -> Read:
    """The questions that a page marks for search engines, else those that it shows."""
    soup = _soup(html)
    marked = tuple(_marked_questions(soup, name))
    if marked:
        return Read(marked)
    base = soup.find("base") or soup.find("link", rel="canonical")
    page = soup.find("main") or soup.find("article") or soup.find("body") or soup
    return markdown_drafts(_markdown(page, base.get("href", "") if base else ""), language, name)


def html_to_markdown(html: str, base: str = "") -> str:
    """An answer in HTML as markdown; addresses are relative to `base`."""
    return _markdown(_soup(html), base)


def markdown_drafts(markdown: str, language: str, name: str) -> Read:
    parsed = parse_file(Source(name, language, markdown))
    lines = markdown.split("\n")
    drafts = (
        Draft(entry.question, entry.answer, f"{name}:{entry.line}", entry.category, entry.also, entry.tags)
        for entry in (item.entry for item in parsed.entries)
        if entry.question and entry.answer
    )
    left = (
        Left(f"{name}:{fault.line}", _LOST[fault.kind], str(fault.values.get("question") or lines[fault.line - 1]))
        for fault in parsed.faults
        if fault.kind in _LOST
    )
    return Read(tuple(drafts), tuple(left))


def _text_of(path: Path) -> str:
    found = decoded(path.read_bytes())
    if found is None:
        raise SourceError("not-text", file=path.name)
    return found.text


def _soup(html: str) -> Any:  # the package is of the extra
    return reader("bs4").BeautifulSoup(html, "html.parser")


def _markdown(page: Any, base: str) -> str:
    for tag in page.find_all(_UNSHOWN):
        tag.decompose()
    for tag in page.find_all(_EMBEDDED):
        address = tag.get("src") or ""
        tag.replace_with(_link(page, urljoin(base, address)) if address else "")
    for tag in page.find_all(["summary", "dt", "button"]):
        _as_question(tag)
    for tag in page.find_all("dd"):
        tag.name = "p"
    for attribute, tags in (("href", page.find_all("a", href=True)), ("src", page.find_all("img", src=True))):
        for tag in tags if base else ():
            tag[attribute] = urljoin(base, tag[attribute])
    return str(reader("markdownify").markdownify(str(page), heading_style="ATX", bullets="-")).strip()


def _as_question(tag: Any) -> None:
    """The heading of a collapsible block or of a definition; a button that asks nothing is none."""
    words = " ".join(tag.get_text(" ").split())
    if tag.name == "button" and not asks(words):
        tag.decompose()
        return
    tag.name = _QUESTION_LEVEL
    tag.string = words


def _link(page: Any, address: str) -> Any:
    link = _soup("<a></a>").a
    link["href"] = link.string = address
    return link


def _marked_questions(soup: Any, name: str) -> Iterator[Draft]:
    """The questions of schema.org's FAQPage in JSON-LD: https://schema.org/FAQPage."""
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            data = json.loads(script.get_text())
        except ValueError:
            continue
        yield from question_data(data, name)


def question_data(data: object, name: str) -> Iterator[Draft]:
    """The questions in the data of a FAQPage, however deep they are in it."""
    if isinstance(data, list):
        for one in data:
            yield from question_data(one, name)
    elif isinstance(data, dict):
        answer = data.get("acceptedAnswer") or {}
        text = answer.get("text") if isinstance(answer, dict) else None
        if "Question" in str(data.get("@type")) and isinstance(text, str) and data.get("name"):
            yield Draft(_words(str(data["name"])), html_to_markdown(text), name)
        else:
            for value in data.values():
                yield from question_data(value, name)


def _words(html: str) -> str:
    return " ".join(_soup(html).get_text(" ").split())
