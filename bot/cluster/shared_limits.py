"""The limits as several machines keep them together: what each sent is written down beside the row that it claims."""

from sqlmodel import Session

from bot.delivery.rate_limiter import RateLimiter, RateLimits
from bot.delivery.selection import Waiting
from storage import shared_rate_limits

EVERYBODY = 0


def wait_or_count(session: Session, limits: RateLimits, row: Waiting) -> float:
    """Seconds until the row's messages fit into the limits; 0 when they do, and then they count from now on."""
    if not row.messages:
        return 0.0
    limiter, now = RateLimiter(limits), shared_rate_limits.server_time(session)
    windows = {row.chat_id: limiter.window_of(row.chat_id), EVERYBODY: limiter.everybody}
    for chat_id, sent in shared_rate_limits.sent_times(session, windows).items():
        windows[chat_id].recall(sent)
    if wait := limiter.wait_for(row.chat_id, now, row.messages):
        return wait
    limiter.count(row.chat_id, now, row.messages)
    shared_rate_limits.note_sent_times(session, {chat_id: window.recent(now) for chat_id, window in windows.items()})
    return 0.0
