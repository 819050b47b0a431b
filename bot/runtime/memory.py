"""Keeping the process small: what is imported, and what is returned to the system after the start."""

import ctypes
import gc
import sys
from types import ModuleType


def skip_httpx_command_line() -> None:
    """Keep httpx from importing its command-line client, which takes 2 MB with click and Pygments.

    httpx does so whenever those happen to be installed, and does without when the import fails. None in `sys.modules`
    makes it fail: https://docs.python.org/3/reference/import.html#the-module-cache . Call it before the first import
    of httpx or telegram.
    """
    modules: dict[str, ModuleType | None] = {"httpx._main": None}
    sys.modules.update(modules)  # type: ignore[arg-type]  # typeshed leaves the documented None out


def settle_memory() -> None:
    """Collect the garbage of the start, return free pages to the system, exempt the rest from garbage collection.

    Hundreds of thousands of objects now live as long as the process. Without `gc.freeze` every full collection would
    walk through them and delay customers.
    """
    gc.collect()
    _trim_heap()
    gc.freeze()


def _trim_heap() -> None:
    """glibc keeps freed pages until it is asked: https://man7.org/linux/man-pages/man3/malloc_trim.3.html ."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
        if trim:
            trim(0)
