"""Taking a publication back, also after others have edited the files."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from faq.publishing import (
    Author,
    Change,
    ConflictError,
    Kind,
    NewEntry,
    NothingChangedError,
    Place,
    add_phrasing,
    new_entry,
    publish,
    remove_entry,
    replace_answer,
    replace_file,
    undo,
)

Folder = Callable[..., Path]
ANNA, NOW = Author("Анна", 1), datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
FILE = """\
# К

## Раз? {#a}

Также спрашивают:
- первый
- один

Первый.

## Два? {#b}

Второй.

## Три? {#c}

Третий.
"""


def published(change: Change, root: Path) -> Change:
    publish(change, root, ANNA, NOW)
    return change


def edit(root: Path, old: str, new: str, name: str = "a.md") -> str:
    text = (root / name).read_bytes().decode()
    assert old in text
    (root / name).write_bytes(text.replace(old, new).encode())
    return text.replace(old, new)


CHANGES: dict[str, Callable[[Path], Change]] = {
    "phrasing": lambda root: add_phrasing(root, "b", "ru", "второй"),
    "answer": lambda root: replace_answer(root, "b", "ru", "Не второй.\n\nИ не первый."),
    "entry": lambda root: new_entry(root, "ru", NewEntry("Пол?", "Да."), place=Place("a.md", "К")).change,
    "removal": lambda root: remove_entry(root, "b"),
    "file": lambda root: replace_file(root, "new.md", b"## Why? {#w}\n\nSo.\n", language="ru"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_all_is_as_before(folder: Folder, name: str) -> None:
    root = folder({"a.md": FILE.replace("\n", "\r\n")})
    back = undo(published(CHANGES[name](root), root), root)
    assert back.kind is Kind.UNDO
    publish(back, root, ANNA, NOW)
    assert (root / "a.md").read_bytes() == FILE.replace("\n", "\r\n").encode()
    assert [path.name for path in root.iterdir()] == ["a.md"]


@pytest.mark.parametrize("name", ["phrasing", "answer", "removal"])
def test_other_edits_stay(folder: Folder, name: str) -> None:
    root = folder({"a.md": FILE})
    change = published(CHANGES[name](root), root)
    edit(root, "Первый.", "Самый первый.")
    edit(root, "- один\n", "- один\n- единица\n")
    edit(root, "Третий.\n", "Третий.\n\n## Семь? {#d}\n\nСедьмой.\n")
    publish(undo(change, root), root, ANNA, NOW)
    expected = FILE.replace("Первый.", "Самый первый.").replace("- один\n", "- один\n- единица\n")
    assert (root / "a.md").read_text(encoding="utf-8") == expected + "\n## Семь? {#d}\n\nСедьмой.\n"


def test_another_part_of_the_same_entry_stays(folder: Folder) -> None:
    root = folder({"a.md": FILE})
    change = published(add_phrasing(root, "a", "ru", "ноль"), root)
    edit(root, "Первый.", "Самый первый.")
    publish(undo(change, root), root, ANNA, NOW)
    assert (root / "a.md").read_text(encoding="utf-8") == FILE.replace("Первый.", "Самый первый.")


@pytest.mark.parametrize(
    ("old", "new"),
    [("Не второй.", "Третий с конца."), ("И не первый.", "И не первый!\nТочно."), ("## Два?", "## Двое?")],
)
def test_an_edit_in_the_same_place_is_a_conflict(folder: Folder, old: str, new: str) -> None:
    root = folder({"a.md": FILE})
    change = published(CHANGES["answer"](root), root)
    text = edit(root, old, new)
    if "##" in old:
        publish(undo(change, root), root, ANNA, NOW)
        assert (root / "a.md").read_text(encoding="utf-8") == FILE.replace(old, new)
        return
    with pytest.raises(ConflictError) as raised:
        undo(change, root)
    (conflict,) = raised.value.conflicts
    assert (conflict.path, conflict.expected, conflict.found) == ("a.md", change.files[0].after, text)
    assert (root / "a.md").read_text(encoding="utf-8") == text


def test_a_new_entry_that_was_edited_is_kept(folder: Folder) -> None:
    root = folder({"a.md": FILE})
    change = published(CHANGES["entry"](root), root)
    edit(root, "## Пол? {#pol}\n\nДа.", "## Пол? {#pol}\n\nДа, пол.")
    with pytest.raises(ConflictError):
        undo(change, root)


def test_a_new_file_that_was_edited_and_a_file_that_is_gone(folder: Folder) -> None:
    root = folder({"a.md": FILE})
    change = published(CHANGES["file"](root), root)
    edit(root, "So.", "So, so.", "new.md")
    with pytest.raises(ConflictError):
        undo(change, root)
    (root / "new.md").unlink()
    with pytest.raises(NothingChangedError):
        undo(change, root)
    change = published(CHANGES["answer"](root), root)
    (root / "a.md").unlink()
    with pytest.raises(ConflictError) as raised:
        undo(change, root)
    assert raised.value.conflicts[0].found is None


def test_twice_is_once(folder: Folder) -> None:
    root = folder({"a.md": FILE})
    change = published(CHANGES["answer"](root), root)
    publish(undo(change, root), root, ANNA, NOW)
    with pytest.raises(NothingChangedError):
        undo(change, root)


def test_an_undo_is_undone_like_any_other_change(folder: Folder) -> None:
    root = folder({"a.md": FILE})
    change = published(CHANGES["answer"](root), root)
    back = published(undo(change, root), root)
    publish(undo(back, root), root, ANNA, NOW)
    assert (root / "a.md").read_text(encoding="utf-8") == change.files[0].after


def test_moved_lines_are_never_mistaken_for_the_published_ones(folder: Folder) -> None:
    """The published answer stands below another question now: taking its words away there would be wrong."""
    root = folder({"a.md": FILE})
    change = published(replace_answer(root, "b", "ru", "Третий."), root)
    edit(root, "## Два? {#b}", "## Икс? {#x}\n\nТретий.\n\n## Два? {#b}")
    publish(undo(change, root), root, ANNA, NOW)
    expected = FILE.replace("## Два? {#b}", "## Икс? {#x}\n\nТретий.\n\n## Два? {#b}")
    assert (root / "a.md").read_text(encoding="utf-8") == expected
