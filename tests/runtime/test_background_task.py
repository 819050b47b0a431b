"""A task in the background: its error ends the block, the block's end cancels it, and no cancellation is lost."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress

import pytest

from bot.runtime import background_task as module
from bot.runtime.background_task import background_task

SOON = 0.01  # seconds


class BrokenError(Exception):
    """Of the task."""


class OtherError(Exception):
    """Of the block."""


async def forever() -> None:
    await asyncio.Event().wait()


async def breaks() -> None:
    raise BrokenError


async def breaks_when_cancelled() -> None:
    try:
        await forever()
    finally:
        raise BrokenError


async def loses(cancellations: int) -> None:
    """As `asyncio.wait_for` does in Python 3.11."""
    for _ in range(cancellations):
        with suppress(asyncio.CancelledError):
            await forever()
    await forever()


async def within(work: Coroutine[None, None, None], block: Coroutine[None, None, None]) -> None:
    async with background_task(work):
        await block


def nothing_left() -> bool:
    return asyncio.all_tasks() == {asyncio.current_task()}


async def test_it_ends_with_the_block() -> None:
    await within(forever(), asyncio.sleep(0))
    assert nothing_left()


async def test_its_error_ends_the_block() -> None:
    with pytest.raises(BrokenError):
        await within(breaks(), forever())
    task = asyncio.current_task()
    assert task is not None
    assert not task.cancelling()


async def test_its_error_comes_before_that_of_the_block_it_ended() -> None:
    async def fails_in_turn() -> None:
        try:
            await forever()
        finally:
            raise OtherError

    with pytest.raises(BrokenError):
        await within(breaks(), fails_in_turn())
    task = asyncio.current_task()
    assert task is not None
    assert not task.cancelling()


async def test_an_error_while_the_block_ends_is_raised_and_ends_nothing_else() -> None:
    with pytest.raises(BrokenError):
        await within(breaks_when_cancelled(), asyncio.sleep(0))
    await asyncio.sleep(0)


async def test_an_error_of_the_block_is_raised() -> None:
    async def fails() -> None:
        raise OtherError

    with pytest.raises(OtherError):
        await within(forever(), fails())
    assert nothing_left()


async def test_errors_of_a_task_group_in_the_block_are_raised() -> None:
    async def fails_while_the_group_ends() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails_soon())

    async def fails_soon() -> None:
        await asyncio.sleep(SOON)
        raise OtherError

    with pytest.raises(ExceptionGroup) as raised:
        await within(forever(), fails_while_the_group_ends())
    assert [type(error) for error in raised.value.exceptions] == [OtherError]
    assert nothing_left()


@pytest.mark.parametrize("work", [forever, breaks_when_cancelled])
async def test_who_cancels_the_block_sees_it_cancelled(work: Callable[[], Coroutine[None, None, None]]) -> None:
    task = asyncio.create_task(within(work(), forever()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert nothing_left()


async def test_a_block_that_is_cancelled_while_it_ends_is_cancelled_when_the_task_has_ended() -> None:
    ends, has_ended = asyncio.Event(), False

    async def ends_late() -> None:
        nonlocal has_ended
        try:
            await forever()
        except asyncio.CancelledError:
            with suppress(asyncio.CancelledError):
                await ends.wait()
            has_ended = True

    task = asyncio.create_task(within(ends_late(), asyncio.sleep(0)))
    for _ in range(5):
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert has_ended


async def test_a_lost_cancellation_is_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CANCEL_AGAIN_SECONDS", SOON)
    async with asyncio.timeout(60):
        await within(loses(3), asyncio.sleep(0))
    assert nothing_left()
