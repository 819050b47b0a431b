"""What a process of the desk does here."""

import asyncio
import os
import sys
from datetime import timedelta
from pathlib import Path

from bot.app import running
from bot.cluster import stalled_jobs, workers
from bot.commands.stopping import run_until_stopped
from bot.config import Settings, load_config
from bot.desk import outbox
from bot.desk.conversation import bursts
from bot.runtime.clock import SystemClock
from bot.runtime.logs import start_logging, tell_of_stray_errors
from faq.matching import matcher
from storage import jobs, leader, postgres
from tests.faults.desk import UNLIMITED


def quickly(config: str) -> int:
    """Like the command from `running` on, without its slow parts.

    It knows no limits, bursts and albums end sooner, and questions are read without the sentence encoder.
    """
    bursts.BURST_GAP = timedelta(seconds=0.5)
    outbox.ALBUM_GAP = timedelta(seconds=0.3)
    matcher.find_encoder = lambda *_: None  # type: ignore[attr-defined]  # where it is looked up
    settings = load_config(Path(config))
    start_logging(settings.log)
    asyncio.run(run_until_stopped(_serve(settings)))
    return 0


def at_its_own_pace(config: str) -> int:
    """The same with the heartbeats and leases that the command has."""
    workers.HEARTBEAT_SECONDS, stalled_jobs.RECOVERY_SECONDS = 2.0, 2.0
    workers.DEAD_SECONDS = stalled_jobs.DEAD_SECONDS = jobs.DEAD_SECONDS  # type: ignore[attr-defined]  # where they look
    return quickly(config)


def with_short_leases(config: str) -> int:
    """The same where another leads after a few seconds."""
    leader.LEASE_SECONDS, leader.HEARTBEAT_SECONDS, leader.LOOK_SECONDS, leader.MARGIN_SECONDS = 3.0, 0.3, 0.1, 0.5
    postgres._OPTIONS += " -c idle_in_transaction_session_timeout=4000"
    return quickly(config)


def as_installed(config: str) -> int:
    """`nightdesk run`, from a cold start: this process becomes it."""
    os.execv(sys.executable, [sys.executable, "-m", "bot.cli", "run", "--config", config])


async def _serve(settings: Settings) -> None:
    tell_of_stray_errors()
    async with running(settings, SystemClock(), UNLIMITED):
        await asyncio.Event().wait()
