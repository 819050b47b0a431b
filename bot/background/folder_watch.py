"""Tells when files below a folder may have changed: by the system's notifications, or by polling where it has none."""

import asyncio
import errno
import logging
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path

from watchfiles import awatch

from bot.runtime.backoff import retry

log = logging.getLogger(__name__)

SAFETY_SECONDS = 10.0
STEP_MS = 250  # how often the watching thread hands over changes, and looks whether it has to end
POLL_MS = 1000
_NO_NOTIFICATIONS = (errno.ENOSPC, errno.EMFILE, errno.ENOSYS)  # inotify's limits, or no inotify at all


class FolderWatch:
    """`on_change` is called when something below the folder has changed, and every SAFETY_SECONDS in any case."""

    def __init__(self, folder: Path, on_change: Callable[[], None]) -> None:
        self._folder = folder
        self._on_change = on_change
        self._polls: bool | None = None  # None: only where watchfiles knows that notifications do not work
        self._reported = ""

    async def run(self) -> None:
        """Watch until cancelled. A watch that fails is logged once and retried."""
        while True:
            await retry(self._watch, on=Exception, on_failure=self._report)
            self._reported = ""

    async def _watch(self) -> None:
        """Watch until nothing has changed for SAFETY_SECONDS.

        Then it begins anew, since there are changes of which it would never hear: those that others make on a network
        drive, and all after the folder was replaced by another one of its name.
        """
        asyncio.get_running_loop().call_soon(
            self._on_change
        )  # when the watch stands: something may have changed before
        watch = awatch(
            self._folder,
            watch_filter=None,
            debounce=STEP_MS,
            step=STEP_MS,
            rust_timeout=int(SAFETY_SECONDS * 1000),
            yield_on_timeout=True,
            force_polling=self._polls,
            poll_delay_ms=POLL_MS,
        )
        try:
            async with aclosing(watch):
                async for changes in watch:
                    if not changes:
                        return
                    self._on_change()
        except BaseExceptionGroup as errors:  # from the watching thread; a panic of Rust is no Exception
            raise RuntimeError(repr(errors.exceptions)) from errors

    def _report(self, error: Exception) -> None:
        if isinstance(error, OSError) and error.errno in _NO_NOTIFICATIONS:
            self._polls = True
        if repr(error) != self._reported:
            self._reported = repr(error)
            log.warning("The folder %s can't be watched, retrying: %s", self._folder, error)
        self._on_change()
