"""Several threads that try the same thing at the same time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from sqlmodel import Session

from storage import Database

THREADS = 8
Result = TypeVar("Result")


def at_once(database: Database, work: Callable[[Session, int], Result]) -> list[Result]:
    """The results of several threads that do the work at the same time, each in a transaction of its own."""
    start = Barrier(THREADS)

    def run(number: int) -> Result:
        start.wait()
        with database.transaction() as session:
            return work(session, number)

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(run, range(THREADS)))
