"""Whoever adds a key and forgets a part of it is told by one of these tests."""

import json
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from bot.commands.faq_objects import keys_object
from faq import Answerer, Entry, Library
from faq.commands import command_texts
from faq.entry import ALSO, KEYS
from faq.explaining import trial_text
from faq.folder import Source
from faq.formatting import fmt
from faq.keys import Key
from faq.normalising import normalise
from faq.parsing import ParsedEntry, parse_file
from faq.problems import problem_texts
from faq.trying import try_question
from faq.wordlists import LANGUAGES

ROOT = Path(__file__).parents[2]
PAGES = {"en": ROOT / "docs" / "faq-format.md", "ru": ROOT / "docs" / "ru" / "faq-format.md"}
NOT_FROM_KEYS = {"id", "question", "answer", "answer_line", "language", "category", "file", "line", "learnt", "unlike"}
EXAMPLES_HOLD_ON = date(2026, 12, 31)

each_key = pytest.mark.parametrize("key", KEYS, ids=lambda key: key.field)
each_language = pytest.mark.parametrize("language", LANGUAGES)


def one_entry(text: str, language: str) -> ParsedEntry:
    parsed = parse_file(Source("a.md", language, text))
    assert parsed.faults == ()
    (entry,) = parsed.entries
    return entry


def page(language: str, *lines: str) -> str:
    """One entry with these lines between its question and its answer; the first of them is line 3."""
    question = {"ru": "Сколько стоит доставка?", "en": "What does delivery cost?"}[language]
    return "\n".join([f"## {question} {{#price}}", "", *lines, "", "300 ₽", ""])


def test_every_field_that_an_author_fills_has_one_key() -> None:
    assert sorted(key.field for key in KEYS) == sorted({field.name for field in fields(Entry)} - NOT_FROM_KEYS)


@each_key
def test_a_key_has_a_name_an_example_and_an_explanation_in_each_language(key: Key) -> None:
    for texts in (key.names, key.kind.examples, key.explained):
        assert sorted(texts) == sorted(LANGUAGES)
        assert all(text.strip() for text in texts.values())


@each_key
def test_a_value_that_cannot_be_read_is_told_with_a_remedy(key: Key) -> None:
    for language in LANGUAGES:
        assert problem_texts(language)[key.kind.unreadable]["remedy"]


def test_no_two_keys_have_the_same_name() -> None:
    names = [normalise(name) for key in KEYS for name in key.all_names]
    assert len(names) == len(set(names))


@each_language
@pytest.mark.parametrize(("key", "name"), [(key, name) for key in KEYS for name in key.all_names])
def test_a_key_is_read_written_and_read_again(key: Key, name: str, language: str) -> None:
    text = page(language, f"{name}: {key.kind.examples[language]}")
    before = one_entry(text, language)
    value = getattr(before.entry, key.field)
    assert value != getattr(Entry("price", ""), key.field)
    assert before.key_lines == {key.field: 3}
    formatted = fmt(Source("a.md", language, text))
    assert formatted.faults == ()
    assert f"\n{key.line(value, language)}\n" in formatted.text
    assert getattr(one_entry(formatted.text, language).entry, key.field) == value


@each_language
def test_the_formatter_writes_all_keys_in_the_order_of_the_table(language: str) -> None:
    lines = [key.example(language) for key in KEYS]
    formatted = fmt(Source("a.md", language, page(language, *reversed(lines)))).text
    places = [formatted.index(f"\n{key.names[language]}:") for key in KEYS]
    assert places == sorted(places)


@each_language
def test_a_trial_shows_every_key_and_explains_what_it_does(language: str) -> None:
    entry = one_entry(page(language, *(key.example(language) for key in KEYS)), language).entry
    answerer = Answerer.of(Library(Path(), language, {language: (entry,)}), max_wrong=0.05, semantic=False)
    found = try_question(answerer, entry.question, on=EXAMPLES_HOLD_ON)
    assert found.answered == (entry,)
    lines = trial_text(found, command_texts(language)["try"], language).splitlines()
    for key in KEYS:
        line = key.line(getattr(entry, key.field), language)
        told = line if key.field == "tags" else f"{line} ({key.explained[language]})"
        assert [line.strip() for line in lines].count(told) == (key is not ALSO)
    assert set(json.loads(json.dumps(keys_object(entry)))) == {key.field for key in KEYS if key is not ALSO}


@each_language
def test_the_docs_have_a_row_for_every_key_and_no_other(language: str) -> None:
    rows = [f"| `{key.example('ru')}` / `{key.example('en')}` | {key.explained[language]} |" for key in KEYS]
    head = {"en": "| key | what it is for |", "ru": "| ключ | для чего он |"}[language]
    table = "\n".join([head, "| --- | --- |", *rows])
    assert f"\n{table}\n\n" in PAGES[language].read_text(encoding="utf-8"), f"It should have this table:\n{table}"
