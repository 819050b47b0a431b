"""Who has which ticket: assigned, released and snoozed by conditional updates, and the colleagues to choose from."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, case, update
from sqlmodel import Session, col, select

from storage.models import ACTIVE, StaffMember, State, Ticket
from storage.tickets import BY_URGENCY

# A pending ticket stays pending, whoever has it.
_TAKEN = case((col(Ticket.state) == State.PENDING, State.PENDING.value), else_=State.OPEN.value)
_FREE = case((col(Ticket.state) == State.PENDING, State.PENDING.value), else_=State.NEW.value)
_IS_ACTIVE = (col(Ticket.id) == bindparam("ticket_id"), col(Ticket.state).in_(ACTIVE))
_SNOOZED_UNTIL = (
    select(Ticket)
    .where(col(Ticket.snoozed_until).is_not(None), col(Ticket.snoozed_until) <= bindparam("moment"))
    .order_by(col(Ticket.snoozed_until), col(Ticket.id))
    .limit(100)
)


def assign(session: Session, ticket_id: int, staff_id: int, at: datetime) -> bool:
    """Assign an active ticket, whoever has it; False when that colleague has it already or it is not active."""
    others = col(Ticket.taken_by).is_(None) | (col(Ticket.taken_by) != staff_id)
    taken = update(Ticket).where(*_IS_ACTIVE, others).values(taken_by=staff_id, taken_at=at, state=_TAKEN)
    return session.connection().execute(taken, {"ticket_id": ticket_id}).rowcount == 1


def release(session: Session, ticket_id: int) -> bool:
    """Give an active ticket back to the shift; False when nobody has it or it is not active."""
    freed = update(Ticket).where(*_IS_ACTIVE, col(Ticket.taken_by).is_not(None))
    values = freed.values(taken_by=None, taken_at=None, state=_FREE)
    return session.connection().execute(values, {"ticket_id": ticket_id}).rowcount == 1


def tickets_taken_by(session: Session, staff_id: int) -> Sequence[Ticket]:
    """The active tickets of a colleague, by priority, then the nearest promise."""
    found = select(Ticket).where(col(Ticket.taken_by) == staff_id, col(Ticket.state).in_(ACTIVE))
    return session.exec(found.order_by(*BY_URGENCY)).all()


def snoozed_until(session: Session, moment: datetime) -> Sequence[Ticket]:
    """Up to a hundred tickets whose snooze has ended by that moment."""
    return session.exec(_SNOOZED_UNTIL, params={"moment": moment}).all()


def people_of_staff(session: Session) -> Sequence[StaffMember]:
    """The members of the group who are people, by name; not the group or a channel in whose name somebody writes."""
    found = select(StaffMember).where(col(StaffMember.is_member), col(StaffMember.telegram_id) > 0)
    return session.exec(found.order_by(col(StaffMember.name), col(StaffMember.telegram_id))).all()
