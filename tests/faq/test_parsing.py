from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq import Entry
from faq.decoding import lines_of
from faq.folder import Source
from faq.parsing import parse_file
from tests.faq.strange import MARKDOWN

WHOLE = """\
# Доставка

## Сколько стоит доставка? {#delivery-price}

Также спрашивают:
- почём доставка
- доставка платная?

Теги: доставка, цена
Срочно: да
Действует с: 2026-12-01
Действует до: 31.12.2026
Вложение: price.pdf

По городу — **300 ₽**.

### Подробнее

- от 5 000 ₽ бесплатно
"""


def entries(text: str) -> list[Entry]:
    parsed = parse_file(Source("a.md", "ru", text))
    assert parsed.faults == ()
    return [item.entry for item in parsed.entries]


def test_an_entry_with_everything() -> None:
    assert entries(WHOLE) == [
        Entry(
            id="delivery-price",
            question="Сколько стоит доставка?",
            also=("почём доставка", "доставка платная?"),
            answer="По городу — **300 ₽**.\n\n### Подробнее\n\n- от 5 000 ₽ бесплатно",
            language="ru",
            tags=("доставка", "цена"),
            category="Доставка",
            urgent=True,
            valid_from=date(2026, 12, 1),
            valid_until=date(2026, 12, 31),
            attachment="price.pdf",
            file="a.md",
            line=3,
        )
    ]


def test_an_entry_with_only_an_answer_gets_a_name_from_its_question() -> None:
    (entry,) = entries("## Сколько стоит доставка щётки?\nТриста")
    assert (entry.id, entry.answer, entry.category) == ("skolko-stoit-dostavka-schetki", "Триста", "A")


@pytest.mark.parametrize(
    "head",
    [
        "Также спрашивают:\n- один\n- два\n\n",
        "Также спрашивают:\n\n- один\n\n- два\n\n",
        "Также спрашивают\n* один\n* два\n",
        "также спрашивают :\n• один\n• два\n",
        "**Также спрашивают:**\n– один\n– два\n\n",
        "Ещё спрашивают:\n1. один\n2. два\n\n",
        "Так же спрашивают:\n-один\n-два\n",
        "Также спрашивают:\nодин\nдва\n\n",
        "Также спрашивают: один; два\n",
        "### Также спрашивают\n\t- один\n\t- два\n\n",
        "Also asked:\n+ один\n+ два\n\n",
        "Также спрашивают:   \n-\tодин  \n-   два\t\n\n",
    ],
)
def test_other_phrasings_however_a_person_lists_them(head: str) -> None:
    (entry,) = entries(f"## Вопрос?\n{head}Ответ\n")
    assert (entry.also, entry.answer) == (("один", "два"), "Ответ")


def test_keys_in_any_case_and_order_without_blank_lines() -> None:
    (entry,) = entries("## Вопрос?\n**ТЕГИ:** #а; б\nsrochno-не-ключ и ответ")
    assert (entry.tags, entry.answer) == (("а", "б"), "srochno-не-ключ и ответ")
    (entry,) = entries("## Question?\nTags: a\nAlso asked:\n- one\nURGENT: Yes\nAnswer")
    assert (entry.tags, entry.also, entry.urgent, entry.answer) == (("a",), ("one",), True, "Answer")


@pytest.mark.parametrize(
    "answer", ["Важно: берите паспорт", "Bags: 20 kg", "Файл: на сайте", "Доставка до двери: 300 ₽", "12:00"]
)
def test_an_answer_may_begin_with_a_word_and_a_colon(answer: str) -> None:
    (entry,) = entries(f"## Вопрос?\n{answer}")
    assert entry.answer == answer


def test_an_answers_own_list_is_no_list_of_phrasings() -> None:
    (entry,) = entries("## Вопрос?\nТакже спрашивают:\n- один\n\n* пункт\n* ещё пункт")
    assert (entry.also, entry.answer) == (("один",), "* пункт\n* ещё пункт")
    (entry,) = entries("## Вопрос?\n\n- пункт\n- ещё пункт")
    assert (entry.also, entry.answer) == ((), "- пункт\n- ещё пункт")


def test_a_phrasing_may_go_on_in_the_next_line() -> None:
    (entry,) = entries("## Вопрос?\nТакже спрашивают:\n- очень\n  длинный\n- два\n\nОтвет")
    assert entry.also == ("очень длинный", "два")


@pytest.mark.parametrize(
    ("heading", "question"),
    [
        ("##Вопрос?", "Вопрос?"),
        ("## 1. Вопрос?", "Вопрос?"),
        ("## **Вопрос?** ##", "Вопрос?"),
        ("   ##  Вопрос?  ", "Вопрос?"),
        ("## Вопрос? {#q}", "Вопрос?"),
        ("## Вопрос? { # q }", "Вопрос?"),
        ("## 24 часа работаете?", "24 часа работаете?"),
    ],
)
def test_headings_however_a_person_writes_them(heading: str, question: str) -> None:
    assert [entry.question for entry in entries(f"{heading}\nОтвет")] == [question]


def test_code_and_comments_hold_no_headings() -> None:
    (entry,) = entries("<!--\n## Старый вопрос\n-->\n\n## Вопрос?\n\n```\n## не вопрос\nТеги: нет\n```\n")
    assert entry.answer == "```\n## не вопрос\nТеги: нет\n```"


def test_dashes_under_a_line_are_a_separator_not_a_heading() -> None:
    first, second = entries("## Первый?\nОтвет\n---\n## Второй?\nОтвет\n\n---\n")
    assert (first.answer, second.answer) == ("Ответ", "Ответ")


def test_hashtags_are_text_but_a_category_above_a_question_may_lack_its_space() -> None:
    first, second = entries("#Доставка\n## Один?\nНаш тег\n#акция\n\nи ещё\n## Два?\nОтвет")
    assert (first.category, second.category) == ("Доставка", "Доставка")
    assert first.answer == "Наш тег\n#акция\n\nи ещё"


def test_windows_line_ends_and_tabs() -> None:
    (entry,) = entries("# К\r\n\r\n## Вопрос?\r\nТеги:\tа\r\n\r\nОтвет\r\nдальше\r\n")
    assert (entry.tags, entry.answer, entry.line) == (("а",), "Ответ\nдальше", 3)


def test_long_questions_get_short_names() -> None:
    (entry,) = entries("## " + "очень " * 30 + "длинный вопрос\nОтвет")
    assert len(entry.id) <= 40
    assert not entry.id.endswith("-")


@settings(deadline=None)
@given(st.text() | MARKDOWN)
def test_no_text_is_too_strange_to_be_parsed(text: str) -> None:
    parsed = parse_file(Source("a.md", "ru", text))
    last = len(lines_of(text))
    assert all(1 <= fault.line <= last for fault in parsed.faults)
    assert all(1 <= item.entry.line <= last and item.entry.id for item in parsed.entries)
    assert all(len(item.phrasing_lines) == len(item.entry.phrasings) for item in parsed.entries)
