"""Recovers the jobs of replicas that died.

https://procrastinate.readthedocs.io/en/stable/howto/production/retry_stalled_jobs.html
"""

import asyncio

from procrastinate.exceptions import ConnectorException
from sqlalchemy.exc import OperationalError

from bot.cluster.workers import app_of, retry
from storage import Database
from storage.jobs import DEAD_SECONDS, enqueue_missing_jobs

RECOVERY_SECONDS = 2.0


async def recover_jobs(database: Database) -> None:
    """Every two seconds, until cancelled: requeue the jobs of dead workers, and enqueue jobs that are missing.

    Raises OperationalError when the server can't be reached.
    """
    async with app_of(database.url, connections=1).open_async() as app:
        while True:
            try:
                stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_SECONDS)
            except ConnectorException as error:
                raise OperationalError(None, None, error) from error
            for job in stalled:
                await retry(app, job)
            await database.run(enqueue_missing_jobs)
            await asyncio.sleep(RECOVERY_SECONDS)
