"""The texts: the same in both languages, each one used, each one fit to be sent."""

import re
from pathlib import Path

import pytest
from jinja2 import nodes

from bot.wording import LANGUAGES, utf16, without_moments
from tests.wording.cases import cases, said
from tests.wording.names import (
    CHOSEN,
    GIVEN_TO_A_FUNCTION,
    TEXTS,
    families_in_code,
    files,
    macros,
    names_in_code,
    parsed,
)

MESSAGE, COMMAND, TOAST = 4096, 256, 200  # https://core.telegram.org/bots/api
BUTTON = 64  # more than fits on a phone
LIMITS = {"buttons": BUTTON, "commands": COMMAND, "toasts": TOAST}
CLUMSY = re.compile(r"\n\n\n|[ \t]\n|\n[ \t]|  | [.,;:!?](?:\s|$)|\.\.|[,:;]\.|None(?! of)|undefined")

SAYABLE = sorted(names_in_code())
OCCASIONS = [(language, name, place) for language in LANGUAGES for name in SAYABLE for place in range(len(cases(name)))]


def tables(language: str) -> dict[str, object]:
    """What the tables in the texts have words for: a mapping's keys, a list's length."""
    found: dict[str, object] = {}
    for file in files(language):
        for assigned in parsed(language, file).find_all(nodes.Assign):
            if isinstance(assigned.target, nodes.Name) and isinstance(assigned.node, nodes.Dict | nodes.List):
                table = assigned.node.as_const()
                found[f"{file}: {assigned.target.name}"] = sorted(table) if isinstance(table, dict) else len(table)
    return found


def called_by_texts(language: str) -> set[str]:
    """The macros that other macros use."""
    used = set()
    for file in files(language):
        for call in parsed(language, file).find_all(nodes.Call):
            match call.node:
                case nodes.Name(name=name):
                    used.add(f"{Path(file).stem}.{name}")
                case nodes.Getattr(node=nodes.Name(name=imported), attr=name):
                    used.add(f"{imported}.{name}")
    return used


def test_both_languages_say_the_same_things() -> None:
    assert files("ru") == files("en")
    assert macros("ru") == macros("en")
    assert tables("ru") == tables("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_is_given_once(language: str) -> None:
    assert len(macros(language)) == len(set(macros(language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_code_asks_for_can_be_said(language: str) -> None:
    assert names_in_code() - set(macros(language)) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_written_that_nobody_says(language: str) -> None:
    assert set(macros(language)) - names_in_code() - called_by_texts(language) == set()


def test_every_family_of_names_is_known_here() -> None:
    assert families_in_code() == {*CHOSEN, *GIVEN_TO_A_FUNCTION}
    assert all(CHOSEN.values())


@pytest.mark.parametrize(("language", "name", "place"), OCCASIONS)
def test_every_text_can_be_sent_and_reads_well(language: str, name: str, place: int) -> None:
    rich = said(language, name, **cases(name)[place])
    assert 0 < utf16(rich.text) <= LIMITS.get(name.partition(".")[0], MESSAGE)
    assert all(0 <= one["offset"] < one["offset"] + one["length"] <= utf16(rich.text) for one in rich.entities)
    assert rich.text == rich.text.strip()
    assert not CLUMSY.search(rich.text)


@pytest.mark.parametrize("name", [name for name in SAYABLE if name.partition(".")[0] in LIMITS])
def test_labels_are_one_plain_line(name: str) -> None:
    for language in LANGUAGES:
        label = said(language, name, **cases(name)[0])
        assert "\n" not in label.text
        assert not without_moments(label.entities)  # a moment is a time of the desk there


@pytest.mark.parametrize("file", files("en"))
def test_english_is_english(file: str) -> None:
    text = (TEXTS / "en" / file).read_text("utf-8").replace("Language · Язык", "Language").replace("По-русски", "")
    assert not re.search("[а-яё№«»]", text, re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_at_most_one_exclamation_mark_a_file(language: str) -> None:
    """A greeting may have one; bad news has none."""
    said_aloud = {file: (TEXTS / language / file).read_text("utf-8").replace("!=", "") for file in files(language)}
    assert {file for file, text in said_aloud.items() if "!" in text} <= {"customer.j2", "digest.j2"}
    assert all(text.count("!") <= 1 for text in said_aloud.values())
