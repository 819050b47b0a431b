"""What authors mean as questions, whatever they mark them with, is found as questions."""

from datetime import date
from pathlib import Path

import pytest

from faq import Answerer, Entry, Library
from faq.folder import Source
from faq.formatting import fmt
from faq.parsing import parse_file
from faq.trying import try_question

ANSWERS = {"Сколько стоит доставка?": "300 ₽.", "Есть ли самовывоз?": "Да, ул. Складская, 1."}

WAYS = {
    "smaller headings": "### Сколько стоит доставка?\n\n300 ₽.\n\n### Есть ли самовывоз?\n\nДа, ул. Складская, 1.",
    "much smaller headings": "##### Сколько стоит доставка?\n300 ₽.\n##### Есть ли самовывоз?\nДа, ул. Складская, 1.",
    "headings without a space": "###Сколько стоит доставка?\n300 ₽.\n###Есть ли самовывоз?\nДа, ул. Складская, 1.",
    "HTML headings": "<h3>Сколько стоит доставка?</h3>\n300 ₽.\n<h3>Есть ли самовывоз?</h3>\nДа, ул. Складская, 1.",
    "bold": "**Сколько стоит доставка?**\n\n300 ₽.\n\n**Есть ли самовывоз?**\n\nДа, ул. Складская, 1.",
    "bold in the same line": "**Сколько стоит доставка?** 300 ₽.\n\n**Есть ли самовывоз?** Да, ул. Складская, 1.",
    "bold of the other kind": "__Сколько стоит доставка?__\n300 ₽.\n\n__Есть ли самовывоз__?\nДа, ул. Складская, 1.",
    "bold in HTML": "<b>Сколько стоит доставка?</b>\n300 ₽.\n\n"
    "<strong>Есть ли самовывоз?</strong>\nДа, ул. Складская, 1.",
    "a list": "- **Сколько стоит доставка?**\n  300 ₽.\n- **Есть ли самовывоз?**\n  Да, ул. Складская, 1.",
    "a numbered list": "1. **Сколько стоит доставка?**\n   300 ₽.\n2. **Есть ли самовывоз?**\n   Да, ул. Складская, 1.",
    "Q and A": "Q: Сколько стоит доставка?\nA: 300 ₽.\n\nQ: Есть ли самовывоз?\nA: Да, ул. Складская, 1.",
    "В and О": "В: Сколько стоит доставка?\n\nО: 300 ₽.\n\nВ: Есть ли самовывоз?\n\nО: Да, ул. Складская, 1.",
    "В and О in a line": "В: Сколько стоит доставка? О: 300 ₽.\n\nВ: Есть ли самовывоз? О: Да, ул. Складская, 1.",
    "bold В and О": "**В: Сколько стоит доставка?**\nО: 300 ₽.\n\n"
    "**В:** Есть ли самовывоз?\n**О:** Да, ул. Складская, 1.",
    "numbered labels": "**Вопрос 1.** Сколько стоит доставка?\n**Ответ.** 300 ₽.\n\n**Вопрос 2.** Есть ли самовывоз?\n"
    "**Ответ.** Да, ул. Складская, 1.",
    "collapsible HTML": "<details>\n<summary>Сколько стоит доставка?</summary>\n\n300 ₽.\n\n</details>\n\n"
    "<details open>\n"
    "<summary><b>Есть ли самовывоз?</b></summary>\n\nДа, ул. Складская, 1.\n\n</details>",
    "collapsible HTML in a line": "<details><summary>Сколько стоит доставка?</summary>300 ₽.</details>\n\n"
    "<details><summary>Есть ли самовывоз?</summary>Да, ул. Складская, 1.</details>",
    "collapsible blocks": '??? question "Сколько стоит доставка?"\n    300 ₽.\n\n???+ "Есть ли самовывоз?"\n'
    "    Да, ул. Складская, 1.",
    "definition lists": "Сколько стоит доставка?\n: 300 ₽.\n\nЕсть ли самовывоз?\n:   Да, ул. Складская, 1.",
    "plain lines": "Сколько стоит доставка?\n\n300 ₽.\n\nЕсть ли самовывоз?\n\nДа, ул. Складская, 1.",
    "questions and answers in a line": "Сколько стоит доставка? 300 ₽.\n\nЕсть ли самовывоз? Да, ул. Складская, 1.",
    "a plain list": "- Сколько стоит доставка?\n  300 ₽.\n- Есть ли самовывоз?\n  Да, ул. Складская, 1.",
    "the wiki of Redmine": "h3. Сколько стоит доставка?\n\n300 ₽.\n\nh3. Есть ли самовывоз?\n\nДа, ул. Складская, 1.",
    "the wiki of Wikipedia": "=== Сколько стоит доставка? ===\n300 ₽.\n"
    "=== Есть ли самовывоз? ===\nДа, ул. Складская, 1.",
    "a site's own tags": '<Accordion title="Сколько стоит доставка?">\n\n300 ₽.\n\n</Accordion>\n\n'
    '<Accordion title="Есть ли самовывоз?">\nДа, ул. Складская, 1.\n</Accordion>',
    "blocks without quotes": "??? Сколько стоит доставка?\n    300 ₽.\n\n"
    "??? faq Есть ли самовывоз?\n    Да, ул. Складская, 1.",
    "dashes after labels": "Вопрос 1 — Сколько стоит доставка?\nОтвет — 300 ₽.\n\nВопрос 2 — Есть ли самовывоз?\n"
    "Ответ — Да, ул. Складская, 1.",
    "a table": "| Вопрос | Ответ |\n|---|---|\n| Сколько стоит доставка? | 300 ₽. |\n"
    "| Есть ли самовывоз? | Да, ул. Складская, 1. |",
    "lines with emoji": "❓ Сколько стоит доставка?\n300 ₽.\n\n❓ Есть ли самовывоз?\nДа, ул. Складская, 1.",
}

