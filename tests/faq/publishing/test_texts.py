"""Every reason and every kind of change has its sentence, in both languages."""

import re
from pathlib import Path
from string import Formatter

import pytest

from faq.publishing import Kind, Uncommitted
from faq.publishing.texts import publishing_texts

FOLDERS = ("faq/publishing", "bot/desk/authoring", "bot/background")
CODE = "\n".join(path.read_text(encoding="utf-8") for folder in FOLDERS for path in sorted(Path(folder).glob("*.py")))
RUSSIAN, ENGLISH = publishing_texts("ru"), publishing_texts("en")


def test_both_languages_say_the_same() -> None:
    for section, texts in RUSSIAN.items():
        assert texts.keys() == ENGLISH[section].keys()
        for name, text in texts.items():
            assert gaps(text) == gaps(ENGLISH[section][name])
    assert RUSSIAN.keys() == ENGLISH.keys()


@pytest.mark.parametrize("texts", [RUSSIAN, ENGLISH])
def test_nothing_is_left_without_words_and_no_words_without_use(texts: dict[str, dict[str, str]]) -> None:
    assert texts["summary"].keys() == set(Kind)
    assert texts["uncommitted"].keys() == set(Uncommitted)
    raised = set(re.findall(r'Error\(\s*"([a-z-]+)"|super\(\).__init__\(\s*"([a-z-]+)"', CODE))
    kinds = {first or second for first, second in raised} | {"read-only", "disk-full", "unwritable"}
    assert texts["error"].keys() == kinds


def gaps(text: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
