"""What is told of a change: entries, not lines."""

import json
import random
from collections.abc import Callable
from pathlib import Path

from faq.publishing import (
    Change,
    FieldDifference,
    FileChange,
    Kind,
    Piece,
    add_phrasing,
    difference,
    file_rows,
    files_of_rows,
    replace_answer,
    shortened,
)
from faq.publishing.word_difference import word_difference

Folder = Callable[..., Path]
BEFORE = """\
# К

## Раз? {#a}
Также спрашивают: первый; один

По городу 300 ₽, за городом 500 ₽.

## Два?
Второй.

## Три? {#c}
Третий.
"""
AFTER = """\
# К

## Сколько? {#a}
Также спрашивают: первый; единица
Срочно: да

По городу 350 ₽, за городом 500 ₽.

## Два же?
Второй.

## Четыре? {#d}
Четвёртый.
"""


def changed(before: str | None, after: str | None, path: str = "a.md") -> Change:
    return Change((FileChange(path, before, after),), Kind.FILE, path)


def test_entries_are_new_gone_or_changed() -> None:
    found = difference(changed(BEFORE, AFTER), "ru")
    first, renamed, new, gone = found.entries
    assert [one.kind for one in found.entries] == ["changed", "changed", "added", "removed"]
    assert first.question == (Piece("removed", "Раз"), Piece("added", "Сколько"), Piece("same", "?"))
    assert (first.new_phrasings, first.lost_phrasings) == (("единица",), ("один",))
    assert first.fields == (FieldDifference("urgent", False, True),)
    assert [piece for piece in first.answer if piece.kind != "same"] == [Piece("removed", "300"), Piece("added", "350")]
    assert (renamed.entry.question, renamed.question[-2].text) == ("Два же?", " же")
    assert (new.entry.id, gone.entry.id) == ("d", "c")
    assert found.files[0].says_the_same is False
    assert "-Второй" not in found.unified
    assert "+## Четыре? {#d}" in found.unified


def test_an_entry_that_moves_is_the_same(folder: Folder) -> None:
    moved = Change(
        (FileChange("a.md", "## Раз?\n\nДа.\n", None), FileChange("b.md", None, "## Раз?\n\nДа.\n")), Kind.FILE, "b.md"
    )
    found = difference(moved, "ru")
    assert [one.fields for one in found.entries] == [
        (FieldDifference("file", "a.md", "b.md"), FieldDifference("category", "A", "B"))
    ]
    assert [file.kind for file in found.files] == ["removed", "added"]


def test_lines_that_say_the_same() -> None:
    found = difference(changed("## Раз?\nДа.", "## Раз?\n\nДа.\n"), "ru")
    assert found.entries == ()
    assert found.files[0].says_the_same
    assert found.unified


def test_files_that_are_no_entries_are_shown_as_lines() -> None:
    found = difference(changed("- сбп\n", "- сбп = быстрый платёж\n", "words.md"), "ru")
    assert found.entries == ()
    assert not found.files[0].says_the_same
    assert found.unified.split("\n")[-2:] == ["+- сбп = быстрый платёж", " "]


def test_what_a_tap_does_is_one_difference(folder: Folder) -> None:
    root = folder({"a.md": BEFORE, "en/a.md": "## One? {#a}\n\nYes.\n"})
    (found,) = difference(add_phrasing(root, "a", "en", "first"), "ru").entries
    assert (found.entry.language, found.new_phrasings, found.answer, found.fields) == ("en", ("first",), (), ())
    (found,) = difference(replace_answer(root, "c", "ru", "Не третий."), "ru").entries
    assert found.answer == (Piece("removed", "Третий"), Piece("added", "Не третий"), Piece("same", "."))


def test_a_change_is_kept_as_json() -> None:
    change = Change((FileChange("a.md", None, "б\u0000\r\n", after_encoding="utf-16-le-sig"),), Kind.FILE, "a.md")
    rows: list[dict[str, str | None]] = json.loads(json.dumps(file_rows(change)))
    assert files_of_rows(rows) == change.files


def test_the_pieces_are_both_texts() -> None:
    chance = random.Random(1)
    for _ in range(500):
        old, new = ("".join(chance.choices("аб \n.", k=chance.randrange(30))) for _ in range(2))
        pieces = word_difference(old, new)
        assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
        assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new


def test_long_texts_take_no_time() -> None:
    old, new = ((f"{step} слово " * 40_000) for step in ("раз", "два"))
    assert [piece.kind for piece in word_difference(old, new)][:2] == ["removed", "added"]


def test_what_is_unchanged_is_cut() -> None:
    pieces = word_difference("а " * 50 + "раз " + "б " * 50, "а " * 50 + "два " + "б " * 50)
    assert "".join(piece.text for piece in shortened(pieces, 6)) == "…а а а раздва б б б…"
