"""After a backward clock step, due times that lie too far ahead are pulled forward."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col

from storage.models import ConversationState, Customer, InboxUpdate, OutboxRow
from storage.written import note_written

SOON = timedelta(minutes=1)
CHOOSING = timedelta(hours=1)  # longer than any deadline for a choice


def pull_due_times_forward(session: Session, now: datetime) -> None:
    """Make due now whatever waits for longer than anything ever waits by itself. `now` is aware."""
    later = now + SOON
    changes = (
        update(InboxUpdate).where(col(InboxUpdate.handled_at).is_(None), col(InboxUpdate.due_at) > later),
        update(OutboxRow).where(
            col(OutboxRow.sent_at).is_(None), col(OutboxRow.failed_at).is_(None), col(OutboxRow.due_at) > later
        ),
    )
    for change in changes:
        session.connection().execute(change.values(due_at=now))
    for state, latest in ((ConversationState.GATHERING, later), (ConversationState.CHOOSING, now + CHOOSING)):
        waiting = (col(Customer.conversation_state) == state, col(Customer.conversation_until) > latest)
        session.connection().execute(update(Customer).where(*waiting).values(conversation_until=now))
    note_written(session, changed=[(Customer, "conversation_until")])
