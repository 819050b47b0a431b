"""When an outbox row is given up: it fails by itself, while others get through.

While nothing gets through, the row is not to blame: Telegram is down, or the whole group is out of reach, and all rows
wait. What counts as "others" are rows of other lanes: for the staff group those to the group, for a customer all.
"""

from datetime import timedelta

from bot.delivery.outcomes import FileRefused, GiveUp, GroupMoved, Outcome, Repair, Retry
from bot.desk.payloads import Album, CopyEdit, MessageRewrite, Outgoing, Payload, TextMessage, TicketCard
from bot.desk.unit_of_work import UnitOfWork
from bot.runtime.backoff import retry_delay
from storage import outbox
from storage.models import OutboxRow

TRIES = 8  # failed tries while others got through
LONGEST = timedelta(minutes=3)  # of failing; the row's lane waits meanwhile
FEWEST_TRIES = 2  # of those that count, however long it has failed: an outage may just have ended
RECENTLY = timedelta(seconds=60)
GROUP_OUT_OF_REACH = timedelta(days=1)  # rows wait so long for a group that has put the bot out


def is_by_itself(uow: UnitOfWork, row: Outgoing, outcome: Outcome) -> bool:
    """Whether the row's try failed while others got through."""
    match outcome:
        case Retry(is_try=False) | Retry(pauses_chat=True) | Repair(what=GroupMoved() | FileRefused()):
            return False
        case Retry() | Repair():
            return _others_get_through(uow, row)
    return False


def given_up(uow: UnitOfWork, row: Outgoing, outcome: Outcome, by_itself: bool) -> GiveUp | None:
    """The outcome that replaces this one when the row has failed for too long; None when it is tried again."""
    if not isinstance(outcome, Retry | Repair):
        return None
    stored = uow.session.get_one(OutboxRow, row.id)
    lasts = uow.now - (stored.failing_since or row.claimed_at)
    if isinstance(outcome, Retry) and outcome.pauses_chat:
        is_over = outcome.is_try and lasts >= GROUP_OUT_OF_REACH
    else:
        tries = stored.lone_failures + 1
        is_over = by_itself and (tries >= TRIES or (tries >= FEWEST_TRIES and lasts >= LONGEST))
    return GiveUp(outcome.error) if is_over else None


def is_worth_keeping(payload: Payload) -> bool:
    """Whether it can be replayed later: marks, signs and answers to presses are useless by then."""
    return isinstance(payload, TextMessage | Album | TicketCard | CopyEdit | MessageRewrite)


def _others_get_through(uow: UnitOfWork, row: Outgoing) -> bool:
    """Others were sent since the row's previous try; or, if no other row is failing, a short while ago."""
    in_group = row.customer_id is None
    lane = uow.session.get_one(OutboxRow, row.id).lane
    pause = timedelta(seconds=retry_delay(row.attempts)) if row.attempts else timedelta(0)
    if outbox.has_sent_others(uow.session, lane, in_group, row.claimed_at - pause):
        return True
    if outbox.has_other_failures(uow.session, lane, in_group):
        return False
    return outbox.has_sent_others(uow.session, lane, in_group, uow.now - RECENTLY)