each_way = pytest.mark.parametrize("way", WAYS)


def entries(text: str) -> list[Entry]:
    return [parsed.entry for parsed in parse_file(Source("faq.md", "ru", text)).entries]


def faults(text: str) -> list[tuple[str, int]]:
    return [(fault.kind, fault.line) for fault in sorted(parse_file(Source("faq.md", "ru", text)).faults)]


def answers(text: str) -> dict[str, str]:
    return {entry.question: entry.answer for entry in entries(text)}


@each_way
@pytest.mark.parametrize("above", ["# Магазин\n\n## Доставка\n\n", "# Доставка\n\n", "Доставка\n========\n\n", ""])
def test_questions_in_a_section_are_entries_of_their_own(way: str, above: str) -> None:
    text = above + WAYS[way]
    assert answers(text) == ANSWERS
    assert {entry.category for entry in entries(text)} == {"Доставка" if above else "Faq"}


@each_way
def test_the_author_is_told_each_line_that_is_read_as_a_question(way: str) -> None:
    text = "## Доставка\n\n" + WAYS[way]
    lines = text.split("\n")
    assert [kind for kind, _ in faults(text)] == ["question-in-section"] * 2
    for (_, line), question in zip(faults(text), ANSWERS, strict=True):
        assert question.rstrip("?") in lines[line - 1]


@each_way
def test_fmt_writes_them_as_questions_and_is_done_after_once(way: str) -> None:
    text = "# Магазин\n\n## Доставка\n\n" + WAYS[way]
    formatted = fmt(Source("faq.md", "ru", text))
    assert formatted.faults == ()
    begin = "# Магазин\n\n# Доставка\n\n## Сколько стоит доставка? {#skolko-stoit-dostavka}\n\n300 ₽."
    assert formatted.text.replace("❓ ", "").startswith(begin)
    assert answers(formatted.text) == ANSWERS
    assert faults(formatted.text) == []
    assert [fault.kind for fault in formatted.mended] == ["question-in-section"] * 2
    assert fmt(Source("faq.md", "ru", formatted.text)).text == formatted.text


@each_way
def test_the_verbatim_question_is_answered(way: str) -> None:
    found = {"ru": tuple(entries("## Доставка\n\n" + WAYS[way]))}
    answerer = Answerer.of(Library(Path(), "ru", found), max_wrong=0.05, semantic=False)
    for question, answer in ANSWERS.items():
        trial = try_question(answerer, question, on=date(2026, 12, 1))
        assert [entry.answer for entry in trial.answered] == [answer]


