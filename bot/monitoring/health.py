"""The desk's figures, as its database has them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk.unit_of_work import UnitOfWork
from storage import dead_letters, inbox, outbox, tickets
from storage.database import is_shared
from storage.leases import LEAD, Holder, holder_of
from storage.models import InboxUpdate, Memo
from storage.stuck_rows import stuck_since

LOOKED_AT = "looked_at"
UNSENT_FOR = timedelta(seconds=120)  # a message that may be sent waits no longer


@dataclass(frozen=True)
class Queue:
    """How many rows wait, and since when the oldest of them does."""

    waiting: int
    oldest: datetime | None

    def age(self, now: datetime) -> float:
        """Seconds that the oldest row has waited; 0 when none waits."""
        return (now - self.oldest).total_seconds() if self.oldest else 0.0


@dataclass(frozen=True)
class Health:
    """`dead_letters` counts updates that were given up. `active` counts active tickets by state; in `waiting` of them
    the customer waits for a person, in `overdue` of those longer than was promised. `at` is aware, in UTC.
    """

    at: datetime
    inbox: Queue
    dead_letters: int
    newest_dead_letter: str  # the id of the last of them, and the kind of error that its handling ended with
    outbox: Queue
    unsent_since: datetime | None  # the oldest message that may be sent waits since then, for longer than it should
    active: dict[str, int]
    waiting: int
    overdue: int
    leader: Holder | None  # of the replicas, whether it still lives or not; None on SQLite, and before anybody led


def look(uow: UnitOfWork) -> Health:
    """Read all figures, and write a row: a database that can't be written to is an outage, too."""
    session = uow.session
    session.merge(Memo(key=LOOKED_AT, value=uow.now.isoformat()))
    waiting, overdue = tickets.count_waiting(session, uow.now)
    return Health(
        at=uow.now,
        inbox=Queue(inbox.depth(session), inbox.oldest_waiting(session)),
        dead_letters=dead_letters.count(session),
        newest_dead_letter=_described(dead_letters.last(session)),
        outbox=Queue(outbox.depth(session), outbox.oldest_waiting(session)),
        unsent_since=stuck_since(session, uow.now, UNSENT_FOR),
        active=tickets.count_active(session),
        waiting=waiting,
        overdue=overdue,
        leader=holder_of(session, LEAD) if is_shared(session) else None,
    )


def _described(update: InboxUpdate | None) -> str:
    return f"{update.update_id}, {dead_letters.kind_of_failure(update)}" if update else ""
