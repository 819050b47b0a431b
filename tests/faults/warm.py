"""Imported once, by the process that desks are forked from, so that all modules are loaded before a fork."""

import gc
import tempfile
from functools import cache
from pathlib import Path

import anyio._backends._asyncio  # noqa: F401 - what the HTTP client imports with its first call
import httpcore  # noqa: F401
from jinja2 import nodes

from bot.app import build
from bot.cluster import stalled_jobs, workers
from bot.delivery.rate_limiter import RateLimits
from bot.runtime.clock import SystemClock
from bot.sandbox import Sandbox
from bot.wording import rendering
from tests.faults.desk import settings_of
from tests.prepared_faq import prepare_once

# A machine that is killed here is taken for dead sooner: the sandbox answers at once.
workers.HEARTBEAT_SECONDS = 0.3
workers.DEAD_SECONDS = stalled_jobs.DEAD_SECONDS = 2.0  # type: ignore[attr-defined]  # where they look it up
stalled_jobs.RECOVERY_SECONDS = 0.3

prepare_once()

with tempfile.TemporaryDirectory() as folder:
    parts = build(settings_of(Sandbox(), "http://127.0.0.1", Path(folder)), SystemClock(), RateLimits())
    parts.transactions.context.knowledge.answerer.result()  # a lock that its thread holds would stay locked in forks
    parts.transactions.database.close()

# Each process would parse a template's file once for each macro that it uses.
environment = rendering._environment()
environment.parse = cache(environment.parse)  # type: ignore[method-assign]
for file in Path(rendering.__file__).parent.glob("ru/*.j2"):
    for node in environment.parse(file.read_text(encoding="utf-8"), f"ru/{file.name}").body:
        if isinstance(node, nodes.Macro):
            rendering._constant("ru", f"{file.stem}.{node.name}")

gc.collect()
gc.freeze()  # forks share what was imported, and need not visit it when they collect garbage
