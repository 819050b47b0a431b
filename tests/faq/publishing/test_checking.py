"""What is checked before anything is written."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from faq.loading import load
from faq.publishing import add_phrasing, check, replace_answer, replace_file
from tests.pictures import png

Folder = Callable[..., Path]
GOOD = "Также спрашивают:\n- {0} раз\n- {0} два\n- {0} три\n\n"
FILE = f"## Где? {{#a}}\n{GOOD.format('где')}Тут.\n\n## Когда? {{#b}}\nЗавтра.\n"


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_only_what_is_new_is_told_and_nothing_is_written(folder: Folder) -> None:
    root = folder({"a.md": FILE})
    before = files(root)
    checked = check(replace_answer(root, "a", "ru", "Тут, [карта](example.com) **рядом"), root, "ru", language="en")
    assert sorted(problem.kind for problem in checked.warnings) == ["dead-link", "unclosed-mark"]
    assert checked.errors == ()
    assert checked.library is not None
    assert checked.library.root == root
    assert [entry.answer for entry in checked.library.entries("ru")][1] == "Завтра."
    assert files(root) == before
    assert load(root).entries("ru")[0].answer == "Тут."


def test_fewer_missing_phrasings_are_nothing_new(folder: Folder) -> None:
    root = folder({"a.md": FILE})
    assert check(add_phrasing(root, "b", "ru", "скоро ли"), root, "ru").warnings == ()


def test_a_phrasing_of_another_entry_is_an_error(folder: Folder) -> None:
    root = folder({"a.md": FILE})
    checked = check(add_phrasing(root, "b", "ru", "ГДЕ РАЗ"), root, "ru")
    assert checked.library is None
    assert [problem.kind for problem in checked.errors] == ["duplicate-phrasing"]


def test_errors_that_were_there_are_told_too(folder: Folder) -> None:
    root = folder({"a.md": FILE, "b.md": "## Почему? {#a}\nПотому.\n"})
    checked = check(replace_answer(root, "b", "ru", "{{ nobody }}"), root, "ru")
    assert sorted(problem.kind for problem in checked.errors) == ["duplicate-id", "template-variable"]


def test_pictures_are_those_of_the_folder(folder: Folder) -> None:
    root = folder({"a.md": FILE, "photos/map.png": png(60, 40)})
    checked = check(replace_answer(root, "a", "ru", "![](photos/map.png)"), root, "ru")
    assert checked.warnings == ()
    assert checked.library is not None
    assert checked.library.files == {"photos/map.png"}
    checked = check(replace_answer(root, "a", "ru", "![](photos/plan.png)"), root, "ru")
    assert [(problem.kind, problem.severity) for problem in checked.warnings] == [("missing-image", "error")]
    assert checked.library is not None


def test_a_file_for_a_language_that_has_none_yet(folder: Folder) -> None:
    root = folder({"a.md": FILE})
    checked = check(replace_file(root, "en/a.md", b"## Where? {#a}\n\nHere.\n"), root, "ru")
    assert checked.library is not None
    assert [entry.question for entry in checked.library.entries("en")] == ["Where?"]


def test_words_and_examples_are_checked_too(folder: Folder) -> None:
    root = folder({"a.md": FILE})
    words = check(replace_file(root, "words.md", "- сбп\n".encode()), root, "ru")
    assert [problem.kind for problem in words.warnings] == ["words-alone"]
    assert words.library is not None
    assert words.library.own_words("ru").strip() == "- сбп"
    examples = check(replace_file(root, "tests.md", "## c\n- куда\n".encode()), root, "ru")
    assert [problem.kind for problem in examples.errors] == ["test-of-nothing"]
    assert check(replace_file(root, "tests.md", "## a\n- куда\n".encode()), root, "ru").errors == ()


@pytest.mark.parametrize(("on", "kinds"), [(date(2026, 1, 1), []), (date(2026, 1, 2), ["out-of-date"])])
def test_an_answer_that_no_longer_holds(folder: Folder, on: date, kinds: list[str]) -> None:
    root = folder({"a.md": FILE})
    text = FILE.replace("Тут.", "Действует до: 2026-01-01\n\nТут.")
    checked = check(replace_file(root, "a.md", text.encode()), root, "ru", on=on)
    assert [problem.kind for problem in checked.warnings] == kinds
