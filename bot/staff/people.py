"""Who acts: a member of the staff group, or nobody."""

from bot.desk.ticket.history import Colleague
from bot.desk.unit_of_work import UnitOfWork
from bot.routing import Arrival
from bot.telegram.membership import belongs, remember
from storage.models import StaffMember


def colleague_who(uow: UnitOfWork, arrival: Arrival) -> Colleague | None:
    """The colleague who wrote or pressed in the staff group; None for anybody else."""
    if arrival.sender is None or not arrival.is_from_staff_group:
        return None
    member = uow.session.get(StaffMember, arrival.sender.id)
    if member is None or not member.is_member:
        return None
    member.name = arrival.sender.full_name
    return Colleague(member.telegram_id, member.name)


def on_member_changed(uow: UnitOfWork, arrival: Arrival) -> None:
    """Somebody joined or left the staff group, as Telegram tells an administrator."""
    change = arrival.update.chat_member
    if change:
        remember(uow, change.new_chat_member.user, belongs(change.new_chat_member))


def on_left(uow: UnitOfWork, arrival: Arrival) -> None:
    """The line in the chat that says so: all that a bot hears which is no administrator."""
    gone = arrival.message.left_chat_member if arrival.message else None
    if gone:
        remember(uow, gone, is_member=False)
