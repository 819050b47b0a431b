"""Running until SIGINT or SIGTERM, with a time limit for the shutdown that holds whatever is stuck."""

import asyncio
import faulthandler
import gc
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from threading import Timer

from bot.runtime import stop_guard

log = logging.getLogger(__name__)

STOP_SECONDS = 1.9  # the documented limit is 2 seconds
GUARD_SECONDS = 2.3  # after this the process is killed from outside: nothing in it could run
FORCED = 1  # the exit status
_STANDARD_ERROR = 2  # the file descriptor: `sys.stderr` may have been replaced by an object without one
_STARTED: "list[subprocess.Popen[bytes]]" = []  # kept, so that the pipe to it stays open until this process ends


async def run_until_stopped(work: Coroutine[None, None, None]) -> None:
    """Run `work` until it ends or SIGINT or SIGTERM cancels it, also during its start.

    A shutdown that takes longer than `STOP_SECONDS` (a locked database, a library that ignores cancellation, a thread
    or an event loop that is stuck) ends with `os._exit(1)`; if not even that can run, a process beside this one kills
    it. Nothing is lost then: everything that must survive was committed before. Call it on the main thread.
    """
    doing, loop = asyncio.ensure_future(work), asyncio.get_running_loop()

    def stop(_number: int, _frame: object) -> None:
        """Called on the main thread, also while the event loop is stuck in Python code."""
        end = Timer(STOP_SECONDS, _end)
        end.daemon = True  # does not delay the exit of the interpreter
        end.start()
        loop.call_soon_threadsafe(doing.cancel)

    faulthandler.register(signal.SIGUSR1, _STANDARD_ERROR)  # the stacks, also while no Python code can run
    guard = _start_guard()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, stop)
    with suppress(asyncio.CancelledError):
        await doing
    gc.freeze()  # the search for garbage at the interpreter's end took up to a second of the limit
    if doing.cancelled():
        return  # the guard goes on until the process has ended
    signal.set_wakeup_fd(-1)
    if guard:
        guard.communicate()


def _start_guard() -> "subprocess.Popen[bytes] | None":
    """From now on the numbers of signals are written to its standard input, even while no Python code can run.

    None where processes can't be started: then a stop may take until the service manager kills this one.
    """
    command = [sys.executable, "-I", "-S", str(Path(stop_guard.__file__)), str(GUARD_SECONDS)]
    try:
        guard = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603 - our own script
    except OSError as error:
        log.warning("No process can be started that ends this one when it is stuck: %s", error)
        return None
    _STARTED.append(guard)
    assert guard.stdin is not None
    os.set_blocking(guard.stdin.fileno(), False)
    signal.set_wakeup_fd(guard.stdin.fileno(), warn_on_full_buffer=False)
    return guard


def _end() -> None:
    log.warning("The shutdown took more than %s s; exiting now. Nothing is lost. It was here:", STOP_SECONDS)
    faulthandler.dump_traceback(_STANDARD_ERROR)
    os._exit(FORCED)
