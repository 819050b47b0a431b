"""Calls of the Bot API by a command, without a desk that runs."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime

import httpx
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.runtime.clock import Clock

_TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)


@dataclass
class Connection:
    """`ahead` is how far this machine's clock is ahead of the server's, as of the last answer; None: it didn't say."""

    bot: Bot
    ahead: timedelta | None = None


def looks_like_token(text: str) -> bool:
    return _TOKEN.fullmatch(text) is not None


@asynccontextmanager
async def connected(api_url: str, token: str, clock: Clock) -> AsyncIterator[Connection]:
    """A bot that was not asked anything yet; `token` has to look like one."""

    async def note_time(response: httpx.Response) -> None:
        connection.ahead = _ahead(response.headers.get("Date", ""), clock)

    request = HTTPXRequest(httpx_kwargs={"event_hooks": {"response": [note_time]}})
    bot = Bot(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=request,
        get_updates_request=request,
    )
    connection = Connection(bot)
    async with request:
        yield connection


def _ahead(date: str, clock: Clock) -> timedelta | None:
    try:
        return clock.now() - parsedate_to_datetime(date)
    except (ValueError, TypeError):  # missing, mangled, or without a time zone
        return None
