"""Work on a thread that the end of the process doesn't wait for, unlike that of `asyncio.to_thread`."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


def in_daemon_thread(make: Callable[[], T]) -> "Future[T]":
    """Call `make` in a daemon thread."""
    made: Future[T] = Future()
    made.set_running_or_notify_cancel()  # a waiter that is cancelled must not cancel it for the others

    def work() -> None:
        try:
            made.set_result(make())
        except Exception as error:
            made.set_exception(error)

    Thread(target=work, daemon=True).start()
    return made
