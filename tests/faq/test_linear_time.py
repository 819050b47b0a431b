"""Everything that reads a customer's message or an author's file takes linear time, whatever the text's shape.

Eight times the text may take at most three times eight times as long; a quadratic pattern takes sixty-four times.
"""

from collections.abc import Callable
from functools import partial

import pytest

from faq import (
    Entry,
    asks,
    asks_beside_call,
    chosen,
    is_follow_up,
    is_thanks,
    language_of,
    masked,
    normalise,
    parts,
    small_talk,
    wants_human,
    without_greeting,
)
from faq.folder import Source
from faq.matching.answer_words import sentences
from faq.normalising import MAX_LENGTH, collapse_spaces
from faq.parsing import parse_file
from faq.parsing.mending import mended
from faq.parsing.words_of_heading import words_of_heading
from faq.readings import from_latin_letters, in_other_layout
from faq.rendering import links_and_images
from faq.rendering.habits import as_plain_markdown
from faq.rendering.html import block_to_markdown
from faq.rendering.markdown import styled_markdown
from faq.rendering.remarks import remarks
from faq.rendering.splitting import split
from faq.rendering.styled import Span, Styled
from faq.slug import slug
from faq.small_talk import small_talk_phrases
from faq.templates import template_faults
from tests.faq.timing import least_time

pytestmark = pytest.mark.slow

Reader = Callable[[str], object]

SMALL_TALK = small_talk_phrases([Entry("hello", "Привет", ("здравствуйте", "добрый вечер"), tags=("smalltalk",))])

MESSAGE_READERS: dict[str, Reader] = {
    "normalise": normalise.__wrapped__,
    "collapse_spaces": collapse_spaces,
    "parts": parts,
    "asks": asks,
    "asks_beside_call": asks_beside_call,
    "chosen": lambda text: chosen(text, 3),
    "is_follow_up": is_follow_up,
    "is_thanks": is_thanks,
    "wants_human": wants_human,
    "without_greeting": without_greeting,
    "small_talk": lambda text: small_talk(text, SMALL_TALK),
    "language_of": lambda text: language_of(text, "ru"),
    "in_other_layout": in_other_layout,
    "from_latin_letters": from_latin_letters,
    "masked": masked,
    "sentences": sentences.__wrapped__,
}

MESSAGE_SHAPES = [
    *(
        "сломался новый чайник ",
        " ",
        "\n",
        "\t",
        "\u00a0",
        "а",
        "1",
        ".",
        ", и ",
        "а ещё ",
        "аааб",
        "?",
        "👍",
        "a\u0301",
    ),
    *("ﷺ", "_", "а-", "привет ", "hi ", "позовите ", "позовите мне ", "оператор ", "человек ", "спасибо ", "ghbdtn "),
]


@pytest.mark.parametrize("shape", MESSAGE_SHAPES, ids=ascii)
@pytest.mark.parametrize("reader", MESSAGE_READERS)
def test_a_message_is_read_in_linear_time(reader: str, shape: str) -> None:
    assert_linear(MESSAGE_READERS[reader], lambda length: f"а{repeated(shape, length - 2)}б", MAX_LENGTH)


def entry(text: str) -> object:
    return parse_file(Source("a.md", "ru", text))


