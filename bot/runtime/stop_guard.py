"""A small process beside the desk that ends it when it can't even end itself.

A work that holds Python's interpreter lock (a regular expression does) keeps every thread of its process from running,
also the one that would end it in time. The signal itself still arrives, and Python's own handler writes its number to
the pipe that this process reads; see `signal.set_wakeup_fd`. Run as a script, with the standard library only.
"""

import os
import select
import signal
import sys
import time

ASKED = {signal.SIGINT, signal.SIGTERM}
STACKS_SECONDS = 0.1
WORDS = "The process did not stop within {} s, not even by itself; it is killed now. Nothing is lost. It was here:\n"


def main(seconds: float) -> None:
    """Wait until the parent is asked to stop; kill it when it still lives so many seconds later."""
    for number in ASKED:  # a service manager asks all processes of a service
        signal.signal(number, signal.SIG_IGN)
    parent = os.getppid()
    deadline: float | None = None
    while True:
        left = None if deadline is None else max(deadline - time.monotonic(), 0.0)
        if not select.select([0], [], [], left)[0]:
            break
        numbers = os.read(0, 64)
        if not numbers:  # the parent is gone
            return
        if deadline is None and ASKED & set(numbers):
            deadline = time.monotonic() + seconds
    sys.stderr.write(WORDS.format(seconds))
    sys.stderr.flush()
    os.kill(parent, signal.SIGUSR1)  # it writes its stacks; see `bot.commands.stopping`
    time.sleep(STACKS_SECONDS)
    os.kill(parent, signal.SIGKILL)


if __name__ == "__main__":
    main(float(sys.argv[1]))
