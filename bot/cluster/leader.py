"""Work that only one of several replicas, the leader, may do."""

import logging
import os
import socket
from collections.abc import Awaitable, Callable
from uuid import uuid4

from bot.runtime.background_task import background_task
from storage import Database
from storage.errors import FencedError
from storage.fencing import fenced_by
from storage.leases import Replica

log = logging.getLogger(__name__)

Work = Callable[[], Awaitable[None]]


def this_replica() -> Replica:
    """This process, named by its machine and its process id."""
    return Replica(uuid4().hex, f"{socket.gethostname()}:{os.getpid()}")


def run_by_leader(database: Database, duty: str, work: Work, replica: Replica, is_able: Callable[[], bool]) -> Work:
    """Wrap `work` so that every replica can run it: it waits for the lease named `duty`, then does the work.

    When the leader gives no heartbeat, or `is_able` says that it can't do its duty, another replica gets the lease; the
    old one writes nothing more, stops the work and waits for its next turn. The wrapped work raises OperationalError
    when the connection is lost; start it again then. With a database that is not shared, returns `work` itself.
    """
    if not database.is_shared:
        return work

    async def work_while_leading() -> None:
        from storage.leader import hold_lease

        while True:
            try:
                async with hold_lease(database.url, duty, replica, is_able) as lease:
                    with fenced_by(lease):
                        async with background_task(lease.keep(is_able)):
                            await work()
            except FencedError as error:
                log.warning("%s steps back: %s", replica.name, error)

    return work_while_leading
