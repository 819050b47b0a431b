"""Publications as commits: exactly the published files, in the author's name, whatever state the repository is in."""

import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from faq.publishing import (
    Author,
    Change,
    FileChange,
    Kind,
    Published,
    Uncommitted,
    add_phrasing,
    publish,
    remove_entry,
    replace_answer,
    replace_file,
    undo,
)
from faq.publishing import git as git_module

Folder = Callable[..., Path]
ANNA, NOW = Author("Анна Петрова", 5_000_000_001), datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
FILE = "## Где? {#a}\nТакже спрашивают:\n- адрес\n\nТут.\n"
NEW = FILE.replace("- адрес\n", "- адрес\n- куда ехать\n")


def git(place: Path, *arguments: str) -> str:
    ran = subprocess.run(["git", *arguments], cwd=place, check=True, capture_output=True, text=True, encoding="utf-8")
    return ran.stdout.strip()


@pytest.fixture(autouse=True)
def nobody_is_configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [one for one in os.environ if one.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    monkeypatch.setenv("HOME", str(tmp_path))


def person_commits(place: Path, message: str = "Вручную") -> None:
    git(place, "add", "--all")
    git(place, "-c", "user.name=Ольга", "-c", "user.email=olga@example.com", "commit", "--quiet", "-m", message)


@pytest.fixture
def root(folder: Folder) -> Path:
    """The FAQ folder of a repository that has other things, too."""
    root = folder({"a.md": FILE, "b.md": "## Когда? {#b}\nДнём.\n", "../code.py": "1\n"})
    git(root.parent, "init", "--quiet", "--initial-branch=main")
    person_commits(root.parent)
    return root


def publish_one(root: Path, **more: str) -> Published:
    return publish(add_phrasing(root, "a", "ru", "куда ехать"), root, ANNA, NOW, **more)


def log(root: Path, *what: str) -> list[str]:
    return git(root, "-c", "core.quotePath=false", "log", *what).split("\n")


def test_a_commit_has_the_author_and_these_files_only(root: Path) -> None:
    (root / "b.md").write_text("не дописано", encoding="utf-8")
    (root.parent / "code.py").write_text("2\n")
    git(root, "add", "../code.py")
    (root.parent / "new.py").write_text("3\n")
    published = publish_one(root)
    assert published.commit == git(root, "rev-parse", "HEAD")
    assert (published.uncommitted, published.remark("ru")) == (None, "")
    assert log(root, "-1", "--format=%an|%ae|%at|%cn|%ce|%s", "--name-only") == [
        f"Анна Петрова|5000000001@users.noreply.local|{int(NOW.timestamp())}|Nightdesk|nightdesk@users.noreply.local|"
        "Формулировка «куда ехать» к вопросу «Где?»",
        "",
        "faq/a.md",
    ]
    assert git(root.parent, "status", "--porcelain").split("\n") == ["M  code.py", " M faq/b.md", "?? new.py"]


def test_the_operator_s_identity_commits(root: Path) -> None:
    git(root, "config", "user.name", "Desk")
    git(root, "config", "user.email", "desk@example.com")
    publish_one(root, message="# Своё сообщение\n\nи «ещё»")
    assert log(root, "-1", "--format=%an|%cn|%ce|%B") == [
        "Анна Петрова|Desk|desk@example.com|# Своё сообщение",
        "",
        "и «ещё»",
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("<x>\nCommitter: y", "x Committer: y"),
        ("...", "Telegram 5000000001"),
        ("", "Telegram 5000000001"),
        ("\x00\u2028\ud800", "Telegram 5000000001"),
        ("--amend", "--amend"),
        ("`id`$(id)", "`id`$(id)"),
    ],
)
def test_a_name_is_a_name(root: Path, name: str, shown: str) -> None:
    change = add_phrasing(root, "a", "ru", "куда ехать")
    assert publish(change, root, Author(name, ANNA.id), NOW).commit
    assert log(root, "-1", "--format=%an") == [shown]


def test_files_with_odd_names_come_and_go(root: Path) -> None:
    names = ("--force.md", "*.md", ":(top)x.md", "en/новый файл.md")
    added = Change(tuple(FileChange(name, None, "## Да?\n\nДа.\n") for name in names), Kind.FILE, "")
    assert publish(added, root, ANNA, NOW).commit == git(root, "rev-parse", "HEAD")
    shown = git(root, "show", "--format=", "--name-only", "-z", "HEAD").strip("\0").split("\0")
    assert sorted(shown) == sorted(f"faq/{name}" for name in names)
    assert publish(undo(added, root), root, ANNA, NOW).commit == git(root, "rev-parse", "HEAD")
    assert git(root, "status", "--porcelain") == ""
    assert git(root, "rev-list", "--count", "HEAD") == "3"


