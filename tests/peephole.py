"""A look into the desk's database from outside, whichever it is."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine, make_url, text

from storage.database import is_postgres

LOCK_TIMEOUT = "-c lock_timeout=20s"  # who holds the lock may wait for us: that is an error, and no endless wait


class Peephole:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def ask(self, question: str, **values: object) -> list[tuple[Any, ...]]:
        """Look, or change something; `values` are what is named `:so` in the question."""
        with self._engine.connect() as connection:
            answer = connection.execute(text(question), values) if values else connection.exec_driver_sql(question)
            return [tuple(row) for row in answer] if answer.returns_rows else []

    async def change(self, statement: str) -> None:
        """The same while the event loop goes on: its jobs may hold a lock that the statement waits for."""
        await asyncio.to_thread(self.ask, statement)


@contextmanager
def a_peephole(url: str) -> Iterator[Peephole]:
    address, options = make_url(url), {}
    if is_postgres(url):
        address, options = address.set(drivername="postgresql+psycopg"), {"options": LOCK_TIMEOUT}
    engine = create_engine(address, isolation_level="AUTOCOMMIT", connect_args=options)
    try:
        yield Peephole(engine)
    finally:
        engine.dispose()
