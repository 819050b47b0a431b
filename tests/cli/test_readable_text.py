"""Formatting in signs that can be read in a terminal."""

import pytest

from bot.commands.readable_text import readable
from bot.wording import Entity
from faq.rendering.markdown import styled_markdown


def marked(text: str, *spans: tuple[str, str], **more: str) -> str:
    """The text with each of these kinds of formatting on the words that stand behind it."""

    def offset(words: str) -> int:
        return len(text.partition(words)[0].encode("utf-16-le")) // 2

    entities: list[Entity] = [
        {"type": kind, "offset": offset(words), "length": len(words.encode("utf-16-le")) // 2, **more}
        for kind, words in spans
    ]
    return readable(text, entities)


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("bold", "🌙 **два** три"),
        ("italic", "🌙 _два_ три"),
        ("underline", "🌙 __два__ три"),
        ("strikethrough", "🌙 ~~два~~ три"),
        ("spoiler", "🌙 ||два|| три"),
        ("code", "🌙 `два` три"),
        ("pre", "🌙 ```\nдва\n``` три"),
        ("date_time", "🌙 два три"),
    ],
)
def test_each_kind(kind: str, shown: str) -> None:
    assert marked("🌙 два три", (kind, "два")) == shown


def test_what_stands_within_is_closed_first() -> None:
    assert marked("раз два", ("bold", "раз два"), ("italic", "два")) == "**раз _два_**"
    assert marked("раз два", ("italic", "раз"), ("bold", "раз")) == "_**раз**_ два"
    assert marked("раздва", ("bold", "раз"), ("italic", "два")) == "**раз**_два_"


def test_links_show_where_they_lead() -> None:
    assert marked("см. сайт", ("text_link", "сайт"), url="https://example.com") == "см. сайт (https://example.com)"
    assert marked("https://a.io", ("text_link", "https://a.io"), url="https://a.io") == "https://a.io"


def test_each_line_of_a_quote() -> None:
    assert marked("Да:\nраз\nдва\nвсё", ("blockquote", "раз\nдва")) == "Да:\n> раз\n> два\nвсё"


def test_what_the_renderer_gives() -> None:
    styled, _ = styled_markdown("**Доставка** — [здесь](https://a.io), ~~300~~ 🚚 `KOD`")
    assert readable(styled.text, styled.entities) == "**Доставка** — здесь (https://a.io), ~~300~~ 🚚 `KOD`"
