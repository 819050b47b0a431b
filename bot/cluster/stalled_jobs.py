"""Recovers the jobs of replicas that died or stand still."""

import asyncio
import logging

from storage import Database
from storage.jobs import DEAD_SECONDS, enqueue_missing_jobs, requeue_stalled

log = logging.getLogger(__name__)

RECOVERY_SECONDS = 2.0


async def recover_jobs(database: Database) -> None:
    """Every two seconds, until cancelled: requeue the jobs of dead workers, and enqueue jobs that are missing.

    Each replica does it: the transactions are run one by one and look anew. Raises OperationalError when the server
    can't be reached.
    """
    while True:
        for job in await database.run(lambda session: requeue_stalled(session, DEAD_SECONDS)):
            log.warning("Retrying job %s of a worker that gives no heartbeat", job)
        await database.run(enqueue_missing_jobs)
        await asyncio.sleep(RECOVERY_SECONDS)
