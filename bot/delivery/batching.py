"""Much waits for the staff group, which Telegram lets have little: what belongs together becomes one message."""

from collections.abc import Iterable, Iterator
from functools import reduce

from bot.desk.unit_of_work import UnitOfWork
from bot.wording import Rich, utf16
from storage import outbox
from storage.models import OutboxRow

MANY = 10  # messages, half of what a group may have in a minute
AT_ONCE = 50
BETWEEN = Rich("\n\n")


def batch_followers(uow: UnitOfWork, row: OutboxRow) -> None:
    """Let a row for the staff that is about to go say what its followers would, if many wait; these are done then."""
    if not _is_plain(row) or outbox.depth_for_staff(uow.session) <= MANY:
        return
    waiting = outbox.following(uow.session, row, AT_ONCE)
    followers = list(_followers(row, waiting, uow.context.limits.text))
    if followers:
        whole = reduce(_joined, map(_rich, followers), _rich(row))
        row.content = row.content | {"text": whole.text, "entities": list(whole.entities)}
    for follower in followers:
        follower.sent_at = uow.now


def _followers(row: OutboxRow, waiting: Iterable[OutboxRow], limit: int) -> Iterator[OutboxRow]:
    """Those right behind the row that say something of the same kind, as many as fit in `limit` UTF-16 units."""
    length = utf16(_rich(row).text)
    for follower in waiting:
        length += utf16(BETWEEN.text + _rich(follower).text)
        if not _is_plain(follower) or follower.content["role"] != row.content["role"] or length > limit:
            return
        yield follower


def _is_plain(row: OutboxRow) -> bool:
    """Words for the staff with nothing to press, to look at or to reply to, of which nothing may have gone out yet."""
    said = row.content
    has_more = any(said.get(name) for name in ("buttons", "attachment", "shows", "reply_to", "topic_id"))
    return row.action == "say" and row.customer_id is None and row.doubted_since is None and not has_more


def _rich(row: OutboxRow) -> Rich:
    return Rich(row.content.get("text", ""), tuple(row.content.get("entities", ())))


def _joined(first: Rich, second: Rich) -> Rich:
    return first + BETWEEN + second
