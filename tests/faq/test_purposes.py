"""What people type at night, in tests/faq/purposes: forty and more phrases of each kind and language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq import Purpose, phone_numbers, purpose_of, purposes_of
from faq.phrasebook import Patterns, Phrasebook, negated, pattern
from tests.faq.timing import least_time

PHRASES = Path(__file__).parent / "purposes"
LANGUAGES = ("ru", "en")
each_language = pytest.mark.parametrize("language", LANGUAGES)


@cache
def phrases(language: str) -> Mapping[str, list[str]]:
    sections = tomllib.loads((PHRASES / f"{language}.toml").read_text("utf-8"))
    return {name: lines.strip().split("\n") for name, lines in sections.items()}


@each_language
@pytest.mark.parametrize("purpose", Purpose)
def test_each_kind_is_told_however_it_is_typed(language: str, purpose: Purpose) -> None:
    typed = phrases(language)[purpose]
    assert len(set(typed)) >= 40
    assert [phrase for phrase in typed if purpose_of(phrase) is not purpose] == []


@each_language
def test_an_ordinary_question_is_none_of_these(language: str) -> None:
    typed = phrases(language)["none"]
    assert len(typed) >= 60
    assert {phrase: purposes_of(phrase) for phrase in typed if purposes_of(phrase)} == {}


def test_a_complaint_may_want_a_call_too() -> None:
    assert purposes_of("Курьер нахамил, перезвоните мне 8 912 345-67-89") == (Purpose.COMPLAINT, Purpose.CALLBACK)


def test_what_counts_most_comes_first() -> None:
    assert purpose_of("вы идиоты, подам в суд") is Purpose.INSULT
    assert purpose_of("курьер нахамил, подам в суд") is Purpose.THREAT


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("перезвоните мне +7 912 345-67-89", ["+7 912 345-67-89"]),
        ("наберите 89123456789 или 8(495)000-00-00", ["89123456789", "8(495)000-00-00"]),
        ("call me on +44 20 7946 0018 please", ["+44 20 7946 0018"]),
        ("мой номер\u00a0+7\u00a0912\u00a03456789", ["+7 912 3456789"]),
        ("заказ 4512 от 12.11.2026 на 5 000 ₽", []),
        ("карта 2200 1234 5678 9012 3456", []),
        ("89123456789, ещё раз 89123456789", ["89123456789"]),
        ("", []),
    ],
)
def test_telephone_numbers_are_found_as_they_were_typed(text: str, numbers: list[str]) -> None:
    assert list(phone_numbers(text)) == numbers


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    assert set(purposes_of(text)) <= set(Purpose)
    assert all(sum(char.isdigit() for char in number) >= 10 for number in phone_numbers(text))


@pytest.mark.parametrize("part", ["подам ", "1 ", "8912 ", "вы открыты ", "можно вопрос ", "не хамил ", "you stupid "])
def test_a_long_message_costs_no_more_than_its_words(part: str) -> None:
    """Processor time beside that of a tenth of it."""

    def read(length: int) -> None:
        purposes_of.cache_clear()
        purposes_of(part * (length // len(part)))
        phone_numbers(part * (length // len(part)))

    read(4000)
    assert least_time(lambda: read(4000)) < 40 * least_time(lambda: read(400)) + 0.01


BOOK = Phrasebook.of([pattern("подам|подаю суд*"), pattern("my =lawyer")], lambda _: False)
COURT, LAWYER = Patterns.of([pattern("подам|подаю суд*")]), Patterns.of([pattern("my =lawyer")])


@pytest.mark.parametrize(
    ("text", "patterns", "is_there"),
    [
        ("подам на вас в суд", COURT, True),
        ("подаю судью", COURT, True),
        ("подам завтра утром прямо в суд", COURT, False),
        ("суд подам", COURT, False),
        ("не подам в суд", COURT, False),
        ("my lawyer", LAWYER, True),
        ("my own lawyer", LAWYER, False),
        ("my lawyar", LAWYER, True),
        ("my yawyer", LAWYER, False),
    ],
)
def test_terms_stand_in_order_and_near(text: str, patterns: Patterns, is_there: bool) -> None:
    words = text.split()
    assert patterns.are_in(BOOK.read(words), negated(words)) is is_there


def test_all_words_of_a_whole_message_are_of_the_patterns_or_around() -> None:
    read = BOOK.read(["подам", "суд", "my", "lawyer"])
    both = Patterns.of([pattern("подам|подаю суд*"), pattern("my =lawyer")])
    assert both.make_up(read, frozenset())
    assert not COURT.make_up(read, frozenset())
    assert not COURT.make_up(BOOK.read(["привет"]), frozenset())
    assert not COURT.make_up([], frozenset())


def test_a_known_word_is_no_misspelling() -> None:
    knowing = Phrasebook.of([pattern("my =lawyer")], lambda word: word == "lawyar")
    assert not LAWYER.are_in(knowing.read(["my", "lawyar"]))
