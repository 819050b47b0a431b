"""Files are written at once and all together, and no edit by hand is lost."""

import errno
import json
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from faq.loading import load
from faq.publishing import (
    Author,
    BusyError,
    Change,
    ConflictError,
    FileChange,
    Kind,
    NothingChangedError,
    UnwritableError,
    add_phrasing,
    publish,
    recover_folder,
    remove_entry,
)
from faq.publishing.folder_lock import sole_publisher

Folder = Callable[..., Path]
ANNA, NOW = Author("Анна", 1), datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
FILE = "## Где? {#a}\nТакже спрашивают:\n- адрес\n\nТут.\n"
NEW = FILE.replace("- адрес\n", "- адрес\n- куда ехать\n")
BOTH = {"a.md": "## Где? {#a}\nТут.\n\n## Да? {#b}\nДа.\n", "en/a.md": "## Where? {#a}\nHere.\n\n## Yes? {#b}\nYes.\n"}
GONE = {"a.md": "## Где? {#a}\nТут.\n\n", "en/a.md": "## Where? {#a}\nHere.\n\n"}


def texts(root: Path) -> dict[str, str]:
    """All that is in the folder, also what is hidden."""
    return {str(path.relative_to(root)): path.read_bytes().decode() for path in root.rglob("*") if path.is_file()}


def test_a_change_is_written_once(folder: Folder) -> None:
    root = folder({"a.md": FILE})
    (root / "a.md").chmod(0o640)
    change = add_phrasing(root, "a", "ru", "куда ехать")
    assert publish(change, root, ANNA, NOW).commit is None
    assert texts(root) == {"a.md": NEW}
    assert (root / "a.md").stat().st_mode & 0o777 == 0o640
    inode = (root / "a.md").stat().st_ino
    publish(change, root, ANNA, NOW)
    assert (root / "a.md").stat().st_ino == inode
    assert load(root).entries("ru")[0].also == ("адрес", "куда ехать")


def test_new_files_get_their_folder(folder: Folder) -> None:
    root = folder({"a.md": FILE})
    publish(Change((FileChange("en/-a.md", None, "## Where?\n\nHere.\n"),), Kind.FILE, "en/-a.md"), root, ANNA, NOW)
    assert texts(root) == {"a.md": FILE, "en/-a.md": "## Where?\n\nHere.\n"}


@pytest.mark.parametrize("found", ["## Где? {#a}\nУже не тут.\n", None, ""])
def test_what_somebody_edited_is_not_overwritten(folder: Folder, found: str | None) -> None:
    root = folder({"a.md": FILE})
    change = add_phrasing(root, "a", "ru", "куда ехать")
    (root / "a.md").unlink() if found is None else (root / "a.md").write_text(found, encoding="utf-8")
    with pytest.raises(ConflictError) as raised:
        publish(change, root, ANNA, NOW)
    (conflict,) = raised.value.conflicts
    assert (conflict.path, conflict.expected, conflict.found) == ("a.md", FILE, found)
    assert "-- адрес" in conflict.difference
    assert "a.md" in raised.value.text("ru")
    assert texts(root) == ({} if found is None else {"a.md": found})


def test_a_file_that_somebody_else_added_is_theirs(folder: Folder) -> None:
    root = folder({"a.md": FILE, "b.md": "моё"})
    with pytest.raises(ConflictError) as raised:
        publish(Change((FileChange("b.md", None, FILE),), Kind.FILE, "b.md"), root, ANNA, NOW)
    assert (raised.value.conflicts[0].expected, raised.value.conflicts[0].found) == (None, "моё")


