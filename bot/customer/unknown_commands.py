"""A command that customers don't have: they are told so, with the nearest one and what there is."""

from bot.arrival import Arrival
from bot.desk.command_names import CUSTOMER_COMMANDS, STAFF_COMMANDS
from bot.desk.nearest_command import nearest_command
from bot.desk.notifications import Notification
from bot.desk.outbox import Post, to_customer
from bot.desk.unit_of_work import UnitOfWork
from storage.models import Customer, StaffMember


def say_unknown_command(uow: UnitOfWork, arrival: Arrival, customer: Customer) -> None:
    """Answer an unknown command; a colleague who writes one of the group's in private hears where it works."""
    name = arrival.command.name if arrival.command else ""
    member = uow.session.get(StaffMember, arrival.sender.id) if arrival.sender else None
    is_for_group = name.partition("_")[0] in STAFF_COMMANDS and member is not None and member.is_member
    rich = uow.say(
        uow.language_of(customer),
        Notification.UNKNOWN_COMMAND.template,
        nearest=nearest_command(name, CUSTOMER_COMMANDS),
        is_for_group=is_for_group,
    )
    to_customer(uow, customer, Post(rich), Notification.UNKNOWN_COMMAND)
