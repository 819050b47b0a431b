import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq import Entry, formatting
from faq.folder import Source
from faq.formatting import Formatted
from faq.parsing import parse_file
from tests.faq.strange import MARKDOWN

UNTIDY = """\
<!-- правила ниже -->
#Доставка
##Сколько стоит доставка?
Тег: цена,доставка
также спрашивают
* почём доставка
• доставка **платная**?
Действует до: 31.12.2026
Срочно: ДА
300 ₽,  
**по городу**.

```
## код
```
---
## Когда? {#when}
- пункт
- пункт
"""  # noqa: W291 - two spaces at the end of a line are a line break

TIDY = """\
<!-- правила ниже -->

# Доставка

## Сколько стоит доставка? {#skolko-stoit-dostavka}

Также спрашивают:
- почём доставка
- доставка **платная**?

Теги: цена, доставка
Срочно: да
Действует до: 2026-12-31

300 ₽,  
**по городу**.

```
## код
```

## Когда? {#when}

- пункт
- пункт
"""  # noqa: W291 - likewise


def fmt(text: str) -> Formatted:
    return formatting.fmt(Source("a.md", "ru", text))


def entries(text: str) -> list[Entry]:
    return [
        Entry(item.entry.id, item.entry.question, item.entry.also, item.entry.answer, tags=item.entry.tags)
        for item in parse_file(Source("", "ru", text)).entries
    ]


def key_lines(text: str) -> list[set[str]]:
    """The keys of each entry, by field."""
    return [set(item.key_lines) for item in parse_file(Source("", "ru", text)).entries]


def test_a_file_as_a_person_left_it_becomes_a_tidy_one() -> None:
    assert fmt(UNTIDY) == Formatted(TIDY)
    assert fmt(TIDY) == Formatted(TIDY)


def test_the_keys_are_in_the_language_of_the_questions() -> None:
    assert "Also asked:\n- one" in fmt("## Question one?\nТакже спрашивают:\n- one\n\nAnswer").text


def test_phrasings_and_an_answers_own_list_stay_apart() -> None:
    text = fmt("## Вопрос?\nТакже спрашивают:\n• один\n\n- пункт").text
    (entry,) = entries(text)
    assert (entry.also, entry.answer) == (("один",), "- пункт")


@pytest.mark.parametrize("line", ["Срочно: нет", "Теги:", "Вложение:", "Также спрашивают:"])
def test_a_key_that_changes_nothing_is_kept_all_the_same(line: str) -> None:
    text = f"## Вопрос? {{#q}}\n\n{line}\n\nОтвет\n"
    assert fmt(text) == Formatted(text)


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("## Вопрос?\nСрочно: да\nТеги: #*новинка\n\nОтвет", [(3, "Теги:")]),
        ("## Вопрос?\nТакже спрашивают:\n---\n\n- пункт ответа", [(2, "Также спрашивают:")]),
        ("## Вопрос?\n#тег\n  ## Вложенный?\n> цитата", [(1, "Вопрос?"), (3, "Вложенный?")]),
    ],
)
def test_what_cannot_be_kept_is_told_and_the_file_is_left_alone(text: str, lost: list[tuple[int, str]]) -> None:
    formatted = fmt(text)
    assert formatted.text == text
    assert {(fault.kind, fault.file) for fault in formatted.faults} == {("not-tidied", "a.md")}
    assert [(fault.line, fault.values["what"]) for fault in formatted.faults] == lost


def test_a_file_with_errors_is_left_to_its_author() -> None:
    text = "## Вопрос?\nТэги: а\n\nОтвет"
    formatted = fmt(text)
    assert formatted.text == text
    assert [(fault.kind, fault.file, fault.line) for fault in formatted.faults] == [("unknown-key", "a.md", 2)]


@settings(deadline=None)
@given(st.text() | MARKDOWN)
def test_formatting_keeps_every_entry_and_is_done_after_once(text: str) -> None:
    formatted = fmt(text)
    once = formatted.text
    if formatted.faults:
        assert once == text
        return
    assert entries(once) == entries(text)
    assert key_lines(once) == key_lines(text)
    assert fmt(once).text == once
