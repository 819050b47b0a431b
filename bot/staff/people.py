"""The member of the staff group who acts."""

from bot.arrival import Arrival, Speaker
from bot.desk.ticket.history import Colleague
from bot.desk.unit_of_work import UnitOfWork
from storage.models import StaffMember


def colleague_who(uow: UnitOfWork, arrival: Arrival) -> Colleague | None:
    """The colleague who wrote or pressed in the staff group; None for anybody else."""
    sender = arrival.sender
    if sender is None or not arrival.is_from_staff_group or is_automatic(arrival):
        return None
    member = uow.session.get(StaffMember, sender.id)
    if member is None or not member.is_member:
        return None
    member.name = sender.name or member.name
    return Colleague(member.telegram_id, member.name)


def is_automatic(arrival: Arrival) -> bool:
    """Whether no person wrote it: another bot, or a post that was copied from the group's channel."""
    return arrival.speaker in (Speaker.BOT, Speaker.CHANNEL_POST)


def is_written_automatically(arrival: Arrival) -> bool:
    return is_automatic(arrival) and arrival.press is None


def is_foreign_channel(uow: UnitOfWork, arrival: Arrival) -> bool:
    """Whether it was written in the name of a channel that is not the staff's."""
    return arrival.speaker is Speaker.CHANNEL and colleague_who(uow, arrival) is None
