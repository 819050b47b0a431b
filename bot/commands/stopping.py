"""Work that goes on until the process is told to stop, and a stop that comes to an end whatever holds it up."""

import asyncio
import logging
import os
import signal
from collections.abc import Coroutine
from contextlib import suppress
from threading import Timer

log = logging.getLogger(__name__)

STOP_SECONDS = 1.9  # two are promised


async def until_told_to_stop(work: Coroutine[None, None, None]) -> None:
    """Do the work. Ctrl+C and SIGTERM cancel it, even while it starts, and what it holds is closed in order.

    What takes longer than `STOP_SECONDS` is cut off: a database that somebody else has locked, or a library that did
    not notice that it was cancelled. The process ends then as if it was killed, at which nothing is lost.
    """
    doing = asyncio.ensure_future(work)

    def stop() -> None:
        doing.cancel()
        end = Timer(STOP_SECONDS, _end)
        end.daemon = True  # no reason to wait when all has ended by itself
        end.start()

    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop)
    with suppress(asyncio.CancelledError):
        await doing


def _end() -> None:
    log.warning("Ended without waiting any longer for what is still at work; nothing is lost by that")
    os._exit(0)