@pytest.mark.parametrize("name", ["a.md", "en/a.md"])
def test_an_edit_in_the_last_moment_comes_back(folder: Folder, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """An editor saves between the check and the replacement of that file."""
    root = folder(BOTH)
    link, edit = os.link, "## Правка?\nДа.\n"

    def saved_before(source: Path, target: Path) -> None:
        if source == root / name:
            beside = root / "editor"
            beside.write_text(edit, encoding="utf-8")
            beside.replace(source)
        link(source, target)

    monkeypatch.setattr(os, "link", saved_before)
    with pytest.raises(ConflictError) as raised:
        publish(remove_entry(root, "b"), root, ANNA, NOW)
    assert [(one.path, one.found) for one in raised.value.conflicts] == [(name, edit)]
    assert texts(root) == BOTH | {name: edit}


@pytest.mark.parametrize(
    ("number", "kind"),
    [(errno.ENOSPC, "disk-full"), (errno.EROFS, "read-only"), (errno.EACCES, "read-only"), (errno.EIO, "unwritable")],
)
@pytest.mark.parametrize("call", ["open", "fsync", "link"])
def test_what_can_t_be_written_changes_nothing(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, call: str, number: int, kind: str
) -> None:
    root = folder(BOTH)
    change = remove_entry(root, "b")
    works = getattr(os, call)
    seen: list[object] = []

    def fail_at_the_second(*given: object, **named: object) -> object:
        writes = call != "open" or bool(int(str(given[1])) & os.O_CREAT)
        seen.extend([given] * writes)
        if writes and len(seen) == 2:
            raise OSError(number, os.strerror(number))
        return works(*given, **named)

    monkeypatch.setattr(os, call, fail_at_the_second)
    with pytest.raises(UnwritableError) as raised:
        publish(change, root, ANNA, NOW)
    monkeypatch.undo()
    assert raised.value.kind == kind
    assert str(root) in raised.value.text("en")
    assert texts(root) == BOTH


def test_a_file_system_without_links_and_locks(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EOPNOTSUPP, "Operation not supported")

    root = folder({"a.md": FILE})
    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr("fcntl.flock", refuse)
    publish(add_phrasing(root, "a", "ru", "куда ехать"), root, ANNA, NOW)
    publish(Change((FileChange("b.md", None, "Да"),), Kind.FILE, "b.md"), root, ANNA, NOW)
    assert texts(root) == {"a.md": NEW, "b.md": "Да"}


class KilledError(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("call", ["fsync", "link", "replace", "unlink"])
@pytest.mark.parametrize("at", range(8))
def test_killed_at_any_call_all_files_are_old_or_new_after_the_next_start(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, call: str, at: int
) -> None:
    root = folder(BOTH)
    change = remove_entry(root, "b")
    owner = os if call in ("fsync", "link") else Path
    works = getattr(owner, call)
    seen: list[object] = []

    def killed(*given: object, **named: object) -> object:
        seen.append(given)
        if len(seen) > at:
            raise KilledError
        return works(*given, **named)

    monkeypatch.setattr(owner, call, killed)
    with suppress(KilledError):
        publish(change, root, ANNA, NOW)
    monkeypatch.undo()
    recover_folder(root)
    assert texts(root) in (BOTH, GONE)
    publish(change, root, ANNA, NOW)
    assert texts(root) == GONE


def test_what_was_edited_after_the_crash_is_left(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    root = folder(BOTH)
    change = remove_entry(root, "b")
    works, seen = Path.replace, []

    def killed(source: Path, target: Path) -> Path:
        seen.append(target.name)
        if seen.count("a.md") == 2:
            raise KilledError
        return works(source, target)

    monkeypatch.setattr(Path, "replace", killed)
    monkeypatch.setattr(Path, "unlink", lambda *_, **__: None)
    with suppress(KilledError):
        publish(change, root, ANNA, NOW)
    monkeypatch.undo()
    assert (root / "a.md").read_text(encoding="utf-8") == GONE["a.md"]
    (root / "en/a.md").write_text("моё", encoding="utf-8")
    assert recover_folder(root) == ()
    assert texts(root) == GONE | {"en/a.md": "моё"}


@pytest.mark.parametrize(
    "journal",
    [
        "{",
        "[1]",
        json.dumps([{"path": "../b.md", "before": None, "after": "x", "ready": None}]),
        json.dumps([{"path": "/tmp/b.md", "before": None, "after": "x", "ready": None}]),
        json.dumps([{"path": "a.md", "before": FILE, "after": "x", "ready": "../../secret"}]),
    ],
)
def test_a_journal_that_somebody_made_up_does_nothing(folder: Folder, journal: str) -> None:
    root = folder({"a.md": FILE, ".nightdesk-publishing.json": journal})
    assert recover_folder(root) == ()
    assert texts(root) == {"a.md": FILE}
    assert not (root.parent / "b.md").exists()


def test_a_folder_behind_a_link_and_a_linked_file(folder: Folder, tmp_path: Path) -> None:
    root = folder({"real/a.md": FILE})
    (root / "faq").mkdir()
    (root / "faq" / "a.md").symlink_to("../real/a.md")
    (tmp_path / "link").symlink_to(root / "faq")
    publish(add_phrasing(tmp_path / "link", "a", "ru", "куда ехать"), tmp_path / "link", ANNA, NOW)
    assert (root / "faq" / "a.md").is_symlink()
    assert (root / "real" / "a.md").read_text(encoding="utf-8") == NEW


def test_two_authors_at_once_one_of_them_is_told(folder: Folder) -> None:
    root = folder({"a.md": FILE})
    changes = [add_phrasing(root, "a", "ru", words) for words in ("куда ехать", "как найти")]
    outcomes: list[object] = []
    ready = threading.Barrier(2)

    def publish_one(change: Change) -> None:
        ready.wait()
        try:
            outcomes.append(publish(change, root, ANNA, NOW))
        except ConflictError as error:
            outcomes.append(error)

    threads = [threading.Thread(target=publish_one, args=(change,)) for change in changes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(isinstance(one, ConflictError) for one in outcomes) == [False, True]
    assert texts(root)["a.md"] in [change.files[0].after for change in changes]


def test_who_waits_too_long_is_told(folder: Folder) -> None:
    root = folder({"a.md": FILE})
    with sole_publisher(root), pytest.raises(BusyError) as raised, sole_publisher(root, wait_seconds=0.01):
        pass
    assert raised.value.text("ru")


def test_a_change_needs_files_and_a_time_zone(folder: Folder) -> None:
    root = folder({"a.md": FILE})
    with pytest.raises(NothingChangedError):
        publish(Change((), Kind.FILE, ""), root, ANNA, NOW)
    with pytest.raises(ValueError, match="time zone"):
        publish(add_phrasing(root, "a", "ru", "куда"), root, ANNA, NOW.replace(tzinfo=None))
