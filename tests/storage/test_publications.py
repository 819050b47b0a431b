"""The history of the FAQ."""

from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from storage import Database, publications
from storage.models import Publication

NOW = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
ANNA, BORIS = 5_000_000_001, 5_000_000_002
FILES = [
    {
        "path": "ru/вопросы.md",
        "before": None,
        "after": "## Где?\r\n\r\nТут ₽ \u0000\U0001f69a",
        "after_encoding": "utf-8",
    }
]


def published(session: Session, about: str, **more: object) -> int:
    row = Publication(
        at=NOW, author_id=ANNA, author_name="Анна", kind="entry", summary=f"Новая запись «{about}»", about=about
    )
    for name, value in more.items():
        setattr(row, name, value)
    return publications.add(session, row)


def test_texts_come_back_letter_by_letter(database: Database) -> None:
    with database.transaction() as session:
        number = published(session, "Где?", files=FILES, commit_hash="a" * 40, language="ru")
    with database.transaction() as session:
        row = publications.get(session, number)
        assert row is not None
        assert (row.files, row.commit_hash, row.at, row.author_id) == (FILES, "a" * 40, NOW, ANNA)
        assert (row.undone_at, row.undone_by, row.undone_name) == (None, None, "")
        assert publications.get(session, number + 1) is None


def test_the_newest_come_first(session: Session) -> None:
    numbers = [published(session, about) for about in ("раз", "два", "три")]
    assert publications.mark_undone(session, numbers[2], BORIS, "Борис", NOW)
    assert [row.about for row in publications.latest(session, 2)] == ["три", "два"]


def test_only_one_takes_it_back(session: Session) -> None:
    number = published(session, "Где?")
    later = NOW + timedelta(minutes=5)
    assert publications.mark_undone(session, number, BORIS, "Борис", later)
    assert not publications.mark_undone(session, number, ANNA, "Анна", NOW)
    row = publications.get(session, number)
    assert row is not None
    assert (row.undone_at, row.undone_by, row.undone_name) == (later, BORIS, "Борис")
    assert not publications.mark_undone(session, number + 1, ANNA, "Анна", NOW)
