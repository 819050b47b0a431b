"""A task that runs as long as a block: the block's end cancels it, and its error ends the block."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress


@asynccontextmanager
async def background_task(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Run `work` until the block ends. When it raises, the block is cancelled and the error is raised from it."""
    block = asyncio.current_task()
    task = asyncio.create_task(work, name=f"background task {getattr(work, '__qualname__', '')}".rstrip())

    def end_block(_: asyncio.Task[None]) -> None:
        if block is not None and _error_of(task) is not None:
            block.cancel()

    task.add_done_callback(end_block)
    try:
        yield
    except asyncio.CancelledError:
        error = _error_of(task)
        if error is None or block is None or block.uncancel():
            raise
        raise error from None
    finally:
        task.remove_done_callback(end_block)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def _error_of(task: asyncio.Task[None]) -> BaseException | None:
    return task.exception() if task.done() and not task.cancelled() else None
