"""The weekly note to authors, and what `nightdesk faq gaps` prints."""

import json
import re

import pytest

from bot.commands.faq_gaps import gaps_object, gaps_text
from bot.commands.terminal import json_text
from bot.desk.learning.quality import Figures, Judged, Quality
from bot.wording import LANGUAGES, utf16
from bot.wording.dates import plural_form
from faq import Bands, Entry
from faq.advice import Advice, DislikedEntry, EntryAdvice, PhrasingAdvice, UnknownWord
from tests.wording.cases import NOW, WORDING

PRICE = Entry("price", "Сколько стоит доставка?")
ADVICE = Advice(
    214,
    (PhrasingAdvice(PRICE, "курьер до подъезда почём", 6),),
    (EntryAdvice("Можно с собакой?", ("пускаете с собакой",), 5, "Да, на поводке."),),
    (Entry("rent", "Сдаёте ли вы в аренду?"),),
    (DislikedEntry(Entry("return", "Как вернуть товар?"), 3, 1, 12),),
    (UnknownWord("микротик", 4, "почините микротик"),),
)
BANDS = Bands(0.9, 0.4, 0.25)
FORMS = {"ru": ("вопрос", "вопроса", "вопросов"), "en": ("question", "questions")}


def note(language: str, advice: Advice) -> str:
    return WORDING.say(language, "advice.note", NOW, advice=advice).text


def test_the_note_in_russian() -> None:
    assert note("ru", ADVICE) == (
        "📖 FAQ за неделю\n"
        "Клиенты задали 214 вопросов. Вот что поможет отвечать на них лучше.\n\n"
        "Добавьте формулировки\n"
        "• «курьер до подъезда почём» → «Сколько стоит доставка?»: ещё 6 вопросов\n\n"
        "Не хватает записей\n"
        "• «Можно с собакой?»: примерно 5 вопросов\n"
        "Также спрашивали: «пускаете с собакой»\n\n"
        "Ответ не помог\n"
        "• «Как вернуть товар?»: 👎 3, 👍 1, всего ответов: 12\n\n"
        "Слова клиентов, которых нет в FAQ\n"
        "• микротик × 4: «почините микротик»\n\n"
        "За четыре недели никто не спросил\n"
        "• Сдаёте ли вы в аренду?\n\n"
        "Числа проверены: бот заново задал себе вопросы недели с каждой такой правкой."
    )


def test_the_note_in_english() -> None:
    assert note("en", ADVICE) == (
        "📖 The FAQ this week\n"
        "Customers asked 214 questions. This would help to answer them better.\n\n"
        "Add these phrasings\n"
        "• “курьер до подъезда почём” → “Сколько стоит доставка?”: 6 more questions\n\n"
        "Entries to write\n"
        "• “Можно с собакой?”: about 5 questions\n"
        "Also asked: “пускаете с собакой”\n\n"
        "The answer didn't help\n"
        "• “Как вернуть товар?”: 👎 3, 👍 1, answers in all: 12\n\n"
        "Customers' words that the FAQ lacks\n"
        "• микротик × 4: “почините микротик”\n\n"
        "Asked by nobody for four weeks\n"
        "• Сдаёте ли вы в аренду?\n\n"
        "The numbers are tested: the bot asked itself the week's questions again with each of these changes."
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_the_same_each_week_is_no_news(language: str) -> None:
    assert not Advice(40).is_news
    unasked = Advice(40, unasked=(PRICE,))
    assert not unasked.is_news
    assert PRICE.question in gaps_text(WORDING, language, NOW, unasked)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_note_is_one_message(language: str) -> None:
    long = "🧸 очень длинный вопрос клиента, " * 40
    entry = Entry("x", long)
    longest = Advice(
        1000,
        (PhrasingAdvice(entry, long, 100),) * 5,
        (EntryAdvice(long, (long,) * 4, 100, long),) * 3,
        (entry,) * 200,
        (DislikedEntry(entry, 100, 100, 1000),) * 200,
        (UnknownWord("я" * 24, 100, long),) * 10,
    )
    quality = Quality("ru", Figures(999, 999, 999, 999), Judged(500, 500), BANDS, BANDS, None, 9999, 9999)
    told = WORDING.say(language, "advice.week", NOW, advice=longest, qualities=[quality] * 2).text
    assert utf16(told) <= 4096
    assert ("… и ещё 195" if language == "ru" else "… and 195 more") in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 2, 5, 11, 21, 22, 101, 111])
def test_every_number_agrees_with_its_noun(language: str, count: int) -> None:
    told = note(language, Advice(count, (PhrasingAdvice(PRICE, "почём", count),), (EntryAdvice("Да?", (), count),)))
    assert re.findall(rf"\b{count} (?:more )?(\w+)", told) == [FORMS[language][plural_form(count, language)]] * 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_terminal_shows_all_and_no_escapes(language: str) -> None:
    many = Advice(3, unasked=tuple(Entry(str(n), f"Вопрос\x1b {n}?") for n in range(40)))
    told = gaps_text(WORDING, language, NOW, many)
    assert "Вопрос" in told
    assert "39?" in told
    assert "\x1b" not in told
    assert ("Предложений нет" if language == "ru" else "Nothing to suggest") in gaps_text(
        WORDING, language, NOW, Advice(3)
    )


def test_programs_get_the_same() -> None:
    assert json.loads(json_text(gaps_object(ADVICE))) == {
        "questions": 214,
        "phrasings": [{"entry": "price", "phrasing": "курьер до подъезда почём", "met": 6}],
        "entries": [
            {
                "heading": "Можно с собакой?",
                "questions": ["пускаете с собакой"],
                "met": 5,
                "reply": "Да, на поводке.",
            }
        ],
        "disliked": [{"entry": "return", "dislikes": 3, "likes": 1, "answered": 12}],
        "unknown_words": [{"word": "микротик", "count": 4, "example": "почините микротик"}],
        "unasked": ["rent"],
    }
