"""Work that only one of several replicas, the leader, may do."""

from collections.abc import Awaitable, Callable

from bot.runtime.background_task import background_task
from storage import Database

Work = Callable[[], Awaitable[None]]


def run_by_leader(database: Database, duty: str, work: Work) -> Work:
    """Wrap `work` so that every replica can run it: it waits for the lease named `duty`, then does the work.

    When the leader dies, another replica gets the lease. The wrapped work raises OperationalError when the lease is
    lost; start it again then. With a database that is not shared, returns `work` itself.
    """
    if not database.is_shared:
        return work

    async def work_while_leading() -> None:
        from storage.leader import hold_lease

        async with hold_lease(database.url, duty) as lease, background_task(lease.watch()):
            await work()

    return work_while_leading
