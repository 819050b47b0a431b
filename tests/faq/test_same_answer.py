"""What a colleague's reply says of the question: an entry's answer, something new, or nothing for certain."""

from functools import cache
from pathlib import Path

import pytest

from faq import Entry, Matcher
from faq.loading import load
from faq.same_answer import ReplyRead, ReplyReader

SAMPLE = Path(__file__).parents[2] / "faq" / "sample"
LEAST = 0.25
NEW, UNCERTAIN = ReplyRead(is_new=True), ReplyRead()


@cache
def _read(language: str, question: str, reply: str) -> ReplyRead:
    matcher, reader = _prepared(language)
    return reader.read(matcher.match(question, limit=5), reply, LEAST)


@cache
def _prepared(language: str) -> tuple[Matcher, ReplyReader]:
    entries = [one for one in load(SAMPLE, default_language="ru").entries(language) if not one.is_small_talk]
    return Matcher(entries, semantic=False), ReplyReader(entries, semantic=False)


@pytest.mark.parametrize(
    ("language", "question", "reply", "meant"),
    [
        ("ru", "скока будет привезти", "Доставка по Москве 350 рублей, от 5000 бесплатно", "delivery-price"),
        ("en", "what would bringing it cost", "Delivery in London is 5, free from 50", "delivery-price"),
        ("en", "can i give it back", "You can return it within 14 days if the packaging is intact", "return-how"),
    ],
)
def test_the_entrys_answer_in_other_words(language: str, question: str, reply: str, meant: str) -> None:
    assert _read(language, question, reply) == ReplyRead(meant)


@pytest.mark.parametrize(
    ("language", "question", "reply"),
    [
        ("ru", "скока будет привезти", "сейчас посмотрю"),
        ("ru", "скока будет привезти", ""),
        ("ru", "скока будет привезти", "🙂"),
        ("en", "what would bringing it cost", "Let me see"),
    ],
)
def test_a_reply_of_few_words_tells_nothing(language: str, question: str, reply: str) -> None:
    assert _read(language, question, reply) == UNCERTAIN


def test_what_nothing_in_the_faq_says_is_new() -> None:
    said = _read("ru", "заточите ли вы мне коньки", "Мы такие коньки не точим, обратитесь в мастерскую на рынке")
    assert said == NEW


def test_a_question_that_an_entry_covers_is_not_new() -> None:
    said = _read("ru", "Сколько стоит доставка?", "Коньки мы не точим, обратитесь в мастерскую на рынке")
    assert said == UNCERTAIN


def test_an_faq_without_answers_knows_none() -> None:
    reader = ReplyReader([Entry("a", "Вопрос без ответа?")], semantic=False)
    assert reader.read([], "Обратитесь, пожалуйста, в соседнюю мастерскую", LEAST) == NEW
