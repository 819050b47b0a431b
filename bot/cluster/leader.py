"""Work that one of several machines does for all."""

from collections.abc import Awaitable, Callable

from bot.runtime.background_task import background_task
from storage import Database

Work = Callable[[], Awaitable[None]]


def by_one(database: Database, duty: str, work: Work) -> Work:
    """The work as it is to be run by each machine: only one of them does it, and when that one dies another goes on.

    It ends with OperationalError when the duty was lost, to be begun anew.
    """
    if not database.is_shared:
        return work

    async def take_turns() -> None:
        from storage.leader import lead

        async with lead(database.url, duty) as held, background_task(held.is_held()):
            await work()

    return take_turns
