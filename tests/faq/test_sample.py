from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path

import pytest

import faq
from faq import Entry, Matcher
from faq.loading import check, faults_in, load
from faq.rendering import Text, render
from faq.sample_answers import sample_questions
from faq.small_talk import small_talk_phrases

VALUES: dict[str, dict[str, object]] = {
    "hours": {"today": "9–18", "tomorrow": "9–18", "week": "пн–пт 9–18", "next_opening": "завтра", "is_open": False},
    "company": {"name": "Северный дом", "phone": "+7 495 000-00-00", "address": "Москва"},
    "customer": {"name": ""},
}


@pytest.fixture(scope="module")
def library() -> faq.Library:
    with as_file(files("faq").joinpath("sample")) as root:
        return load(Path(root))


def test_nothing_is_wrong_with_the_sample(library: faq.Library) -> None:
    assert faults_in(library.root, "ru") == []


def test_all_its_answers_are_a_fictional_shops_but_small_talk(library: faq.Library) -> None:
    expected = [entry.id for entry in library.entries("ru") if not entry.is_small_talk]
    assert list(sample_questions(library)) == expected
    told = check(library.root)
    assert {(one.kind, one.severity) for one in told} == {("sample-answer", "warning")}
    assert [one.file for one in told if "smalltalk" in one.file] == []


@pytest.mark.parametrize(
    ("changes", "is_told"),
    [
        ({}, True),
        ({" {#delivery-price}": "", "Сколько стоит доставка?": "Почём доставка?"}, True),
        ({"\n\n- ": "\n\n\n- "}, True),
        ({"300 ₽": "350 ₽"}, False),
    ],
)
def test_an_answer_is_the_samples_until_a_word_of_it_changes(
    library: faq.Library, tmp_path: Path, changes: dict[str, str], is_told: bool
) -> None:
    text = (library.root / "ru" / "01-delivery.md").read_text(encoding="utf-8")
    text = "\n## ".join(text.split("\n## ")[:2])
    for before, after in changes.items():
        assert before in text
        text = text.replace(before, after)
    (tmp_path / "faq.md").write_text(text, encoding="utf-8")
    assert bool(sample_questions(load(tmp_path))) == is_told


def test_answers_call_a_person_by_a_word_and_not_by_a_button_that_may_be_missing(library: faq.Library) -> None:
    for language, button, word in (("en", "Talk to a person", "person"), ("ru", "Позвать человека", "человек")):
        entries = library.entries(language)
        assert [entry.id for entry in entries if button in entry.answer] == []
        assert any(word in entry.answer for entry in entries)
        assert faq.wants_human(f"“{word}”")


def test_the_english_shop_names_the_emergency_number_of_its_city(library: faq.Library) -> None:
    answers = [entry.answer for entry in library.entries("en") if entry.urgent]
    assert any("call 999" in answer for answer in answers)
    assert not any("112" in answer for answer in answers)


def test_both_languages_have_the_same_entries_with_phrasings_enough(library: faq.Library) -> None:
    russian, english = library.entries("ru"), library.entries("en")
    assert [entry.id for entry in russian] == [entry.id for entry in english]
    assert sum(not entry.is_small_talk for entry in russian) >= 40
    assert all(len(entry.also) >= 3 for entry in (*russian, *english))


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ru", "en"])
def test_each_phrasing_finds_its_own_entry(library: faq.Library, language: str) -> None:
    matcher = Matcher(library.entries(language))
    pairs = [(phrasing, entry) for entry in library.entries(language) for phrasing in entry.phrasings]
    lost = [phrasing for phrasing, entry in pairs if matcher.match(phrasing, 1)[0].entry != entry]
    assert lost == []


@pytest.mark.parametrize("is_open", [True, False])
@pytest.mark.parametrize("company", [VALUES["company"], {"name": "Северный дом", "phone": "", "address": ""}])
def test_each_answer_can_be_given_whole(library: faq.Library, is_open: bool, company: dict[str, object]) -> None:
    """Also at a desk whose settings have neither phone nor address."""
    values = VALUES | {"hours": {**VALUES["hours"], "is_open": is_open}, "company": company}
    for language in library.languages:
        for entry in library.entries(language):
            parts = render(entry, values, root=library.root)
            texts = [part.text for part in parts if isinstance(part, Text)]
            assert texts, entry.id
            assert not any("**" in text or "  " in text or " ." in text for text in texts), entry.id


@pytest.mark.parametrize("language", ["ru", "en"])
def test_small_talk_is_heard_and_nothing_else_is_taken_for_it(library: faq.Library, language: str) -> None:
    entries = library.entries(language)
    phrases = small_talk_phrases(entries)

    def heard(entry: Entry, phrasing: str) -> bool:
        return faq.small_talk(phrasing, phrases) == (entry if entry.is_small_talk else None)

    assert [text for entry in entries for text in entry.phrasings if not heard(entry, text)] == []


@pytest.mark.parametrize(
    ("shop", "text", "entry"),
    [
        ("ru", "do you speak english?", "languages"),
        ("en", "do you speak english?", "languages"),
        ("ru", "Вы говорите по-русски?", "languages"),
        ("en", "вы говорите по русски", "languages"),
        ("ru", "Hi! Can I write in English?", "languages"),
        ("en", "hello, do you speak russian", "languages"),
        ("ru", "что делаешь", "how-are-you"),
        ("ru", "что делать", None),
    ],
)
def test_small_talk_is_heard_in_the_shop_of_either_language(
    library: faq.Library, shop: str, text: str, entry: str | None
) -> None:
    answerer = faq.Answerer(replace(library, default_language=shop), 0.05, {})
    found = answerer.small_talk(text, faq.language_of(text, shop))
    assert (found and found.id) == entry


@pytest.mark.parametrize("language", ["ru", "en"])
def test_no_question_is_taken_for_a_call_for_a_person_or_for_thanks(library: faq.Library, language: str) -> None:
    questions = [text for entry in library.entries(language) if not entry.is_small_talk for text in entry.phrasings]
    assert [text for text in questions if faq.wants_human(text) or faq.is_thanks(text)] == []


@pytest.mark.parametrize("language", ["ru", "en"])
def test_each_phrasing_is_heard_in_its_own_language(library: faq.Library, language: str) -> None:
    default = "en" if language == "ru" else "ru"
    texts = [text for entry in library.entries(language) for text in entry.phrasings if len(text.split()) > 2]
    assert [text for text in texts if faq.language_of(text, default) != language] == []
