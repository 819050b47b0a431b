from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from faq import FaqError, Library
from faq.examples import run_tests
from faq.loading import load

TODAY = date(2026, 11, 30)
FAQ = """\
## Сколько стоит доставка? {#price}
Также спрашивают:
- почём доставка
- доставка платная?

300 ₽
## Как вернуть товар? {#return}
Также спрашивают:
- хочу сдать обратно

За 14 дней
## Привет {#hi}
Теги: болтовня

Добрый вечер
"""

EXAMPLES = """\
## price
- Здравствуйте! Почём доставка?
- скока стоит даставка
- как вернуть товар

## hi
* привет

## —
- сколько звёзд на небе
- почём доставка
"""


@pytest.fixture
def library(folder: Callable[..., Path]) -> Library:
    return load(folder({"a.md": FAQ}))


def test_each_example_is_met_by_its_entry_or_fails(library: Library) -> None:
    report = run_tests(library, EXAMPLES, on=TODAY)
    assert len(report.outcomes) == 6
    assert [(one.example.question, one.example.line) for one in report.failures] == [
        ("как вернуть товар", 4),
        ("почём доставка", 11),
    ]


def test_a_call_for_a_person_is_no_answer(library: Library) -> None:
    report = run_tests(library, "## —\n- позовите человека\n## price\n- оператор\n", on=TODAY)
    assert [one.example.line for one in report.failures] == [4]


def test_examples_of_nothing_are_named(library: Library) -> None:
    with pytest.raises(FaqError) as caught:
        run_tests(library, "- ничей\n## prise\n- почём\n", on=TODAY)
    found = [(one.kind, one.file, one.line) for one in caught.value.problems]
    assert found == [("test-without-id", "tests.md", 1), ("test-of-nothing", "tests.md", 3)]
    assert "«price»?" in caught.value.problems[1].remedy
