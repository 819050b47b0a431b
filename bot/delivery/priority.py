"""Who goes first when not everything can go at once: a person who waits for an answer, before what nobody asked for."""

from enum import IntEnum

from storage.models import OutboxRow


class SendPriority(IntEnum):
    PRESS = 0  # a button spins until it is answered, a sign of typing is true only now
    CUSTOMER = 1
    STAFF = 2
    NOTIFICATION = 3


_AT_ONCE = frozenset({"answer_press", "typing"})
_NOTIFICATIONS = frozenset(
    {
        *("late", "time_promised", "reminder", "promise_missed", "digest"),
        *("faq_broken", "faq_changed", "unwell", "well_again", "was_away"),
    }
)


def send_priority(row: OutboxRow) -> SendPriority:
    """Rows of one lane stay in order whatever this says."""
    if row.action in _AT_ONCE:
        return SendPriority.PRESS
    if row.content.get("role") in _NOTIFICATIONS:
        return SendPriority.NOTIFICATION
    return SendPriority.STAFF if row.customer_id is None else SendPriority.CUSTOMER
