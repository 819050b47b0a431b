"""Calls on event loops that follow a commit: handed over together, since each hand-over wakes the loop's thread."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TypeAlias

from sqlmodel import Session

_CALLS = "calls on event loops"  # a key of Session.info

LoopCall: TypeAlias = Callable[[], object]


def call_on_loop(session: Session, loop: asyncio.AbstractEventLoop, act: LoopCall) -> None:
    """Call `act` on `loop` after the commit, and after what `after_commit` calls; never if it is rolled back."""
    calls: dict[asyncio.AbstractEventLoop, list[LoopCall]] = session.info.setdefault(_CALLS, {})
    calls.setdefault(loop, []).append(act)


def hand_over(session: Session) -> None:
    """The transaction is committed: pass its calls to their loops, in the order in which they were recorded."""
    calls: dict[asyncio.AbstractEventLoop, list[LoopCall]] = session.info.pop(_CALLS, {})
    for loop, acts in calls.items():
        with suppress(RuntimeError):  # the loop is closed
            loop.call_soon_threadsafe(_call_soon, loop, acts)


def _call_soon(loop: asyncio.AbstractEventLoop, acts: list[LoopCall]) -> None:
    """Each in a call of its own, so that one that fails leaves the others alone."""
    for act in acts:
        loop.call_soon(act)
