"""Names for what an asyncio task does now, so that the watchdog can tell what is stuck."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def task_named(name: str) -> Iterator[None]:
    """The present task has that name within the block, and so have the works that it gives to the writer."""
    task = asyncio.current_task()
    before = task.get_name() if task else ""
    if task:
        task.set_name(name)
    try:
        yield
    finally:
        if task:
            task.set_name(before)
