"""What a process of the desk runs here."""

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.clock import SystemClock
from bot.commands.run import start_logging, until_told_to_stop
from bot.config import Settings, load_config
from bot.desk import bursts, outgoing
from bot.running import running
from faq.matching import matcher
from tests.faults.desk import UNLIMITED


def quickly(config: str) -> int:
    """The command's own path from `running` on, but for what takes its time.

    It knows no limits, bursts and albums end sooner, and questions are read without the sentence encoder.
    """
    bursts.BURST_GAP = timedelta(seconds=0.5)
    outgoing.ALBUM_GAP = timedelta(seconds=0.3)
    matcher.find_encoder = lambda _: None
    start_logging()
    asyncio.run(until_told_to_stop(_serve(load_config(Path(config)))))
    return 0


async def _serve(settings: Settings) -> None:
    async with running(settings, SystemClock(), UNLIMITED):
        await asyncio.Event().wait()
