"""Many messages wait for the staff's group, which may get twenty a minute: what belongs together is sent as one."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import reduce

from bot.desk.payloads import Outgoing, PayloadError, TextMessage, from_json, to_json
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import Rich, utf16
from storage import outbox
from storage.models import OutboxRow

MANY = 10  # messages, half of what a group may get in a minute
AT_ONCE = 50
BETWEEN = Rich("\n\n")


def batch_followers(uow: UnitOfWork, row: Outgoing, lane: str) -> Outgoing:
    """The claimed row with the words of those that follow it in its lane; these are sent with it then."""
    message = row.payload
    if not isinstance(message, TextMessage) or not _is_plain(row, message):
        return row
    followers = list(_followers(message, outbox.following(uow.session, row.id, lane, AT_ONCE), uow.context.limits.text))
    if not followers:
        return row
    whole = reduce(_joined, (_rich(one) for _, one in followers), _rich(message))
    batch = replace(message, text=whole.text, entities=whole.entities)
    outbox.change_content(uow.session, row.id, to_json(batch))
    for follower, _ in followers:
        follower.sent_at = uow.now
    return replace(row, payload=batch)


def _followers(
    message: TextMessage, waiting: Iterable[OutboxRow], limit: int
) -> Iterator[tuple[OutboxRow, TextMessage]]:
    """Those right behind the row that are of the same kind, as many as fit into `limit` UTF-16 units."""
    length = utf16(message.text)
    for row in waiting:
        follower = _message_of(row)
        if follower is None or follower.kind != message.kind:
            return
        length += utf16(BETWEEN.text + follower.text)
        if length > limit:
            return
        yield row, follower


def _message_of(row: OutboxRow) -> TextMessage | None:
    """What the row says, if it may be said within another message."""
    try:
        message = from_json(row.action, row.content)
    except PayloadError:
        return None
    is_mere_text = isinstance(message, TextMessage) and _is_mere_text(message)
    return message if isinstance(message, TextMessage) and is_mere_text and row.doubted_since is None else None


def _is_plain(row: Outgoing, message: TextMessage) -> bool:
    """For the staff, and nothing of it can have been sent yet."""
    return row.customer_id is None and row.maybe_sent_since is None and _is_mere_text(message)


def _is_mere_text(message: TextMessage) -> bool:
    """Nothing to press, to look at or to reply to."""
    return not (message.buttons or message.attachment or message.shows or message.reply_to or message.topic_id)


def _rich(message: TextMessage) -> Rich:
    return Rich(message.text, message.entities)


def _joined(first: Rich, second: Rich) -> Rich:
    return first + BETWEEN + second