def test_a_heading_that_is_only_a_number_leaves_the_question_to_the_text() -> None:
    text = "## Вопрос 1\n\nСколько стоит?\n\n**Ответ:**\n300 ₽.\n\n## 2.\nЕсть ли самовывоз?\n\nДа.\n"
    assert answers(text) == {"Сколько стоит?": "300 ₽.", "Есть ли самовывоз?": "Да."}
    assert faults(text) == [("question-in-section", 3), ("question-in-section", 9)]


@pytest.mark.parametrize("line", ["В 9:00 открываемся, в 18:00 закрываемся.", "Q: мы на выставке", "Вопрос: решён"])
def test_a_line_that_only_begins_like_a_label_is_no_question(line: str) -> None:
    assert answers(f"# Новости\n\n{line}\n") == {"Новости": line}
    assert list(answers(f"## Новости\n\n{line}\n")) == ["Новости"]


def test_headings_above_bold_questions_are_categories() -> None:
    text = "## Общее\n\n### О доставке\n\n**Сколько стоит?**\n\n300 ₽.\n\n### Об оплате\n\n**Можно картой?** Да.\n"
    assert [(entry.question, entry.category, entry.answer) for entry in entries(text)] == [
        ("Сколько стоит?", "О доставке", "300 ₽."),
        ("Можно картой?", "Об оплате", "Да."),
    ]


def test_a_list_with_other_items_is_no_list_of_questions() -> None:
    text = "## Условия\n\n1. Сколько стоит?\n\n   300 ₽.\n\n2. Как долго?\n\n   День.\n\n"
    assert list(answers(f"{text}3. Прочее\n\n   Нет.\n")) == ["Условия"]
    assert answers(text) == {"Сколько стоит?": "300 ₽.", "Как долго?": "День."}


def test_a_list_of_questions_is_no_list_of_entries() -> None:
    assert list(answers("## Что умеет бот {#bot}\n\n- Сколько стоит?\n- Где вы?\n")) == ["Что умеет бот"]
    assert list(answers("## Что знает бот\n\n- Сколько стоит?\n- Где вы?\n")) == ["Что знает бот"]


def test_sections_within_sections_are_categories() -> None:
    text = (
        "# Магазин\n\n## Услуги\n\n### Доставка\n\n#### Сколько стоит?\n\n300 ₽.\n\n### Возврат\n\n"
        "#### Как вернуть?\n\nЗа 14 дней.\n\n## Контакты\n\nЗвоните.\n"
    )
    assert [(entry.question, entry.category) for entry in entries(text)] == [
        ("Сколько стоит?", "Доставка"),
        ("Как вернуть?", "Возврат"),
        ("Контакты", "Магазин"),
    ]
    formatted = fmt(Source("faq.md", "ru", text))
    assert formatted.faults == ()
    assert [entry.category for entry in entries(formatted.text)] == ["Доставка", "Возврат", "Магазин"]


def test_a_section_with_a_text_of_its_own_keeps_it_and_its_questions_are_entries() -> None:
    text = "## Доставка\n\nВозим по всей стране.\n\n### Сколько стоит?\n\n300 ₽.\n\n### Как долго?\n\nДень.\n"
    assert answers(text) == {"Доставка": "Возим по всей стране.", "Сколько стоит?": "300 ₽.", "Как долго?": "День."}


@pytest.mark.parametrize(
    "text",
    [
        "## Как доехать?\n\n### На метро\n\nДо «Сокола».\n\n### На машине\n\nПо МКАД.",
        "## Доставка\n\nПо городу — 300 ₽.\n\n### В область\n\n600 ₽.",
        "## Доставка {#delivery}\n\n**Сколько стоит?** 300 ₽.\n\n**Как долго?** День.",
        "## Доставка\n\nТеги: доставка\n\n**Сколько стоит?** 300 ₽.",
        "## Как вернуть?\n\n**Не подошло?**\n\nВерните за 14 дней.\n\n**Остались вопросы?**\n\nЗвоните.",
        "## Доставка\n\nПо городу 300 ₽. Нужно срочно?\n\nЗвоните.",
        "## Доставка\n\nНужно срочно? Звоните.\n\nНе спешите? Пишите.",
    ],
)
def test_an_answer_with_headings_or_bold_of_its_own_stays_whole(text: str) -> None:
    (entry,) = entries(text)
    assert entry.also == ()
    assert faults(text) == []


