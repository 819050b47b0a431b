"""Rate limits across machines: each send is recorded in the database, in the transaction that claims the row."""

from sqlmodel import Session

from bot.delivery.rate_limiter import RateLimiter, RateLimits
from bot.delivery.selection import Waiting
from storage import shared_rate_limits

ALL_CHATS = 0  # no chat has this id


def wait_or_count(session: Session, limits: RateLimits, row: Waiting) -> float:
    """Count the row's messages as sent now if the limits allow it.

    Returns 0.0 then; else the seconds to wait, and nothing is counted.
    """
    if not row.messages:
        return 0.0
    limiter, now = RateLimiter(limits), shared_rate_limits.server_time(session)
    windows = {row.chat_id: limiter.window_of(row.chat_id), ALL_CHATS: limiter.everybody}
    for chat_id, sent in shared_rate_limits.sent_times(session, windows).items():
        windows[chat_id].load(sent)
    if wait := limiter.wait_for(row.chat_id, now, row.messages):
        return wait
    limiter.count(row.chat_id, now, row.messages)
    shared_rate_limits.note_sent_times(session, {chat_id: window.recent(now) for chat_id, window in windows.items()})
    return 0.0
