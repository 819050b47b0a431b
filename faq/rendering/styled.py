"""Text with its formatting in characters, and as entities of the Bot API in UTF-16 units."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from telegramify_markdown import MessageEntity

Entity = dict[str, str | int]
"""A MessageEntity of the Bot API; offset and length are in UTF-16 units."""

OPENED_BY_TELEGRAM = ("http://", "https://", "tg://")
"""The schemes of links that Telegram opens; it drops others."""


@dataclass(frozen=True)
class Span:
    """Formatting from the character `start` up to, not including, the character `end`."""

    type: str
    start: int
    end: int
    details: tuple[tuple[str, str], ...] = ()

    @property
    def is_code(self) -> bool:
        return self.type in ("code", "pre")


@dataclass(frozen=True)
class Styled:
    text: str
    spans: tuple[Span, ...] = ()

    @staticmethod
    def from_entities(text: str, entities: list[MessageEntity]) -> "Styled":
        """From the markdown library's entities, whose offsets are in UTF-16 units."""
        at = {offset: index for index, offset in enumerate(_offsets(text))}
        spans = (
            Span(entity.type, at[entity.offset], at[entity.offset + entity.length], _details(entity))
            for entity in entities
        )
        return Styled(text, tuple(spans))

    def part(self, start: int, end: int) -> "Styled":
        """The characters from `start` to `end` with the formatting that is on them."""
        clipped = (replace(span, start=max(span.start, start), end=min(span.end, end)) for span in self.spans)
        moved = (replace(span, start=span.start - start, end=span.end - start) for span in clipped)
        return Styled(self.text[start:end], tuple(span for span in moved if span.start < span.end))

    def stripped(self) -> "Styled":
        """Without white space at either end, since Telegram would strip it and shift the formatting."""
        start = len(self.text) - len(self.text.lstrip())
        return self.part(start, max(start, len(self.text.rstrip())))

    def with_texts(self, texts: Mapping[str, str], in_link: Callable[[str], str]) -> "Styled":
        """Replaces single characters by texts; in the details of spans, such as URLs, by `in_link(text)`."""
        at = [0, *accumulate([len(texts.get(char, char)) for char in self.text])] if self.spans else []
        linked = {char: in_link(text) for char, text in texts.items()}
        spans = (
            Span(
                span.type,
                at[span.start],
                at[span.end],
                tuple((name, _replace_characters(text, linked)) for name, text in span.details),
            )
            for span in self.spans
        )
        return Styled(_replace_characters(self.text, texts), tuple(spans))

    @property
    def size(self) -> int:
        """Length in UTF-16 units, which Telegram's limits are about."""
        return utf16_length(self.text)

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The formatting as entities of the Bot API, without those that Telegram would refuse or ignore."""
        offsets = _offsets(self.text)
        return tuple(_entity(span, offsets) for span in _accepted_spans(self))


def _entity(span: Span, offsets: Sequence[int]) -> Entity:
    length = offsets[span.end] - offsets[span.start]
    return {"type": span.type, "offset": offsets[span.start], "length": length, **dict(span.details)}


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _offsets(text: str) -> Sequence[int]:
    """The UTF-16 offset of each character, and of the end."""
    if max(text, default="") <= "\uffff":
        return range(len(text) + 1)
    return [0, *accumulate(2 if char > "\uffff" else 1 for char in text)]


def _details(entity: MessageEntity) -> tuple[tuple[str, str], ...]:
    found = {"url": entity.url, "language": entity.language, "custom_emoji_id": entity.custom_emoji_id}
    return tuple((name, value) for name, value in found.items() if value)


def _replace_characters(text: str, texts: Mapping[str, str]) -> str:
    return text.translate({ord(char): new for char, new in texts.items()})


def _accepted_spans(styled: Styled) -> list[Span]:
    """The spans that Telegram accepts, the outer first: none inside code or in one of its own type, no dead links."""
    kept: list[Span] = []
    overlapping: list[Span] = []
    for span in sorted(styled.spans, key=lambda span: (span.start, -span.end, not span.is_code, span.type)):
        overlapping = [other for other in overlapping if other.end > span.start]
        repeated = any(other.type == span.type or other.is_code for other in overlapping)
        dead = span.type == "text_link" and not dict(span.details).get("url", "").startswith(OPENED_BY_TELEGRAM)
        if not repeated and not dead and styled.text[span.start : span.end].strip():
            kept.append(span)
            overlapping.append(span)
    codes = [span for span in kept if span.is_code]
    return [span for span in kept if span.is_code or not _has_code(span, codes)]


def _has_code(span: Span, codes: list[Span]) -> bool:
    """Whether code is inside it; only quotes may hold code. `codes` are sorted and don't overlap."""
    first = bisect_left(codes, span.start, key=lambda code: code.start)
    inside = first < len(codes) and codes[first].end <= span.end
    return inside and span.type != "blockquote"
