"""A draft as it stands in a file, read again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.folder import Source
from faq.gaps import Draft, draft_of, markdown_of
from faq.matching.wordlists import Language
from faq.parsing import parse_file
from faq.rendering.markdown import styled_markdown

NASTY = [
    *(
        "#",
        "##",
        "-",
        "*",
        "+",
        "`",
        "```",
        "{{ hours.today }}",
        "{% if %}",
        "<b>",
        "</details>",
        "<!--",
        "-->",
        "\n",
        "\r",
    ),
    *(
        "\n\n",
        "\n---\n",
        "\n===\n",
        "* * *",
        "|",
        "| a | b |",
        "\\",
        "&amp;",
        "&#58;",
        "[x](y)",
        "![](a.png)",
        "[^1]",
        "~~",
    ),
    *(
        "Теги: да",
        "Также спрашивают",
        "Also asked:",
        "Срочно: да",
        "Ответ: ",
        "A: ",
        "Q: ",
        "Вопрос 1.",
        "1. ",
        "1)",
        "h3. ",
    ),
    *(
        "😀",
        "🙈🙈",
        "\u200b",
        "\x00",
        "\ud800",
        "\u2028",
        "?",
        "??? note",
        "!!! note",
        ":smile:",
        ":::",
        "==x==",
        "$x$",
        "—",
    ),
    *("сколько", "стоит", "доставка", "where", "is", "my", "key", "Привет", "!", ".", ",", ";", ":", " ", "а" * 300),
]
HOSTILE = st.lists(st.sampled_from(NASTY), max_size=12).map(" ".join) | st.lists(st.sampled_from(NASTY)).map("".join)
TEXTS = HOSTILE | st.text(max_size=200)


def read(draft: Draft, language: Language) -> Draft:
    [parsed] = parse_file(Source("faq.md", language, markdown_of(draft, language=language))).entries
    return Draft(parsed.entry.question, parsed.entry.also, parsed.entry.answer)


@pytest.mark.parametrize("language", ["ru", "en"])
@given(questions=st.lists(TEXTS, min_size=1, max_size=4), replies=st.lists(TEXTS, max_size=3))
def test_reading_it_gives_the_draft_back(language: Language, questions: list[str], replies: list[str]) -> None:
    draft = draft_of(questions, 0, replies, language=language)
    if draft.question:
        assert read(draft, language) == draft


@pytest.mark.parametrize("text", [*NASTY, *(one * 400 for one in NASTY if len(one) < 10)])
def test_each_kind_of_hostile_text(text: str) -> None:
    draft = draft_of(
        [f"где {text} ключ?", f"{text} где ключ", f"ключ {text}"], 0, [f"Ключ {text} здесь.", text], language="ru"
    )
    assert read(draft, "ru") == draft


def test_how_it_stands_in_the_file() -> None:
    draft = Draft("Где ключ?", ("ключ где", "нет ключа"), "В конверте.")
    assert markdown_of(draft, language="ru") == (
        "## Где ключ? {#gde-klyuch}\n\nТакже спрашивают:\n- ключ где\n- нет ключа\n\nВ конверте.\n"
    )
    assert markdown_of(Draft("Where?", (), ""), language="en", entry_id="key") == "## Where? {#key}\n"


@pytest.mark.parametrize(
    "reply",
    [
        "Цена 5*3*2 = 30, скидка *нет*, код `A_B_C`",
        "Пишите <b>жирно</b> и [так](ссылка) | вот & так &amp; так",
        "# не заголовок",
        "Срочно: да",
        "Также спрашивают :::",
        "Также спрашивают",
        "{{ hours.today }} и {% if x %}",
        "~~не~~ зачёркнуто ==и== не выделено, H~2~O, $x$",
    ],
)
def test_an_answer_shows_what_the_colleague_typed(reply: str) -> None:
    shown = styled_markdown(draft_of(["где?"], 0, [reply], language="ru").answer.replace("{{ '{' }}", "{"))[0].text
    assert shown.strip() == reply