def test_edits_on_disk_are_nobody_s_publication(root: Path) -> None:
    edited = FILE.replace("Тут.", "Там.")
    (root / "a.md").write_text(edited, encoding="utf-8")
    published = publish_one(root)
    assert published.edited_on_disk == git(root, "rev-parse", "HEAD~1")
    assert log(root, "-2", "--format=%an|%s") == [
        "Анна Петрова|Формулировка «куда ехать» к вопросу «Где?»",
        "Edited on disk|Edited on disk: a.md",
    ]
    assert git(root, "show", "HEAD~1:faq/a.md") == edited.strip()


def test_so_is_a_file_that_nobody_has_committed(root: Path) -> None:
    (root / "c.md").write_text("## Да? {#c}\n\nДа.\n", encoding="utf-8")
    published = publish(replace_answer(root, "c", "ru", "Нет."), root, ANNA, NOW)
    assert published.edited_on_disk
    assert git(root, "show", "HEAD~1:faq/c.md") == "## Да? {#c}\n\nДа."
    assert git(root, "show", "HEAD:faq/c.md") == "## Да? {#c}\n\nНет."


def test_the_first_commit_of_a_repository(folder: Folder) -> None:
    root = folder({"a.md": FILE})
    git(root, "init", "--quiet", "--initial-branch=main")
    published = publish_one(root)
    assert published.commit == git(root, "rev-parse", "HEAD")
    assert git(root, "show", "HEAD~1:a.md") == FILE.strip()


def test_a_publication_that_a_crash_left_without_its_commit(root: Path) -> None:
    change = add_phrasing(root, "a", "ru", "куда ехать")
    (root / "a.md").write_text(NEW, encoding="utf-8")
    published = publish(change, root, ANNA, NOW)
    assert published.edited_on_disk is None
    assert log(root, "-1", "--format=%an") == ["Анна Петрова"]
    assert publish(change, root, ANNA, NOW) == Published(published.commit)
    assert git(root, "rev-list", "--count", "HEAD") == "2"


def test_line_ends_that_git_converts(root: Path) -> None:
    git(root, "config", "core.autocrlf", "true")
    (root / "a.md").write_bytes(FILE.replace("\n", "\r\n").encode())
    published = publish_one(root)
    assert published.edited_on_disk is None
    assert git(root, "show", "HEAD:faq/a.md") == NEW.strip()
    assert (root / "a.md").read_bytes() == NEW.replace("\n", "\r\n").encode()


def uncommitted(root: Path, **more: str) -> Published:
    """The change is published all the same, and nothing of the repository is touched."""
    before = git(root, "rev-parse", "HEAD")
    published = publish_one(root, **more)
    assert published.commit is None
    assert (root / "a.md").read_text(encoding="utf-8") == NEW
    assert git(root, "rev-parse", "HEAD") == before
    return published


def test_without_a_repository_nobody_expects_one(folder: Folder) -> None:
    published = publish_one(folder({"a.md": FILE}))
    assert (published.commit, published.uncommitted) == (None, Uncommitted.NO_REPOSITORY)
    assert published.remark("ru") == published.remark("en") == ""


def test_what_the_repository_ignores(root: Path) -> None:
    (root.parent / ".gitignore").write_text("/faq/\n", encoding="utf-8")
    git(root, "rm", "--quiet", "--cached", "-r", ".")
    person_commits(root.parent)
    assert uncommitted(root).uncommitted is Uncommitted.IGNORED


def test_what_the_repository_ignores_beside_what_it_has(root: Path) -> None:
    (root / ".gitignore").write_text("photos/\n")
    person_commits(root)
    change = add_phrasing(root, "a", "ru", "куда ехать")
    pictures = FileChange("photos/a.jpg", None, "1"), FileChange("photos/b.jpg", None, "2")
    published = publish(replace(change, files=(*pictures, *change.files)), root, ANNA, NOW)
    assert (published.commit, published.uncommitted) == (git(root, "rev-parse", "HEAD"), None)
    assert log(root, "-1", "--format=", "--name-only") == ["faq/a.md"]
    assert git(root, "status", "--porcelain") == ""


