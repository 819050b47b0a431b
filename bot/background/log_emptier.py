"""Takes erased words out of SQLite's write-ahead log, soon after a customer was forgotten."""

import asyncio
import logging
import time

from sqlmodel import col

from bot.desk.transactions import Transactions
from bot.runtime.wakeup import Wakeup
from storage.models import Customer

log = logging.getLogger(__name__)

RETRY_SECONDS = 1.0  # while somebody reads what is in the log
LATE_SECONDS = 60.0
IDLE_SECONDS = 3600.0


class LogEmptier:
    """Woken by each commit of this process that has anonymised a customer.

    `nightdesk customer forget` empties the log itself.
    """

    def __init__(self, transactions: Transactions) -> None:
        self._database = transactions.database
        self._wakeup = Wakeup()

    async def run(self) -> None:
        """Empty the log whenever it is due, until cancelled."""
        self._database.on_commit(self._wakeup.call, changed=[col(Customer.door)])
        while True:
            if await self._wakeup.sleep(IDLE_SECONDS):
                await self._empty()

    async def _empty(self) -> None:
        begun, is_late = time.monotonic(), False
        while not await self._database.empty_log():
            await asyncio.sleep(RETRY_SECONDS)
            if not is_late and time.monotonic() - begun >= LATE_SECONDS:
                is_late = True
                log.warning("Erased words are still in the write-ahead log: another program is reading the database")
