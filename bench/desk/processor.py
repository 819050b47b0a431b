"""Processor time of processes, precise to the scheduler's clock rather than to the 10 ms ticks of /proc/PID/stat."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

_PROCESS_CPU_CLOCK = 2  # CPUCLOCK_SCHED of linux/posix-timers.h
CROWDED = 0.2  # a bot that waits for a core for this share of the time is slower on the clock than it need be
SATURATED = 0.8  # a process that runs or wants to run for this share of the time may slow down the others


@dataclass(frozen=True)
class Span:
    """A stretch of time and what the processor did in it."""

    seconds: float
    bot: float  # seconds of processor time, with children
    bot_waited: float  # all below are shares: of one core, 1 being all the time; `bot_waited` adds up threads
    server: float
    server_waited: float
    generator: float
    generator_waited: float
    others: float  # all other work on the machine, as a share of all cores

    @property
    def is_crowded(self) -> bool:
        """Whether other work on the machine has slowed the bot down: its times on the clock tell little then."""
        return self.bot_waited > CROWDED

    @property
    def is_saturated(self) -> bool:
        """Whether the server or the load generator may have been the brake."""
        return max(self.server + self.server_waited, self.generator + self.generator_waited) > SATURATED


class Meter:
    """Watches a bot, the server and the load generator, which is this process."""

    def __init__(self, bot: psutil.Process, server_pid: int) -> None:
        self._bot = bot
        self._server_pid = server_pid
        self._began = self._look()

    def span(self) -> Span:
        """What happened since the meter was made."""
        began, ended = self._began, self._look()
        seconds, bot, bot_waited, server, server_waited, generator, generator_waited, machine = (
            after - before for before, after in zip(began, ended, strict=True)
        )
        others = max(machine - bot - server - generator, 0.0)
        return Span(
            seconds=seconds,
            bot=bot,
            bot_waited=bot_waited / seconds,
            server=server / seconds,
            server_waited=server_waited / seconds,
            generator=generator / seconds,
            generator_waited=generator_waited / seconds,
            others=others / seconds / (os.cpu_count() or 1),
        )

    def _look(self) -> tuple[float, ...]:
        generator = os.getpid()
        return (
            time.monotonic(),
            _with_children(self._bot),
            _waited(self._bot.pid),
            processor_time(self._server_pid),
            _waited(self._server_pid),
            processor_time(generator),
            _waited(generator),
            _machine_busy(),
        )


def processor_time(pid: int) -> float:
    """Seconds that all threads of a process have run, those that have ended too (see clock_getcpuclockid(3))."""
    return time.clock_gettime((~pid << 3) | _PROCESS_CPU_CLOCK)


def _with_children(process: psutil.Process) -> float:
    ended = process.cpu_times()
    running = sum(processor_time(child.pid) for child in process.children(recursive=True))
    return processor_time(process.pid) + running + float(ended.children_user + ended.children_system)


def _waited(pid: int) -> float:
    """Seconds for which a thread wanted to run and no core was free, summed over the threads that live."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[1]) for thread in threads) / 1e9


def _machine_busy() -> float:
    """Seconds of processor time that the machine has spent on anything, all cores together."""
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system + times.irq + times.softirq)
