"""parse_mode HTML: what it means, and Telegram's own sentences for what it doesn't."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox import Customer
from bot.sandbox.api_json import utf16_length
from bot.sandbox.errors import BotApiError
from bot.sandbox.html import parse_html
from tests.sandbox.plain_bot import Bot


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("просто", "просто", []),
        ("a &lt;b&gt; &amp;&quot;&#33;&#x21; &nbsp;", 'a <b> &"!! &nbsp;', []),
        ("<b>да</b>", "да", [("bold", 0, 2)]),
        ("<B>да</b>", "да", [("bold", 0, 2)]),
        ("😀<i>да</i>", "😀да", [("italic", 2, 2)]),
        ("<b>а<i>б</i></b>", "аб", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 1), ("underline", 1, 1)]),
        ("<s>a</s><del>b</del>", "ab", [("strikethrough", 0, 1), ("strikethrough", 1, 1)]),
        ('<span class="tg-spoiler">ох</span>', "ох", [("spoiler", 0, 2)]),
        ("<tg-spoiler>ах</tg-spoiler>", "ах", [("spoiler", 0, 2)]),
        ("<blockquote>а</blockquote>", "а", [("blockquote", 0, 1)]),
        ("<blockquote expandable>а</blockquote>", "а", [("expandable_blockquote", 0, 1)]),
        ("<code>x</code>", "x", [("code", 0, 1)]),
        ("<b></b>пусто", "пусто", []),
        ("<b>да</>", "да", [("bold", 0, 2)]),
        ('<a href="не ссылка">да</a>', "да", []),
    ],
)
def test_what_tags_mean(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    parsed = parse_html(source)
    assert parsed.text == text
    assert [(one["type"], one["offset"], one["length"]) for one in parsed.entities] == entities


def test_links_mentions_languages_and_emoji() -> None:
    parsed = parse_html(
        "<a href=\"http://shop.example/a?b=1&amp;c=2\">сайт</a> <a href='tg://user?id=42'>Анна</a> "
        '<pre><code class="language-python">x</code></pre><tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>'
    )
    link, mention, code, emoji = parsed.entities
    assert link["url"] == "http://shop.example/a?b=1&c=2"
    assert mention == {"type": "text_mention", "offset": 5, "length": 4, "user": {"id": 42}}
    assert (code["type"], code["language"]) == ("pre", "python")
    assert emoji["custom_emoji_id"] == "5368324170671202286"


def test_times() -> None:
    [timed, bare] = parse_html(
        '<tg-time unix="1795678200" format="Dt">завтра</tg-time> <tg-time unix="1">x</tg-time>'
    ).entities
    assert timed == {"type": "date_time", "offset": 0, "length": 6, "unix_time": 1795678200, "date_time_format": "Dt"}
    assert bare["date_time_format"] == ""


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("цена <5", "Unclosed start tag at byte offset 9"),
        ("<b>да", 'Can\'t find end tag corresponding to start tag "b"'),
        ("да</b>", "Unexpected end tag at byte offset 4"),
        ("<b>да</i>", 'Unmatched end tag at byte offset 7, expected "</b>", found "</i>"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<p>да</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("да<br>", 'Unsupported start tag "br" at byte offset 4'),
        ("<!-- x -->", 'Unsupported start tag "!--" at byte offset 0'),
        ("<span>да</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ('<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"),
        ('<tg-time format="t">09:30</tg-time>', "Invalid Unix time specified"),
    ],
)
def test_what_is_refused(source: str, sentence: str) -> None:
    with pytest.raises(BotApiError) as refusal:
        parse_html(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {sentence}"


@given(st.text())
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert parse_html(html.escape(text)).text == text


@given(st.text(alphabet="<>/bia &;=\"'😀\n"))
def test_anything_is_parsed_or_refused_and_entities_fit(source: str) -> None:
    try:
        parsed = parse_html(source)
    except BotApiError as refusal:
        assert refusal.description.startswith("Bad Request: can't parse entities: ")  # noqa: PT017
    else:
        for entity in parsed.entities:
            assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= utf16_length(parsed.text)


async def test_the_bot_is_told(bot: Bot, maria: Customer) -> None:
    refusal = await bot.refused("sendMessage", chat_id=maria.id, text="<b>да", parse_mode="html")
    assert refusal.description.startswith("Bad Request: can't parse entities: Can't find end tag")
