"""Several changes become one."""

from functools import partial
from pathlib import Path

import pytest

from faq.publishing import (
    NothingChangedError,
    UnknownEntryError,
    add_phrasing,
    added_file,
    import_file,
    in_turn,
    remove_files,
    replace_answer,
    with_pictures,
)
from faq.publishing.change import Kind

TEXT = "## Почём? {#price}\n\n300 ₽.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text(TEXT, encoding="utf-8")
    return tmp_path


def phrasing(words: str, entry_id: str = "price") -> partial:  # type: ignore[type-arg]
    return partial(add_phrasing, entry_id=entry_id, language="ru", phrasing=words)


def test_each_is_made_of_what_those_before_leave(folder: Path) -> None:
    answer = partial(replace_answer, entry_id="price", language="ru", new_text="400 ₽.")
    change = in_turn(folder, [answer, phrasing("дорого"), phrasing("почем"), phrasing("цена")])
    [file] = change.files
    assert (change.kind, file.before) == (Kind.ANSWER, TEXT)
    assert "- дорого\n- цена\n" in str(file.after)
    assert "400 ₽." in str(file.after)
    assert (folder / "a.md").read_text(encoding="utf-8") == TEXT


def test_where_all_is_there_already(folder: Path) -> None:
    with pytest.raises(NothingChangedError):
        in_turn(folder, [])


def test_one_that_is_impossible_stops_all(folder: Path) -> None:
    with pytest.raises(UnknownEntryError):
        in_turn(folder, [phrasing("дорого"), phrasing("дорого", "other")])


def test_pictures_stand_below_the_answer_once() -> None:
    assert with_pictures("Вот.", ["photos/a.jpg", "photos/b.jpg"]) == "Вот.\n\n![](photos/a.jpg)\n\n![](photos/b.jpg)"
    assert with_pictures("Вот.\n\n![](photos/a.jpg)", ["photos/a.jpg"]) == "Вот.\n\n![](photos/a.jpg)"
    assert with_pictures("", ["photos/a.jpg"]) == "![](photos/a.jpg)"


def test_a_picture_keeps_its_bytes(folder: Path) -> None:
    data = bytes(range(256)) * 3
    file = added_file(folder, "photos/a.jpg", data)
    assert file is not None
    assert file.after_bytes == data
    (folder / "photos").mkdir()
    (folder / "photos" / "a.jpg").write_bytes(data)
    assert added_file(folder, "photos/a.jpg", data) is None


def test_whole_files_are_removed(folder: Path) -> None:
    change = remove_files(folder, ["a.md", "gone.md"])
    assert change.edits == {"a.md": None}
    assert change.summary("en") == "Removal of files: a.md"
    with pytest.raises(NothingChangedError):
        remove_files(folder, ["gone.md"])


def test_a_table_becomes_a_file_of_its_own(folder: Path) -> None:
    data = "Вопрос;Ответ\nПочём?;1\nЕсть ли розы?;Да.\n".encode()
    change = import_file(folder, "Цветы.csv", data)
    [file] = change.files
    assert file.path == "cvety.md" or file.path.endswith(".md")
    assert "Есть ли розы?" in str(file.after)
    assert "Почём?" not in str(file.after)
    (folder / file.path).write_text("## Где? {#where}\n\nТут.\n", encoding="utf-8")
    again = import_file(folder, "Цветы.csv", data)
    assert again.files[0].path == file.path.replace(".md", "-2.md")
    with pytest.raises(NothingChangedError):
        import_file(folder, "Цветы.csv", "Вопрос;Ответ\nПочём?;1\n".encode())
