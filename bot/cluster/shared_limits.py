"""Rate limits across machines: each send is recorded in the database, in the transaction that claims the row."""

from sqlmodel import Session

from bot.delivery.rate_limiter import RateLimiter, RateLimits
from bot.delivery.selection import Waiting
from storage import shared_rate_limits

ALL_CHATS = 0  # no chat has this id


class SharedLimits:
    """The limits for one chat as the database has them now. `now`: the server's clock, in seconds since 1970."""

    def __init__(self, session: Session, limits: RateLimits, chat_id: int) -> None:
        self._session = session
        self.limiter = RateLimiter(limits)
        self._windows = {chat_id: self.limiter.window_of(chat_id), ALL_CHATS: self.limiter.everybody}
        self.now, times = shared_rate_limits.look(session, list(self._windows))
        for chat, sent in times.items():
            self._windows[chat].load(sent)

    def save(self) -> None:
        """Record the messages that the limiter has counted."""
        times = {chat_id: window.recent(self.now) for chat_id, window in self._windows.items()}
        shared_rate_limits.note_sent_times(self._session, times)


def wait_or_count(session: Session, limits: RateLimits, row: Waiting) -> float:
    """Count the row's messages as sent now if the limits allow it.

    Returns 0.0 then; else the seconds to wait, and nothing is counted.
    """
    if not row.messages:
        return 0.0
    shared = SharedLimits(session, limits, row.chat_id)
    if wait := shared.limiter.wait_for(row.chat_id, shared.now, row.messages):
        return wait
    shared.limiter.count(row.chat_id, shared.now, row.messages)
    shared.save()
    return 0.0
