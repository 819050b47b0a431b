from collections.abc import Callable
from pathlib import Path

import pytest

from faq.publishing import (
    NotEditableError,
    UnknownEntryError,
    check,
    remove_entry,
)

Folder = Callable[..., Path]
FIRST, SECOND, THIRD = (
    "## Раз? {#a}\n\n[Да][x].\n\n[x]: https://a.b\n\n",
    "## Два? {#b}\n\nДа.\n\n",
    "## Три? {#c}\n\n[x].\n",
)


def test_an_entry_goes_with_the_lines_below_it(folder: Folder) -> None:
    root = folder({"a.md": f"# К\n\n{FIRST}{SECOND}{THIRD}"})
    change = remove_entry(root, "b", default_language="ru")
    assert change.files[0].after == f"# К\n\n{FIRST}{THIRD}"
    assert change.summary("en") == "Removal of the entry “Два?”"


def test_what_others_refer_to_stays(folder: Folder) -> None:
    root = folder({"a.md": f"# К\n\n{FIRST}{SECOND}{THIRD}"})
    (file,) = remove_entry(root, "a").files
    assert file.after == f"# К\n\n[x]: https://a.b\n\n{SECOND}{THIRD}"


def test_definitions_at_the_end_of_the_file_stay(folder: Folder) -> None:
    root = folder(
        {"a.md": "## Раз? {#a}\n\n[Да][x].\n\n## Два? {#b}\n\n[Нет][y].\n\n[x]: https://a.b\n[y]: https://c.d\n"}
    )
    (file,) = remove_entry(root, "b").files
    assert file.after == "## Раз? {#a}\n\n[Да][x].\n\n[x]: https://a.b\n[y]: https://c.d\n"


def test_it_goes_in_every_language(folder: Folder) -> None:
    root = folder({"a.md": FIRST + SECOND, "en/a.md": "## Two? {#b}\n\nYes.\n"})
    change = remove_entry(root, "b")
    assert [(file.path, file.after) for file in change.files] == [
        ("a.md", FIRST.rstrip("\n") + "\n\n"),
        ("en/a.md", ""),
    ]
    assert check(change, root, "ru").errors == ()
    alone = check(remove_entry(root, "b", "ru"), root, "ru")
    assert [problem.kind for problem in alone.errors] == ["translation-of-nothing"]


def test_examples_of_it_are_told(folder: Folder) -> None:
    root = folder({"a.md": FIRST + SECOND, "tests.md": "## b\n- два\n\n## old\n- старый\n"})
    checked = check(remove_entry(root, "b"), root, "ru")
    assert checked.library is not None
    told = [(problem.kind, problem.line, problem.severity) for problem in checked.warnings]
    assert told == [("test-of-nothing", 2, "warning")]


def test_who_is_not_there(folder: Folder) -> None:
    with pytest.raises(UnknownEntryError):
        remove_entry(folder({"a.md": FIRST}), "b")


def test_a_row_of_a_table_needs_a_tidy_file(folder: Folder) -> None:
    table = "| Вопрос | Ответ |\n|---|---|\n| Сколько стоит? | 300 |\n| Почём подъём? | 900 |\n"
    root = folder({"a.md": table})
    assert remove_entry(root, "pochem-podem").files[0].after == table.rpartition("| Почём")[0]
    inline = "- **Где?** Тут.\n- **Когда?** Днём.\n"
    root = folder({"a.md": inline})
    assert remove_entry(root, "gde").files[0].after == "- **Когда?** Днём.\n"


def test_an_entry_that_can_t_be_removed_alone_is_named() -> None:
    assert NotEditableError("a.md", 3, "Где?").text("en").startswith("In a.md (line 3)")
