"""Batching: when many messages wait for the staff group (20 a minute), messages of one kind are sent as one."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import reduce

from bot.desk.payloads import Outgoing, PayloadError, TextMessage, from_json, to_json
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import Rich, utf16
from storage import outbox
from storage.models import OutboxRow

MANY = 10  # waiting messages; half of what a group may get in a minute
MOST_FOLLOWERS = 50
SEPARATOR = Rich("\n\n")


def batch_followers(uow: UnitOfWork, row: Outgoing, lane: str) -> Outgoing:
    """Append the texts of the rows behind this claimed row in its lane, and mark those rows sent.

    Returns the row to send. A row that can't be batched is returned as it is.
    """
    message = row.payload
    if not isinstance(message, TextMessage) or not _may_lead_batch(row, message):
        return row
    followers = list(
        _followers(message, outbox.following(uow.session, row.id, lane, MOST_FOLLOWERS), uow.context.limits.text)
    )
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
    """The rows right behind that have the same kind, as many as fit into `limit` UTF-16 code units."""
    length = utf16(message.text)
    for row in waiting:
        follower = _message_of(row)
        if follower is None or follower.kind != message.kind:
            return
        length += utf16(SEPARATOR.text + follower.text)
        if length > limit:
            return
        yield row, follower


def _message_of(row: OutboxRow) -> TextMessage | None:
    """The row's message if it may be appended to another one, else None."""
    try:
        message = from_json(row.action, row.content)
    except PayloadError:
        return None
    if not isinstance(message, TextMessage) or row.doubted_since is not None:
        return None
    return message if _is_text_only(message) else None


def _may_lead_batch(row: Outgoing, message: TextMessage) -> bool:
    """Whether the row goes to the staff and can't have been sent yet."""
    return row.customer_id is None and row.maybe_sent_since is None and _is_text_only(message)


def _is_text_only(message: TextMessage) -> bool:
    """Whether it has no buttons or attachment, is no reply, and nobody can reply to it as to a card."""
    return not (message.buttons or message.attachment or message.shows or message.reply_to or message.topic_id)


def _rich(message: TextMessage) -> Rich:
    return Rich(message.text, message.entities)


def _joined(first: Rich, second: Rich) -> Rich:
    return first + SEPARATOR + second
