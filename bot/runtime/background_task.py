"""A task that runs as long as a block: the block's end cancels it, and its error ends the block."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress

CANCEL_AGAIN_SECONDS = 5.0
"""Longer than any task takes to finish its work once it is cancelled. It is for work that ends while the process goes
on, as a former leader's does: a stop of the process takes less in any case (`bot.commands.stopping`)."""


@asynccontextmanager
async def background_task(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Run `work` until the block ends. When it raises, the block is cancelled and the error is raised from it.

    A cancellation by somebody else comes before any error but an ExceptionGroup: an asyncio.TaskGroup of Python 3.11
    that raises one may have left its own cancellation counted (https://github.com/python/cpython/issues/116720).
    """
    block = asyncio.current_task()
    assert block is not None
    cancelled_before, is_block_running, is_block_cancelled = block.cancelling(), True, False
    task = asyncio.create_task(work, name=f"background task {getattr(work, '__qualname__', '')}".rstrip())

    def end_block(_: asyncio.Task[None]) -> None:
        nonlocal is_block_cancelled
        if is_block_running and _error_of(task) is not None:
            is_block_cancelled = True
            block.cancel()

    task.add_done_callback(end_block)
    try:
        yield
    except asyncio.CancelledError:
        if not is_block_cancelled:
            raise
    except BaseExceptionGroup:
        cancelled_before = block.cancelling()
        raise
    finally:
        is_block_running = False
        await _end(task)
        if is_block_cancelled:
            block.uncancel()
        if block.cancelling() > cancelled_before:
            raise asyncio.CancelledError
        if error := _error_of(task):
            raise error from None


async def _end(task: asyncio.Task[None]) -> None:
    """Cancel until it has ended, also when the caller is cancelled meanwhile.

    Once is not enough: `asyncio.wait_for` of Python 3.11, which drivers use, loses a cancellation that comes in the
    moment in which the awaited thing is done (https://github.com/python/cpython/issues/86296).
    """
    while not task.done():
        task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.wait([task], timeout=CANCEL_AGAIN_SECONDS)


def _error_of(task: asyncio.Task[None]) -> BaseException | None:
    return task.exception() if task.done() and not task.cancelled() else None
