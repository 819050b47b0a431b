"""Work that one of several replicas, the leader, does for all."""

from collections.abc import Awaitable, Callable

from bot.runtime.background_task import background_task
from storage import Database

Work = Callable[[], Awaitable[None]]


def by_one(database: Database, duty: str, work: Work) -> Work:
    """The work as each replica has to run it: only the leader does it, and when it dies another takes over.

    It raises OperationalError when the lease was lost, and is to be started again then.
    """
    if not database.is_shared:
        return work

    async def work_while_leading() -> None:
        from storage.leader import lead

        async with lead(database.url, duty) as held, background_task(held.is_held()):
            await work()

    return work_while_leading
