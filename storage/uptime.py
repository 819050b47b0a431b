"""A clock for leases: nobody sets it, and it goes on while the process or the machine is suspended."""

import time


def uptime() -> float:
    """Seconds since the machine was started, with those asleep where the system counts them."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()
