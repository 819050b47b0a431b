"""Questions that nobody answered, grouped by what they ask for."""

import random
from collections.abc import Sequence

import pytest

from faq.entry import Entry
from faq.gaps import MOST_QUESTIONS, Group, group_questions
from faq.matching.wordlists import Language
from tests.faq.matching.faqs import ENGLISH_SHOP, SHOP

JOBS = ["есть вакансии?", "Здравствуйте, ищу работу, есть ли у вас вакансии", "вакансии курьера есть?"]
CARDS = ["продаёте подарочные сертификаты?", "можно купить подарочный сертификат", "подарочные сертификаты есть"]
DOGS = ["можно к вам с собакой?", "с собакой пускаете", "а с собакой можно прийти"]
RUSSIAN = [*JOBS, *CARDS, *DOGS, "почему у вас музыка такая громкая"]

BIKES = ["can i rent a bike from you?", "do you rent bikes", "how much is it to rent a bike"]
SMOKING = ["can we smoke on the balcony", "is smoking allowed on the balcony?", "Hi! can i smoke on the balcony"]
ENGLISH = [*BIKES, *SMOKING, "who painted the picture in the hall"]


def groups(questions: Sequence[str], language: Language = "ru", entries: Sequence[Entry] = ()) -> list[set[str]]:
    found = group_questions(questions, entries, language=language, semantic=False)
    return [{questions[place] for place in group.questions} for group in found]


@pytest.mark.parametrize("semantic", [False, None])
def test_questions_of_one_meaning_are_a_group(semantic: bool | None) -> None:
    found = group_questions(RUSSIAN, SHOP, language="ru", semantic=semantic)
    assert {group.questions for group in found} == {(0, 1, 2), (3, 4, 5), (6, 7, 8)}
    english = group_questions(ENGLISH, ENGLISH_SHOP, language="en", semantic=semantic)
    assert {group.questions for group in english} == {(0, 1, 2), (3, 4, 5)}


def test_without_an_faq_too() -> None:
    assert groups(RUSSIAN) == groups(RUSSIAN, entries=SHOP)


def test_the_largest_group_comes_first() -> None:
    found = groups([*CARDS[:2], *JOBS])
    assert found == [set(JOBS), set(CARDS[:2])]


def test_synonyms_and_colloquial_words() -> None:
    assert groups(["скок стоит гравировка", "почём гравировка?", "цена гравировки"]) == [
        {"скок стоит гравировка", "почём гравировка?", "цена гравировки"}
    ]


@pytest.mark.parametrize(
    "misspelt", ["есть ваканси?", "tcnm dfrfycbb?", "est vakansii", "ЕСТЬ ВАКАНСИИИИ???", "есть, вакансии 🙏"]
)
def test_typos_the_other_layout_and_latin_letters(misspelt: str) -> None:
    found = group_questions([*JOBS, misspelt, *CARDS], SHOP, language="ru", semantic=False)
    assert (0, 1, 2, 3) in {group.questions for group in found}


def test_english_typed_in_the_other_layout() -> None:
    found = group_questions([*BIKES, "вщ нщг куте ишлуы", *SMOKING], ENGLISH_SHOP, language="en", semantic=False)
    assert (0, 1, 2, 3) in {group.questions for group in found}


def test_the_clearest_question_is_typed_as_one_reads_it_and_is_no_story() -> None:
    typed = ["tcnm dfrfycbb?", "вакансии", "есть ли сейчас вакансии?", "есть вакансии"]
    [group] = group_questions(typed, SHOP, language="ru", semantic=False)
    assert typed[group.clearest] == "есть ли сейчас вакансии?"


def test_greetings_thanks_and_calls_for_a_person_are_no_questions() -> None:
    talk = [
        "привет",
        "Привет!",
        "спасибо",
        "спасибо большое",
        "оператор",
        "оператор!",
        "не то",
        "не то",
        "🙏",
        "🙏",
        "",
        "",
    ]
    assert groups(talk) == []
    assert groups(["hello", "hello!", "thanks", "thanks", "talk to a human", "talk to a human"], "en") == []


def test_the_faqs_own_small_talk_is_no_question() -> None:
    robot = Entry("robot", "Вы робот?", ("ты бот",), tags=("smalltalk",))
    assert groups(["вы робот", "Вы робот?", "ты бот"], entries=[robot]) == []
    assert groups(["вы робот", "Вы робот?", "ты бот"]) != []


def test_a_question_asked_once_is_no_group() -> None:
    assert group_questions(["есть вакансии?"], SHOP, language="ru", semantic=False) == ()
    assert group_questions([], SHOP, language="ru") == ()


def test_equal_questions_are_a_group() -> None:
    [group] = group_questions(["есть вакансии?"] * 5_000, SHOP, language="ru", semantic=False)
    assert group == Group(tuple(range(5_000)), 0)


def test_the_order_makes_no_difference() -> None:
    expected = groups(RUSSIAN, entries=SHOP)
    for seed in range(5):
        shuffled = random.Random(seed).sample(RUSSIAN, len(RUSSIAN))
        assert groups(shuffled, entries=SHOP) == expected
        assert groups(shuffled, entries=tuple(reversed(SHOP))) == expected


def test_of_too_many_questions_the_newest_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_QUESTIONS == 2_000
    monkeypatch.setattr("faq.gaps.groups.MOST_QUESTIONS", len(CARDS))
    assert groups([*JOBS, *CARDS]) == [set(CARDS)]
    assert groups([*CARDS, *JOBS]) == [set(JOBS)]
    assert groups([CARDS[0], *JOBS[:2], *CARDS[1:], *["есть вакансии?"] * 9]) == [{"есть вакансии?"}, set(CARDS[1:])]


@pytest.mark.parametrize(
    "text",
    [
        "\x00",
        "\ud800",
        "а" * 4_096,
        "а " * 2_048,
        "# {{ x }} <b>`",
        "\u202eтекст",
        "🙈" * 500,
        "1" * 4_096,
        "\n" * 4_096,
    ],
)
def test_hostile_texts_disturb_nobody(text: str) -> None:
    found = group_questions([text, *JOBS, text + "!", *CARDS], SHOP, language="ru", semantic=None)
    of_others = [{place for place in group.questions if place not in (0, 4)} for group in found]
    assert {1, 2, 3} in of_others
    assert {5, 6, 7} in of_others