def test_a_detached_head(root: Path) -> None:
    git(root, "checkout", "--quiet", "--detach")
    published = uncommitted(root)
    assert published.uncommitted is Uncommitted.DETACHED
    assert published.remark("ru").startswith("Опубликовано. ")


@pytest.mark.parametrize("name", ["rebase-merge", "rebase-apply", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD"])
def test_something_in_progress(root: Path, name: str) -> None:
    (root.parent / ".git" / name).mkdir()
    assert uncommitted(root).uncommitted is Uncommitted.IN_PROGRESS


def test_a_lock_that_somebody_holds(root: Path) -> None:
    lock = root.parent / ".git" / "index.lock"
    lock.touch()
    assert uncommitted(root).uncommitted is Uncommitted.LOCKED
    assert lock.exists()
    lock.unlink()
    assert git(root, "status", "--porcelain") == "M faq/a.md"


def test_a_version_that_somebody_has_staged(root: Path) -> None:
    (root / "a.md").write_text("подготовлено", encoding="utf-8")
    git(root, "add", "a.md")
    (root / "a.md").write_text(FILE, encoding="utf-8")
    assert publish_one(root).uncommitted is Uncommitted.HALF_STAGED
    assert git(root, "show", ":faq/a.md") == "подготовлено"


def test_a_repository_of_another_user(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    published = publish_one(root)
    monkeypatch.undo()
    assert published.uncommitted is Uncommitted.UNTRUSTED
    assert "safe.directory" in published.remark("en")
    assert (root / "a.md").read_text(encoding="utf-8") == NEW


def test_a_machine_without_git(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    assert publish_one(root).uncommitted is Uncommitted.NO_GIT


def hook(root: Path, name: str, script: str) -> None:
    path = root.parent / ".git" / "hooks" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_hooks_that_check_are_skipped_and_others_run(root: Path) -> None:
    for name in ("pre-commit", "commit-msg"):
        hook(root, name, "exit 1")
    hook(root, "post-commit", "touch pushed; exit 1")
    assert publish_one(root).commit == git(root, "rev-parse", "HEAD")
    assert (root.parent / "pushed").exists()


def test_a_hook_that_refuses(root: Path) -> None:
    hook(root, "prepare-commit-msg", "echo 'нет задачи' >&2; exit 1")
    published = uncommitted(root)
    assert (published.uncommitted, published.said) == (Uncommitted.REFUSED, "нет задачи")
    assert "нет задачи" in published.remark("ru")
    assert publish(replace_file(root, "c.md", "## Да?\n\nДа.\n".encode()), root, ANNA, NOW).commit is None
    assert "c.md" not in git(root, "ls-files")


def test_a_hook_that_never_ends(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_module, "SECONDS", 1.0)
    hook(root, "prepare-commit-msg", "exec tail -f /dev/null")
    assert uncommitted(root).uncommitted is Uncommitted.TOO_SLOW
    assert not (root.parent / ".git" / "index.lock").exists()


def test_the_environment_of_a_hook_leads_nowhere_else(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", "/nonexistent")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nonexistent/index")
    commit = publish_one(root).commit
    monkeypatch.delenv("GIT_DIR")
    monkeypatch.delenv("GIT_INDEX_FILE")
    assert commit == git(root, "rev-parse", "HEAD")


def test_a_linked_folder_and_a_work_tree_beside(root: Path, tmp_path: Path) -> None:
    git(root, "worktree", "add", "--quiet", str(tmp_path / "beside"), "-b", "beside")
    (tmp_path / "link").symlink_to(tmp_path / "beside" / "faq")
    published = publish_one(tmp_path / "link")
    assert published.commit == git(root, "rev-parse", "beside")
    assert git(root, "rev-list", "--count", "main") == "1"


def test_a_linked_file_is_committed_where_it_is(root: Path) -> None:
    (root.parent / "shared.md").write_text("## Да? {#c}\n\nДа.\n", encoding="utf-8")
    (root / "c.md").symlink_to("../shared.md")
    person_commits(root.parent)
    assert publish(remove_entry(root, "c"), root, ANNA, NOW).commit
    assert git(root, "show", "--format=", "--name-only", "HEAD") == "shared.md"
    assert git(root, "status", "--porcelain") == ""
