"""A look into the desk's database from outside, whichever it is."""

import asyncio
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from threading import Lock
from typing import Any

import psycopg
from sqlalchemy import make_url

from storage.database import is_postgres

LOCK_TIMEOUT = "-c lock_timeout=20s"  # who holds the lock may wait for us: that is an error, and no endless wait
BUSY_SECONDS = 20.0


class Peephole:
    """One connection without transactions; dialogs ask a hundred times each, so nothing stands between it and them."""

    def __init__(self, connection: "sqlite3.Connection | psycopg.Connection[Any]") -> None:
        self._connection = connection
        self._lock = Lock()

    def ask(self, question: str, **values: object) -> list[tuple[Any, ...]]:
        """Look, or change something; `values` are what is named `:so` in the question."""
        with self._lock, closing(self._connection.cursor()) as cursor:
            if isinstance(cursor, sqlite3.Cursor):
                cursor.execute(question, values)
            else:
                cursor.execute(_named(question) if values else question, values or None)
            return [tuple(row) for row in cursor.fetchall()] if cursor.description else []

    async def change(self, statement: str) -> None:
        """The same while the event loop goes on: its jobs may hold a lock that the statement waits for."""
        await asyncio.to_thread(self.ask, statement)


@cache
def _named(question: str) -> bytes:
    """With the placeholders of psycopg."""
    return re.sub(r"(?<!:):([a-z_]\w*)", r"%(\1)s", question.replace("%", "%%")).encode()


@contextmanager
def a_peephole(url: str) -> Iterator[Peephole]:
    with closing(_connect(url)) as connection:
        yield Peephole(connection)


def _connect(url: str) -> "sqlite3.Connection | psycopg.Connection[Any]":
    address = make_url(url)
    if is_postgres(url):
        plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
        return psycopg.connect(plain, autocommit=True, options=LOCK_TIMEOUT)
    path = str(address.database)
    return sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
