"""A look into the desk's database from outside, whichever it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine, make_url, text

from storage.database import is_postgres


class Peephole:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def ask(self, question: str, **values: object) -> list[tuple[Any, ...]]:
        """Look, or change something; `values` are what is named `:so` in the question."""
        with self._engine.connect() as connection:
            answer = connection.execute(text(question), values) if values else connection.exec_driver_sql(question)
            return [tuple(row) for row in answer] if answer.returns_rows else []


@contextmanager
def a_peephole(url: str) -> Iterator[Peephole]:
    address = make_url(url)
    if is_postgres(url):
        address = address.set(drivername="postgresql+psycopg")
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    try:
        yield Peephole(engine)
    finally:
        engine.dispose()
