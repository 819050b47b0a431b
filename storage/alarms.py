"""Queries for alarms and turns on call. An alarm is accepted by a conditional update."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, update
from sqlmodel import Session, col, select

from storage.models import Alarm, OnCallTurn

_OF_TICKET = select(Alarm).where(Alarm.ticket_id == bindparam("ticket_id")).order_by(col(Alarm.id).desc()).limit(1)
_DUE = (
    select(Alarm.id)
    .where(col(Alarm.next_call_at).is_not(None), col(Alarm.next_call_at) <= bindparam("now"))
    .order_by(col(Alarm.next_call_at))
)
_TURN = (
    select(OnCallTurn)
    .where(OnCallTurn.starts_at <= bindparam("now"), OnCallTurn.ends_at > bindparam("now"))
    .order_by(col(OnCallTurn.id).desc())
    .limit(1)
)


def last_alarm(session: Session, ticket_id: int) -> Alarm | None:
    """The newest alarm about the ticket, accepted or not."""
    return session.exec(_OF_TICKET, params={"ticket_id": ticket_id}).first()


def alarms_due(session: Session, now: datetime) -> Sequence[int]:
    """Ids of alarms whose next round of calls is due, the longest overdue first."""
    return session.exec(_DUE, params={"now": now}).all()


def accept(session: Session, alarm: Alarm, person: int, name: str, at: datetime) -> bool:
    """Record who accepts the alarm, and call nobody any more; False when somebody has accepted it before."""
    accepted = (
        update(Alarm)
        .where(col(Alarm.id) == alarm.id, col(Alarm.accepted_at).is_(None))
        .values(accepted_by=person, accepted_name=name, accepted_at=at, next_call_at=None)
    )
    session.flush()
    is_first = session.connection().execute(accepted).rowcount == 1
    session.refresh(alarm)
    return is_first


def turn_by_hand(session: Session, now: datetime) -> OnCallTurn | None:
    """The turn that was set by hand and lasts now; the one that was set last."""
    return session.exec(_TURN, params={"now": now}).first()


def end_turns(session: Session, now: datetime) -> bool:
    """End whatever turns were set by hand; False when there was none."""
    ended = update(OnCallTurn).where(col(OnCallTurn.ends_at) > now).values(ends_at=now)
    session.flush()
    return session.connection().execute(ended).rowcount > 0
