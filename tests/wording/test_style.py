"""What a native reader would wince at, as far as it can be found mechanically: in all texts, also those of commands."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import bot.commands.words
import faq
from bot.arrival import Command
from bot.customer.commands import COMMANDS as CUSTOMER_COMMANDS
from bot.staff.commands import COMMANDS as STAFF_COMMANDS
from bot.staff.order import with_arguments_apart
from bot.wording import LANGUAGES
from bot.wording.dates import plural_form
from storage.models import Priority
from tests.wording.cases import cases, said, summary
from tests.wording.names import macros, names_in_code

TERMINAL = Path(bot.commands.words.__file__).parent
FAQ = Path(faq.__file__).parent
NOT_TEXTS = {"replies.toml", "config.toml"}  # what customers say; a file with gaps
LABELS = ("buttons", "commands", "toasts")

FORBIDDEN = {
    "ru": r"\bлюд(?:и|ей|ям|ьми|ях)\b|\bмастер|нездоров|\bздоров\b|жалуется|\bТерпит\b|\bстира|\bстёр"
    r"|\bсотр(?:у|ём|ёт|ут)\b"
    r"|не выходит то|ваше обращение|ближайшее время|как можно скорее|\bСлов[а ](?:там|в нём|из него|отправлены)"
    r"|\bмашин[аыу]?\b(?! времени)|\bкоторая из них",
    "en": r"(?<!\] )\bpeople\b|\bget a person|\bmended\b|off schedule|no way back|moving house|\bunwell\b"
    r"|\bcomplain(?:s|ed|ing)?\b"
    r"|\berase|\breckon|\banew\b|\bas soon as possible|\bmachines?\b|\bput out of\b|\bis no (?:group|admin)",
}
TYPEWRITER = {
    "straight quotes": r'"',
    "a hyphen for a dash": r"(?:^|\s)-(?:\s|$)",
    "dots for an ellipsis": r"\.\.",
    "two spaces": r"\S  +\S",
    "a space before a comma or a full stop": r" [,.;](?:\s|$)",
}
RUSSIAN_NUMBERS = r"\d\.\d+\s*%|\d%"
SPLICES = {
    "ru": r"(?:принята|открыта|занимается [^.,]+|не сделана|не отправлено|команды нет), ",
    "en": r", (?:I|we|you|it|they|please)(?:'\w+)?\b",
}
SUBORDINATE = re.compile(r"\b(?:if|when|while|until|so|but|and|as|because|once|since|without|now|to|for)\b", re.I)
NOUNS: Mapping[str, Sequence[tuple[str, ...]]] = {
    "ru": [
        ("день", "дня", "дней"),
        ("клиент", "клиента", "клиентов"),
        ("сообщение", "сообщения", "сообщений"),
        ("напоминание", "напоминания", "напоминаний"),
        ("запись", "записи", "записей"),
    ],
    "en": [("day", "days"), ("customer", "customers"), ("message", "messages"), ("reminder", "reminders")],
}
COUNTS = (1, 2, 5, 11, 21, 22, 101, 111, 112, 1001)


@cache
def spoken(language: str) -> list[tuple[str, str]]:
    """Everything that a door says, with the typical values: name and text."""
    names = sorted(names_in_code() & set(macros(language)))
    return [(name, said(language, name, **values).text) for name in names for values in cases(name)]


@cache
def printed(language: str) -> list[tuple[str, str]]:
    """Everything that commands print and that authors read of their FAQ: name and text."""
    folders = (TERMINAL / language, FAQ / "words" / language)
    tables = [path for folder in folders for path in folder.glob("*.toml") if path.name not in NOT_TEXTS]
    texts = [text for path in tables for text in _texts(path.name, tomllib.loads(path.read_text("utf-8")))]
    return [(name, re.sub(r"\{\w+\}", "…", text)) for name, text in texts]


def _texts(name: str, value: Any) -> Iterator[tuple[str, str]]:
    match value:
        case str():
            yield name, value
        case dict():
            for key, inner in value.items():
                yield from _texts(f"{name}.{key}", inner)


def answers(language: str) -> Iterator[tuple[str, str]]:
    """The sample's answers, line by line; what follows a dash are customers' own words."""
    for path in sorted((FAQ / "sample" / language).glob("*.md")):
        for line in path.read_text("utf-8").splitlines():
            if not line.startswith(("- ", "#")):
                yield path.name, line


def offences(pattern: str, texts: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, text) for name, text in texts if re.search(pattern, text, re.IGNORECASE | re.MULTILINE)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_has_a_word_that_makes_natives_wince(language: str) -> None:
    for texts in (spoken(language), printed(language)):
        assert offences(FORBIDDEN[language], texts) == []
    said_to_customers = r"\bлюд(?:и|ей|ям|ьми)\b|\bмастера\b" if language == "ru" else r"\bpeople\b|call a person"
    assert offences(said_to_customers, answers(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fault", TYPEWRITER)
def test_no_text_is_typed_as_on_a_typewriter(language: str, fault: str) -> None:
    assert offences(TYPEWRITER[fault], spoken(language)) == []


def test_a_dash_in_russian_is_a_long_one() -> None:
    """A short one joins numbers and days: 09:00–18:00, пн–пт."""
    assert offences(r" – ", [*spoken("ru"), *printed("ru")]) == []


def test_quotes_are_those_of_the_language() -> None:
    assert offences("[“”‘’]", [*spoken("ru"), *printed("ru")]) == []
    assert offences("’", [*spoken("en"), *printed("en")]) == []


def test_russian_numbers_have_a_comma_and_a_space_before_the_percent_sign() -> None:
    assert offences(RUSSIAN_NUMBERS, [*spoken("ru"), *printed("ru")]) == []


def test_no_russian_sentence_is_two_joined_by_a_comma() -> None:
    full = [(name, text) for name, text in spoken("ru") if not name.startswith(("digest", *LABELS))]
    assert (
        offences(SPLICES["ru"], [one for one in full if one[0] not in ("customer.my", "staff.customer_edited")]) == []
    )


def test_no_english_sentence_is_two_joined_by_a_comma() -> None:
    sentences = [
        (name, sentence)
        for name, text in spoken("en")
        if not name.startswith(("digest", *LABELS))
        for sentence in re.split(r"(?<=[.:;?])\s", text)
        if not SUBORDINATE.search(sentence)
    ]
    assert offences(SPLICES["en"], sentences) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_button_is_called_by_its_name(language: str) -> None:
    pressed = re.compile(r"нажмите «([^»]+)»" if language == "ru" else r"press “([^”]+)”", re.IGNORECASE)
    labels = {text for name, text in spoken(language) if name.startswith(("buttons.", "setup.button_"))}
    told = {button for name, text in spoken(language) for button in pressed.findall(text)}
    assert told
    assert told <= labels


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_answer_of_the_sample_names_a_button(language: str) -> None:
    """It may be told where no buttons stand, as in an emergency."""
    person = "человека»" if language == "ru" else "a person”"
    assert [line for _, line in answers(language) if person in line] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_command_that_a_text_names_exists(language: str) -> None:
    for audience, known in (("customer", CUSTOMER_COMMANDS), ("staff", STAFF_COMMANDS)):
        texts = [text for name, text in spoken(language) if name.startswith(f"{audience}.")]
        named = {command for text in texts for command in re.findall(r"(?<![\w/<])/([a-z_]+)\b", text)}
        assert named
        assert {with_arguments_apart(Command(name, ""), set(known)).name for name in named} <= known.keys()


def test_priorities_have_their_names() -> None:
    names = [said("ru", "buttons.priority_label", priority=one).text.split()[-1] for one in Priority]
    assert names == ["Срочный", "Высокий", "Обычный", "Низкий"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", COUNTS)
def test_every_number_agrees_with_its_noun(language: str, count: int) -> None:
    told = " ".join(
        [
            said(language, "digest.digest", summary=summary(customers=count), late=False, room=60).text,
            said(language, "staff.more_posts", count=count).text,
            said(language, "customer.privacy", policy=_policy(count), learns=True).text,
        ]
    )
    forms = {form: noun for noun in NOUNS[language] for form in noun}
    agreeing = [(word, forms[word]) for word in re.findall(rf"\b{count} (?:more )?(\w+)", told) if word in forms]
    assert len(agreeing) == 3
    assert [word for word, noun in agreeing] == [noun[plural_form(count, language)] for _, noun in agreeing]


def _policy(days: int) -> object:
    return SimpleNamespace(texts_days=days, keep_tickets_days=0, contact="", policy_url=None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_bad_news_has_no_exclamation_mark(language: str) -> None:
    greetings = ("customer.start", "customer.start_by_link", "customer.start_without_entry")
    cheerful = (*greetings, "digest.digest")
    assert offences("!", [one for one in spoken(language) if one[0] not in cheerful]) == []


def test_both_languages_print_the_same_things() -> None:
    assert [name for name, _ in sorted(printed("ru"))] == [name for name, _ in sorted(printed("en"))]
