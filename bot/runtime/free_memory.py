"""Memory given back to the system once something large was worked out."""

import ctypes
import gc
from contextlib import suppress


def free_memory() -> None:
    """Collect garbage and let the C library return its free pages, where it is glibc; elsewhere only collect."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
