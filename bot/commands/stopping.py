"""Running until SIGINT or SIGTERM, with a time limit for the shutdown."""

import asyncio
import logging
import os
import signal
from collections.abc import Coroutine
from contextlib import suppress
from threading import Timer

log = logging.getLogger(__name__)

STOP_SECONDS = 1.9  # the documented limit is 2 seconds


async def run_until_stopped(work: Coroutine[None, None, None]) -> None:
    """Run `work` until it ends or SIGINT or SIGTERM cancels it, also during its start.

    A shutdown that takes longer than `STOP_SECONDS` (a locked database, a library that ignores cancellation) ends with
    `os._exit`. Nothing is lost then: everything that must survive was committed before.
    """
    doing = asyncio.ensure_future(work)

    def stop() -> None:
        doing.cancel()
        end = Timer(STOP_SECONDS, _end)
        end.daemon = True  # does not delay the exit of the interpreter
        end.start()

    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop)
    with suppress(asyncio.CancelledError):
        await doing


def _end() -> None:
    log.warning("The shutdown took more than %s s; exiting now. Nothing is lost", STOP_SECONDS)
    os._exit(0)