FILE_READERS: dict[str, tuple[Reader, list[str]]] = {
    "a heading": (
        lambda text: entry(f"## {text}"),
        ["|а| |б", "|{#| |", "|{#| |{", "||{#|", "|{#|а |{", "||{ # а|", "||}|"],
    ),
    "a separator": (
        lambda text: entry(f"## В?\n{text}"),
        ["||-|x", "||- |x", "|---| |x", "||* |x", "||_ _|x", "|| |x"],
    ),
    "phrasings": (
        lambda text: entry(f"## В?\nТакже спрашивают:\n{text}"),
        ["|- а\n|  а\n|", "||- а\n|", "|- а|\n|б", "||1) |", "|-| |б", "||а;|"],
    ),
    "keys": (lambda text: entry(f"## В?\n{text}"), ["||Теги: а\n|", "|Теги: |а,|", "||Тэги: а\n|"]),
    "categories": (entry, ["||#\n|", "||#а\n|", "|#а|\n|##б", "|# а|\n|б", "||##а\n|"]),
    "questions in a section": (
        lambda text: entry(f"## Д\n{text}"),
        [
            "||### а?\n|",
            "||**а?**\n|",
            "|**а|**|",
            "||В: а?\n|",
            "||<summary>\n|",
            '|??? |а |"',
            "||а?\n: б\n|",
            "|| |[",
        ],
    ),
    "late keys": (lambda text: entry(f"## В?\n\nОтвет\n\n{text}"), ["||Теги: а\n|", "||Теги: а\n\nб\n\n|"]),
    "targets": (
        lambda text: entry(f"## В?\n{text}"),
        ["||[а][б] |", "||[а]: б\n|", "||[^1]: б\n  в\n|", "||[|", "||[^|"],
    ),
    "words of a heading": (words_of_heading, ["||<а |", "||[|", "|[а](|б |", "||🚚|", "||1.|", "||:а|", "||Вопрос: |"]),
    "pictures": (mended, ["||![|", "||![](а |", "||<img |", "||](|", "||`а|", "|[](/|а |"]),
    "habits": (
        as_plain_markdown,
        ["||==а |", "||[^1]|", "||[[|", "||<b>|", "||<script>|", "||<a href=|", "||!!! а\n|", "||[а](#б)|"],
    ),
    "remarks": (
        lambda text: list(remarks(text, text)),
        ["||**а |", "||[а][б] |", "||:а|", "||<script>|", "||[^1] |", "||`а`:б: |"],
    ),
    "HTML": (block_to_markdown, ["|<|a|", "|<a |b |", "||<a|", "||<!--|", "||<|", "||</|", "|a\n| |b"]),
    "links": (links_and_images, ["||[а](b)\n|", "||![а](b)\n|", "||\n|[а](b)", "||[|"]),
    "formatting": (
        lambda text: [part.entities for part in split(styled_markdown.__wrapped__(text)[0], 4096)],
        ["||**а** |", "||# а\n|", "||*а|", "||`а` |", "||[а](http://б) |"],
    ),
    "pauses": (lambda text: split(Styled(text), 512), ["|а|\n |б", "|а| |б", "||а. |", "||а|"]),
    "templates": (
        lambda text: list(template_faults(text, "a.md", 1)),
        ["||{{|", "||{%|", "|{{ '|а|", "|{{ '|\\|", "|{{ |a.|", "|{# |а|"],
    ),
    "ids": (slug, ["||а |", "||а|", "||-|"]),
}
"""Readers with the shapes of their texts: what stands before, what is repeated, what stands after."""


@pytest.mark.parametrize(
    ("reader", "shape"), [(name, shape) for name, (_, shapes) in FILE_READERS.items() for shape in shapes], ids=ascii
)
def test_a_file_is_read_in_linear_time(reader: str, shape: str) -> None:
    _, before, again, after = shape.split("|")
    assert_linear(FILE_READERS[reader][0], lambda length: before + repeated(again, length) + after, 8000)


def test_text_in_many_spans_is_split_in_linear_time() -> None:
    def spanned(length: int) -> Styled:
        return Styled("а " * (length // 2), tuple(Span("bold", at, at + 1) for at in range(0, length, 2)))

    took = [least_time(partial(split, spanned(size), size // 2), 5) for size in (1000, 8000)]
    assert took[1] < 24 * took[0]


def repeated(shape: str, length: int) -> str:
    return (shape * (length // len(shape) + 1))[:length]


def assert_linear(read: Reader, text: Callable[[int], str], length: int) -> None:
    short, long = text(length // 8), text(length)
    read(short)  # what is cached for all texts is not measured
    assert least_time(lambda: read(long)) < 24 * least_time(lambda: read(short), 5) + 0.001
