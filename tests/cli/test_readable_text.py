"""Formatting as a terminal shows it, and as text alone."""

import pytest

from bot.commands.readable_text import PLAIN, STYLED, Signs, readable
from bot.wording import Entity
from faq.rendering.markdown import styled_markdown


def marked(text: str, *spans: tuple[str, str], signs: Signs = STYLED, **more: str) -> str:
    """The text with each of these kinds of formatting on the words that stand behind it."""

    def offset(words: str) -> int:
        return len(text.partition(words)[0].encode("utf-16-le")) // 2

    entities: list[Entity] = [
        {"type": kind, "offset": offset(words), "length": len(words.encode("utf-16-le")) // 2, **more}
        for kind, words in spans
    ]
    return readable(text, entities, signs)


@pytest.mark.parametrize(
    ("kind", "shown", "alone"),
    [
        ("bold", "🌙 \x1b[1mдва\x1b[22m три", "🌙 два три"),
        ("italic", "🌙 \x1b[3mдва\x1b[23m три", "🌙 два три"),
        ("underline", "🌙 \x1b[4mдва\x1b[24m три", "🌙 два три"),
        ("strikethrough", "🌙 \x1b[9mдва\x1b[29m три", "🌙 ~~два~~ три"),
        *((kind, "🌙 два три", "🌙 два три") for kind in ("spoiler", "code", "pre", "date_time")),
    ],
)
def test_each_kind(kind: str, shown: str, alone: str) -> None:
    assert marked("🌙 два три", (kind, "два")) == shown
    assert marked("🌙 два три", (kind, "два"), signs=PLAIN) == alone


def test_what_stands_within_is_closed_first() -> None:
    bold, italic, no_bold, no_italic = "\x1b[1m", "\x1b[3m", "\x1b[22m", "\x1b[23m"
    assert marked("раз два", ("bold", "раз два"), ("italic", "два")) == f"{bold}раз {italic}два{no_italic}{no_bold}"
    assert marked("раз два", ("italic", "раз"), ("bold", "раз")) == f"{italic}{bold}раз{no_bold}{no_italic} два"
    assert marked("раздва", ("bold", "раз"), ("italic", "два")) == f"{bold}раз{no_bold}{italic}два{no_italic}"


def test_links_show_where_they_lead() -> None:
    assert marked("см. сайт", ("text_link", "сайт"), url="https://example.com") == "см. сайт (https://example.com)"
    assert marked("https://a.io", ("text_link", "https://a.io"), url="https://a.io") == "https://a.io"


def test_each_line_of_a_quote() -> None:
    assert marked("Да:\nраз\nдва\nвсё", ("blockquote", "раз\nдва")) == "Да:\n> раз\n> два\nвсё"


def test_what_the_renderer_gives() -> None:
    styled, _ = styled_markdown("**Доставка** — [здесь](https://a.io), ~~300~~ 🚚 `KOD`")
    assert readable(styled.text, styled.entities) == "Доставка — здесь (https://a.io), ~~300~~ 🚚 KOD"
    shown = "\x1b[1mДоставка\x1b[22m — здесь (https://a.io), \x1b[9m300\x1b[29m 🚚 KOD"
    assert readable(styled.text, styled.entities, STYLED) == shown
