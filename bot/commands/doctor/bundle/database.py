"""The database in figures: its size, its version, and how many rows its tables have."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.commands.database import database_exists, database_file, reading, revision
from storage.database import is_postgres
from storage.migrate import newest_revision
from storage.table_sizes import TableSize, table_sizes


def database_lines(url: str, now: datetime) -> Iterator[str]:
    """`now` is aware. Raises CommandError when the database can't be read, or has another version's schema."""
    yield f"newest schema of this program: {newest_revision()}"
    if not is_postgres(url):
        path = database_file(url)
        for title, file in (("file", path), ("write-ahead log", path.with_name(f"{path.name}-wal"))):
            yield f"{title}: {file.stat().st_size} bytes" if file.exists() else f"{title}: none"
    if not database_exists(url):
        yield "there is no database yet"
        return
    with reading(url) as session:
        yield f"schema: {revision(session)}"
        yield from (_line(one, now) for one in table_sizes(session))


def _line(size: TableSize, now: datetime) -> str:
    if size.oldest is None or size.newest is None:
        return f"{size.name}: {size.rows} rows"
    return f"{size.name}: {size.rows} rows, {_hours(now - size.newest)} to {_hours(now - size.oldest)} h old"


def _hours(age: timedelta) -> str:
    return f"{age / timedelta(hours=1):.1f}"
