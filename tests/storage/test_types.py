"""Column types return the stored value, from any time zone; ambiguous values are rejected."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import make_url
from sqlalchemy.exc import StatementError

from storage import Database
from storage.models import Customer, State
from storage.types import OneOf, UtcDateTime

SQLITE, POSTGRES = (make_url(f"{name}://").get_dialect()() for name in ("sqlite", "postgresql"))
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1900, 1, 2), datetime(2200, 1, 1), timezones=ZONES)  # noqa: DTZ001 - zones are given


@given(MOMENTS)
def test_moments_come_back_in_utc(moment: datetime) -> None:
    for dialect in (SQLITE, POSTGRES):
        kind = UtcDateTime()
        stored = kind.process_bind_param(moment, dialect)
        read = kind.process_result_value(stored, dialect)
        assert read == moment
        assert read.tzinfo is UTC


def test_sqlite_stores_utc_so_that_moments_sort(in_a_file: Database) -> None:
    later = datetime(2026, 11, 20, 23, 40, tzinfo=timezone(timedelta(hours=3)))
    earlier = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
    with in_a_file.transaction() as session:
        for moment in (later, earlier):
            session.add(Customer(address=moment.isoformat(), created_at=moment))
    with in_a_file.transaction() as session:
        rows = session.connection().exec_driver_sql("SELECT created_at FROM customer ORDER BY created_at").scalars()
        assert [row[:19] for row in rows] == ["2026-11-20 20:00:00", "2026-11-20 20:40:00"]


def test_a_naive_moment_is_refused(database: Database) -> None:
    def keep() -> None:
        with database.transaction() as session:
            session.add(Customer(address="1", created_at=datetime(2026, 11, 20)))  # noqa: DTZ001 - the point of it

    with pytest.raises(StatementError, match="naive datetime"):
        keep()


def test_a_word_that_is_none_of_them_is_refused() -> None:
    with pytest.raises(ValueError, match="asleep"):
        OneOf(State).process_bind_param("asleep", SQLITE)
