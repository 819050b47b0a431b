"""Where a desk keeps what can be worked out again."""

from pathlib import Path

import pytest

from bot.runtime.cache_folder import cache_folder

SHARED = "postgresql+psycopg://desk:secret@db/nightdesk"


def test_it_is_beside_an_sqlite_file(tmp_path: Path) -> None:
    assert cache_folder(f"sqlite:///{tmp_path / 'nightdesk.db'}") == tmp_path / "nightdesk.db.cache"


def test_a_database_in_memory_has_none() -> None:
    assert cache_folder("sqlite://") is None
    assert cache_folder("sqlite:///:memory:") is None


def test_for_a_server_it_is_among_the_users_caches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CACHE_DIRECTORY", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = cache_folder(SHARED)
    assert folder is not None
    assert folder.parent == tmp_path / "nightdesk"
    assert folder != cache_folder(SHARED + "_of_another_desk")
    assert folder == cache_folder(SHARED.replace("secret", "another password"))


def test_systemd_says_where(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CACHE_DIRECTORY", str(tmp_path))
    folder = cache_folder(SHARED)
    assert folder is not None
    assert folder.is_relative_to(tmp_path)