def test_a_question_within_an_answer_is_one_more_way_to_ask_for_it() -> None:
    text = "## Как вернуть товар?\n\nЗа 14 дней.\n\n### Когда вернут деньги?\n\nЧерез неделю.\n"
    (entry,) = entries(text)
    assert entry.also == ("Когда вернут деньги?",)
    assert faults(text) == [("question-in-answer", 5)]
    assert "Также спрашивают" not in fmt(Source("faq.md", "ru", text)).text


def test_a_single_mark_before_a_question_is_told_where_it_stands() -> None:
    questions = "## Где вы?\n\nВ Москве.\n\n# Сколько стоит доставка?\n\n300 ₽.\n\n## Когда работаете?\n\nВсегда.\n"
    text = f"# Магазин\n\n{questions}"
    assert faults(text) == [("hash-for-question", 7)]
    assert [(entry.question, entry.category) for entry in entries(text)] == [
        ("Где вы?", "Магазин"),
        ("Сколько стоит доставка?", "Магазин"),
        ("Когда работаете?", "Магазин"),
    ]
    assert "\n## Сколько стоит доставка? {#skolko-stoit-dostavka}\n" in fmt(Source("faq.md", "ru", text)).text


def test_a_file_of_single_marks_is_a_file_of_questions() -> None:
    text = "# Доставка\n\nПо городу 300 ₽.\n\n# Есть ли самовывоз?\n\nДа.\n"
    assert faults(text) == [("text-before-question", 3), ("hash-for-question", 5)]
    assert answers("# Самовывоз\n\nДа.\n") == {"Самовывоз": "Да."}


def test_a_title_with_an_introduction_is_no_question() -> None:
    text = "# Вопросы? Ответы!\n\nЗдесь всё о магазине.\n\n## Где вы?\n\nВ Москве.\n"
    assert faults(text) == [("text-before-question", 3)]
    assert [(entry.question, entry.category) for entry in entries(text)] == [("Где вы?", "Вопросы? Ответы!")]


@pytest.mark.parametrize(
    "text",
    [
        "Доставка\n========\n\nСколько стоит?\n--------------\n\n300 ₽.\n\nЕсть ли самовывоз\n-----\n\nДа.\n",
        "# Доставка\n\nСколько стоит?\n---\n300 ₽.\n\nЕсть ли самовывоз\n---\nДа.",
    ],
)
def test_underlined_headings_are_headings(text: str) -> None:
    assert answers(text) == {"Сколько стоит?": "300 ₽.", "Есть ли самовывоз": "Да."}
    assert {entry.category for entry in entries(text)} == {"Доставка"}
    assert faults(text) == []


def test_dashes_below_an_answer_stay_a_separator() -> None:
    assert answers("## Где вы?\n\nВ Москве.\n---\n\nЗвоните.\n\n## Как доехать?\n\nНа метро\n---\n") == {
        "Где вы?": "В Москве.\n---\n\nЗвоните.",
        "Как доехать?": "На метро",
    }


@pytest.mark.parametrize("space", ["\u00a0", "\u2003", "\u200b", "\t", "  "])
def test_whatever_space_follows_the_marks(space: str) -> None:
    assert answers(f"#{space}Доставка\n\n##{space}Сколько стоит?\n\n300 ₽.") == {"Сколько стоит?": "300 ₽."}


@pytest.mark.parametrize("tag", ["<br>", '<a id="x">', "<div align='center'>", "</details>", "<hr/>", "<p>Текст</p>"])
def test_a_tag_above_a_question_hides_nothing(tag: str) -> None:
    assert list(answers(f"## Где вы?\n\nВ Москве.\n\n{tag}\n## Как доехать?\n\nНа метро.")) == [
        "Где вы?",
        "Как доехать?",
    ]


def test_code_and_comments_hold_no_questions() -> None:
    text = "## Доставка\n\n```\n### Сколько стоит?\n```\n\n<!--\n**Сколько стоит?**\n-->\n"
    assert list(answers(text)) == ["Доставка"]
    assert faults(text) == []
