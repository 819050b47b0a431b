"""Has the configured encoder serve as soon as it can, and again when its model or the FAQ has changed.

Until then, and whenever it fails, questions are matched without it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.desk.knowledge import Knowledge
from bot.runtime.daemon_thread import in_daemon_thread
from faq import EncoderUnavailableError

log = logging.getLogger(__name__)

LOOK_SECONDS = 15.0
LONGEST_PAUSE = 600.0  # seconds between tries that fail


class EncoderKeeper:
    def __init__(self, knowledge: Knowledge, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._knowledge = knowledge
        self._sleep = sleep
        self._told = ""  # why it is not used, as it was last logged

    async def run(self) -> None:
        """Look every 15 seconds whether something is to be done, until cancelled; after failures less often."""
        pause = LOOK_SECONDS
        while True:
            is_done = await self._try()
            pause = LOOK_SECONDS if is_done else min(LONGEST_PAUSE, 2 * pause)
            await self._sleep(pause)

    async def _try(self) -> bool:
        """Whether nothing is left to be done."""
        try:
            if await asyncio.wrap_future(in_daemon_thread(self._knowledge.strengthen)):
                log.info("The encoder is in use")
            self._told = ""
        except EncoderUnavailableError as error:
            if str(error) != self._told:
                log.warning("The encoder is not used, matching goes on without it: %s", str(error))
            self._told = str(error)
            return False
        except Exception:  # whatever a server answers, it must not end the desk
            log.exception("The encoder is not used, matching goes on without it")
            return False
        return True
