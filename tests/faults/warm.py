"""Imported once, by the process that desks are forked from, so that all modules are loaded before a fork."""

import gc
import tempfile
from pathlib import Path

import anyio._backends._asyncio  # noqa: F401 - what the HTTP client imports with its first call
import httpcore  # noqa: F401

from bot.app import build
from bot.cluster import stalled_jobs, workers
from bot.delivery.rate_limiter import RateLimits
from bot.runtime.clock import SystemClock
from bot.sandbox import Sandbox
from tests.faults.desk import settings_of

# A machine that is killed here is taken for dead sooner: the sandbox answers at once.
workers.HEARTBEAT_SECONDS = 0.3
workers.DEAD_SECONDS = stalled_jobs.DEAD_SECONDS = 2.0  # type: ignore[attr-defined]  # where they look it up
stalled_jobs.RECOVERY_SECONDS = 0.3

with tempfile.TemporaryDirectory() as folder:
    parts = build(settings_of(Sandbox(), "http://127.0.0.1", Path(folder)), SystemClock(), RateLimits())
    parts.transactions.context.knowledge.answerer.result()  # a lock that its thread holds would stay locked in forks
    parts.transactions.database.close()

gc.collect()
gc.freeze()  # forks share what was imported, and need not visit it when they collect garbage
