"""Markdown as styled text: corrects what the markdown library would lose or misread.

The library drops raw HTML with the text in it, takes prices in dollars for mathematics, sets tables in fixed width,
which phones show badly, and leaves pictures in the text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from telegramify_markdown import RenderConfig, convert

from faq.rendering.events import Edit, Event, apply_edits, byte_slice, events
from faq.rendering.habits import as_plain_markdown
from faq.rendering.html import block_to_markdown, tag_to_markdown
from faq.rendering.references import CONTACT_SCHEMES, is_remote
from faq.rendering.stray_marks import without_stray_marks
from faq.rendering.styled import Styled
from faq.rendering.tables import table_edits

FIRST_PICTURE = 0x100000
"""Picture number n stands in the text as the private-use character with this code plus n."""

_MOST_PASSES = 20
_SPECIAL = re.compile(r"([\\`*_\[\]<>$|~])")


@dataclass(frozen=True)
class Picture:
    target: str
    caption: str


def _plain_symbols() -> RenderConfig:
    """No emoji before headings, bullets and boxes that every font has, quotes that are not collapsed."""
    config = RenderConfig.isolated()
    for level in range(1, 7):
        setattr(config.markdown_symbol, f"heading_level_{level}", "")
    config.markdown_symbol.unordered_list_item = "•"
    config.markdown_symbol.task_uncompleted = "☐"
    config.cite_expandable = False
    return config


_CONFIG = _plain_symbols()


@lru_cache(maxsize=1000)  # the same answers are sent often
def styled_markdown(markdown: str) -> tuple[Styled, Sequence[Picture]]:
    """The text with its formatting, and the pictures: number n stands in the text as character FIRST_PICTURE + n."""
    source = as_plain_markdown(markdown)
    source = apply_edits(source, table_edits(source))
    source = _without_mathematics(apply_edits(source, _html_edits(source)))
    source = apply_edits(source, _contact_link_edits(source))
    source, pictures = _without_pictures(source)
    source = without_stray_marks(source)
    text, entities = convert(source, latex_escape=False, config=_CONFIG)
    return Styled.from_entities(text, entities), pictures


def _html_edits(source: str) -> list[Edit]:
    found = events(source)
    blocks = [event for event in found if event.kind == "Start" and event.name == "HtmlBlock"]
    tags = [event for event in found if event.kind == "InlineHtml"]
    return [
        Edit(block.start, block.end, block_to_markdown(byte_slice(source, block.start, block.end))) for block in blocks
    ] + [Edit(tag.start, tag.end, tag_to_markdown(tag.text)) for tag in tags]


def _without_mathematics(source: str) -> str:
    for _ in range(_MOST_PASSES):
        found = [event for event in events(source) if event.kind in ("InlineMath", "DisplayMath")]
        if not found:
            break
        width = {"InlineMath": 1, "DisplayMath": 2}
        escaped = [(event.start, width[event.kind]) for event in found]
        escaped += [(event.end - width[event.kind], width[event.kind]) for event in found]
        source = apply_edits(source, [Edit(at, at + many, r"\$" * many) for at, many in escaped])
    return source


def _contact_link_edits(source: str) -> list[Edit]:
    """Writes out the phone number or e-mail address of a link, since Telegram opens no such links."""
    links = (event for event in events(source) if event.kind == "End" and event.name == "Link")
    starts = {event.end: event for event in events(source) if event.kind == "Start" and event.name == "Link"}
    edits = []
    for link in links:
        scheme, _, address = starts[link.end].target.partition(":")
        shown = byte_slice(source, link.start, link.end).partition("](")[0]
        if f"{scheme}:" in CONTACT_SCHEMES and address not in shown:
            edits.append(Edit(link.end, link.end, f" ({_escaped(address)})"))
    return edits


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _without_pictures(source: str) -> tuple[str, list[Picture]]:
    """Replaces pictures in the FAQ folder by private-use characters, and remote ones by links."""
    edits: list[Edit] = []
    pictures: list[Picture] = []
    for start, caption in _outer_images(events(source)):
        if start.target.startswith("tg://emoji"):
            continue
        if is_remote(start.target):
            text = f"[{_escaped(caption or start.target)}](<{start.target}>)"
        else:
            text = chr(FIRST_PICTURE + len(pictures))
            pictures.append(Picture(start.target, caption))
        edits.append(Edit(start.start, start.end, text))
    return apply_edits(source, edits), pictures


def _outer_images(found: list[Event]) -> list[tuple[Event, str]]:
    """Images that are in no other image, with the text of their caption."""
    outer: list[tuple[Event, str]] = []
    for event in found:
        inside = bool(outer) and event.start >= outer[-1][0].start and event.end <= outer[-1][0].end
        if event.kind == "Start" and event.name == "Image" and not inside:
            outer.append((event, ""))
        elif inside and event.kind in ("Text", "Code", "SoftBreak"):
            image, caption = outer[-1]
            outer[-1] = (image, caption + (event.text or " "))
    return outer
