"""background_task: the task ends with its block, and a failing task ends the block."""

import asyncio

import pytest

from bot.runtime.background_task import background_task


async def fail_after(event: asyncio.Event) -> None:
    await event.wait()
    raise OSError("no more")


async def test_work_that_fails_ends_the_block_with_its_error() -> None:
    event, ended = asyncio.Event(), []

    async def sleep_well() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("the other")

    async def block() -> None:
        async with background_task(sleep_well()), background_task(fail_after(event)), background_task(sleep_well()):
            event.set()
            await asyncio.Event().wait()

    with pytest.raises(OSError, match="no more"):
        await block()
    assert ended == ["the other", "the other"]


async def test_work_that_comes_to_its_end_does_not() -> None:
    done = asyncio.Event()

    async def work() -> None:
        done.set()

    async with background_task(work()):
        await done.wait()


async def test_the_block_s_own_error_and_cancellation_stay_what_they_are() -> None:
    with pytest.raises(KeyError):
        async with background_task(asyncio.Event().wait()):  # type: ignore[arg-type]  # what it returns does not matter
            raise KeyError
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0), background_task(fail_after(asyncio.Event())):
            await asyncio.Event().wait()


async def test_an_error_at_the_very_end_is_not_swallowed() -> None:
    event = asyncio.Event()

    async def fail_when_told_to_stop() -> None:
        try:
            await event.wait()
        finally:
            raise OSError("while stopping")

    with pytest.raises(OSError, match="while stopping"):
        async with background_task(fail_when_told_to_stop()):
            await asyncio.sleep(0)
