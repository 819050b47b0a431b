"""Which rows of the outbox may go out now.

At most one new message is on its way to a chat at any time. That keeps each chat in order, and after a crash it can be
told whether it arrived. One that is in doubt holds its chat until the doubt is over.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.delivery.rate_limiter import RateLimiter
from storage.models import OutboxRow


@dataclass(frozen=True)
class Errand:
    """A row of the outbox, the chat it goes to, and how many new messages it puts there."""

    row: OutboxRow
    chat_id: int
    messages: int

    @property
    def is_new(self) -> bool:
        return self.messages > 0


@dataclass(frozen=True)
class Chosen:
    """Errands that may go now, and after how many seconds a limit lets the next one go; None when none waits so."""

    errands: Sequence[Errand]
    wait: float | None


def choose(
    waiting: Sequence[Errand], filling: Collection[int], limiter: RateLimiter, now: datetime, loop_time: float
) -> Chosen:
    """`waiting` comes in the order in which to go; to the chats `filling` a new message is on its way already."""
    chosen: list[Errand] = []
    waits: list[float] = []
    held, ahead = set(filling), 0
    for errand in waiting:
        if errand.is_new and errand.chat_id in held:
            continue
        if errand.is_new:
            held.add(errand.chat_id)
        if wait := _wait(errand, limiter, loop_time, ahead):
            waits.append(wait)
        elif errand.row.due_at <= now:
            chosen.append(errand)
            ahead += errand.messages
    return Chosen(chosen, min(waits, default=None))


def _wait(errand: Errand, limiter: RateLimiter, loop_time: float, ahead: int) -> float:
    if errand.is_new:
        return limiter.wait_for(errand.chat_id, loop_time, errand.messages, ahead)
    return limiter.pause_of(errand.chat_id, loop_time)
