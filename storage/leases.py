"""Leases: which of several replicas does a duty for all. `storage.leader` takes and keeps them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session

LEAD = "lead"  # the duty of all that one replica does for all
_LEADER = text("""
    SELECT holder, name, since, extract(epoch FROM clock_timestamp() - heartbeat_at)::float AS silent
    FROM lease WHERE duty = :duty
""")


@dataclass(frozen=True)
class Replica:
    """A process of the desk: its id, and its name for people, which holds no secret."""

    id: str
    name: str


@dataclass(frozen=True)
class Holder:
    """Who holds a lease since when (aware, UTC), and how many seconds ago the last heartbeat was.

    `id` is None when the lease was given up, and nobody has taken it since.
    """

    id: str | None
    name: str
    since: datetime
    silent: float


def holder_of(session: Session, duty: str) -> Holder | None:
    """The last holder of the lease named `duty`; None when nobody ever had it. PostgreSQL only."""
    found = session.connection().execute(_LEADER, {"duty": duty}).one_or_none()
    return Holder(*found) if found else None
