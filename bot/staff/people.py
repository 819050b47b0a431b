"""The member of the staff group who acts."""

from bot.arrival import Arrival
from bot.desk.ticket.history import Colleague
from bot.desk.unit_of_work import UnitOfWork
from storage.models import StaffMember


def colleague_who(uow: UnitOfWork, arrival: Arrival) -> Colleague | None:
    """The colleague who wrote or pressed in the staff group; None for anybody else."""
    if arrival.sender is None or not arrival.is_from_staff_group:
        return None
    member = uow.session.get(StaffMember, arrival.sender.id)
    if member is None or not member.is_member:
        return None
    member.name = arrival.sender.name
    return Colleague(member.telegram_id, member.name)
