"""The shipped lists are well formed, and never take an entry's own words away."""

import pytest

from faq.entry import Entry
from faq.matching.matcher import Matcher
from faq.matching.meanings import own_meanings, shipped_meanings
from faq.matching.normalise import words
from faq.matching.situations import situations
from faq.matching.wordlists import Language, situation_lists

LANGUAGES: tuple[Language, ...] = ("ru", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_situation_is_a_question_with_ways_to_put_it(language: Language) -> None:
    for question, *others in situation_lists(language):
        assert words(question)
        assert len(others) >= 2, question
        assert all(words(line) for line in others), question


@pytest.mark.parametrize("language", LANGUAGES)
def test_colloquialisms_are_short_and_become_something(language: Language) -> None:
    for spoken, standard in shipped_meanings(language).plain.items():
        assert 1 <= len(spoken) <= 2, spoken
        assert standard, spoken


@pytest.mark.parametrize("language", LANGUAGES)
def test_synonyms_hold_both_ways(language: Language) -> None:
    near = shipped_meanings(language).near
    assert all(stem in near[other] for stem, others in near.items() for other in others)


def test_a_colloquial_phrasing_that_is_an_entrys_own_stays_its() -> None:
    slang = Entry("slang", "скока стоит комп", ("кэш или карта",))
    proper = Entry("proper", "сколько стоит компьютер", ("наличные или карта",))
    matcher = Matcher([slang, proper], semantic=False)
    for entry in (slang, proper):
        for phrasing in (entry.question, *entry.also):
            assert (matcher.match(phrasing)[0].entry, matcher.match(phrasing)[0].probability) == (entry, 1.0)


def test_a_text_lies_where_its_situation_is() -> None:
    known = situations("ru")
    place = known.profile(known.similarity(["лифт", "сломан", "донесете", "до", "квартиры"]), known.background_mean)
    assert "этаж" in situation_lists("ru")[int(place.ids[place.weights.argmax()])][0]


WORDS_MD = """
# Наши слова

Слева — как говорят, справа — что имеют в виду = это поймёт каждый.

- кракозябра, зюзя = подушка
- наматрасник, топпер
* одеялко → одеяло
"""


def test_an_author_adds_words_of_the_trade() -> None:
    bedding = [
        Entry("pillow", "Какую подушку выбрать?"),
        Entry("topper", "Нужен ли топпер?"),
        Entry("blanket", "Тёплое ли одеяло?"),
    ]
    taught = Matcher(bedding, semantic=False, own_words=WORDS_MD)
    assert [taught.match(q)[0].entry.id for q in ("зюзя", "наматрасник", "одеялко")] == ["pillow", "topper", "blanket"]
    again = taught.updated(bedding[::-1])
    assert again.match("зюзя мягкая?") == taught.match("зюзя мягкая?")


def test_only_items_of_lists_are_read_from_the_authors_file() -> None:
    own, shipped = own_meanings("ru", WORDS_MD), shipped_meanings("ru")
    assert len(own.plain) == len(shipped.plain) + 3
    assert own.plain[("зюзя",)] == ("подушка",)
    assert own_meanings("ru", "просто текст = без списка") == shipped


def test_an_authors_words_never_take_an_entrys_own_words_away() -> None:
    entries = [Entry("a", "зюзя есть?"), Entry("b", "подушка есть?")]
    matcher = Matcher(entries, semantic=False, own_words=WORDS_MD)
    assert [matcher.match(entry.question)[0].entry.id for entry in entries] == ["a", "b"]
