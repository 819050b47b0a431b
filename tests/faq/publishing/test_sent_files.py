"""A file that an author sent."""

from collections.abc import Callable
from pathlib import Path

import pytest

from faq import FaqError
from faq.publishing import FileChoiceError, NothingChangedError, PublishingError, replace_file

Folder = Callable[..., Path]
OLD, NEW = "## Где?\n\nТут.\n", "\ufeff## Где?\r\n\r\nТам.\r\n"


def test_it_takes_the_place_of_the_one_of_its_name(folder: Folder) -> None:
    root = folder({"ru/a.md": OLD.encode("cp1251"), "ru/b.md": OLD})
    change = replace_file(root, "a.md", NEW.encode())
    (file,) = change.files
    assert (file.path, file.before_bytes, file.after_bytes) == ("ru/a.md", OLD.encode("cp1251"), NEW.encode())
    assert file.is_converted
    assert change.summary("ru") == "Файл ru/a.md"


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("новое.md", "новое.md"),
        ("en/new.md", "en/new.md"),
        ("A.MD", "a.md"),
        ("words.md", "words.md"),
        ("tests.md", "tests.md"),
        ("-rf.md", "-rf.md"),
        ("a\u202eb?.md", "ab.md"),
        ("краи\u0306.md", "край.md"),
    ],
)
def test_its_name_says_where_it_goes(folder: Folder, name: str, path: str) -> None:
    (file,) = replace_file(folder({"a.md": OLD}), name, NEW.encode()).files
    assert file.path == path


def test_a_new_one_goes_to_the_folder_of_its_language(folder: Folder) -> None:
    english = b"## Where do I find you?\n\nHere we are.\n"
    root = folder({"ru/a.md": OLD})
    assert replace_file(root, "b.md", english).files[0].path == "en/b.md"
    assert replace_file(root, "b.md", NEW.encode()).files[0].path == "ru/b.md"
    assert replace_file(root, "b.md", english, language="ru").files[0].path == "ru/b.md"
    assert replace_file(root, "tests.md", english).files[0].path == "tests.md"


def test_of_several_the_author_chooses(folder: Folder) -> None:
    root = folder({"a.md": OLD, "en/a.md": OLD})
    with pytest.raises(FileChoiceError) as raised:
        replace_file(root, "a.md", NEW.encode())
    assert raised.value.choices == ("a.md", "en/a.md")
    assert "en/a.md" in raised.value.text("en")
    assert replace_file(root, "a.md", NEW.encode(), path="en/a.md").files[0].path == "en/a.md"
    assert replace_file(root, "a.md", NEW.encode(), path="a.md").files[0].path == "a.md"
    assert replace_file(root, "a.md", NEW.encode(), language="ru").files[0].path == "a.md"


def test_a_copy_of_a_download_may_be_the_original(folder: Folder) -> None:
    root = folder({"a.md": OLD})
    with pytest.raises(FileChoiceError) as raised:
        replace_file(root, "a (2).md", NEW.encode())
    assert raised.value.choices == ("a.md", "a (2).md")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("../a.md", "file-folder"),
        ("/etc/a.md", "file-folder"),
        ("en/../a.md", "file-folder"),
        ("de/a.md", "file-folder"),
        ("photos\\a.md", "file-folder"),
        ("..\\a.md", "file-folder"),
        (".hidden.md", "file-hidden"),
        ("en/.hidden.md", "file-hidden"),
        ("_draft.md", "file-hidden"),
        ("README.md", "file-hidden"),
        ("a.txt", "file-suffix"),
        (".md", "file-suffix"),
        ("", "file-suffix"),
        ("..", "file-suffix"),
        ("ы" * 120 + ".md", "file-long"),
        ("folder.md", "file-taken"),
    ],
)
def test_names_that_lead_elsewhere_or_are_not_read(folder: Folder, name: str, kind: str) -> None:
    root = folder({"a.md": OLD, "folder.md/a.md": OLD})
    with pytest.raises(PublishingError) as raised:
        replace_file(root, name, NEW.encode())
    assert raised.value.kind == kind
    assert raised.value.text("ru")


def test_a_broken_file_is_mended_by_one_that_is_not(folder: Folder) -> None:
    broken = bytes(range(256))
    root = folder({"a.md": broken})
    (file,) = replace_file(root, "a.md", NEW.encode()).files
    assert file.before_bytes == broken
    for data in (broken, b"a" * 600_000):
        with pytest.raises(FaqError):
            replace_file(folder({"a.md": OLD}), "a.md", data)


def test_the_same_file_changes_nothing(folder: Folder) -> None:
    with pytest.raises(NothingChangedError):
        replace_file(folder({"a.md": OLD}), "a.md", OLD.encode())
