"""The parts, wired; and the ONE ordered table of who handles what."""

from bot.customer import buttons as customer_buttons
from bot.customer import commands as customer_commands
from bot.customer import messages as customer_messages
from bot.customer import unhandled as customer_unhandled
from bot.routing import Arrival, Route
from bot.staff import buttons as staff_buttons
from bot.staff import commands as staff_commands
from bot.staff import messages as staff_messages
from bot.staff import people as staff_people


def _is_staff(arrival: Arrival) -> bool:
    return arrival.is_from_staff_group


def _is_private(arrival: Arrival) -> bool:
    return arrival.is_private


ROUTES = (
    # The staff, in their group
    Route(lambda a: _is_staff(a) and a.update.chat_member is not None, staff_people.on_member_changed),
    Route(lambda a: _is_staff(a) and bool(a.message and a.message.left_chat_member), staff_people.on_left),
    Route(lambda a: _is_staff(a) and bool(a.message and a.message.migrate_to_chat_id), staff_messages.on_moved),
    Route(lambda a: _is_staff(a) and a.press is not None, staff_buttons.on_press),
    Route(lambda a: _is_staff(a) and a.is_for_another_bot, staff_commands.on_another_bots_command),
    Route(lambda a: _is_staff(a) and staff_commands.is_known(a), staff_commands.on_command),
    Route(lambda a: _is_staff(a) and a.command is not None, staff_messages.on_unknown_command),
    Route(lambda a: _is_staff(a) and a.edited is not None, staff_messages.on_edit),
    Route(lambda a: _is_staff(a) and a.message is not None, staff_messages.on_message),
    # Customers, in private
    Route(lambda a: _is_private(a) and a.update.my_chat_member is not None, customer_messages.on_reachability),
    Route(lambda a: _is_private(a) and a.press is not None and a.is_flooding, customer_buttons.on_flooding_press),
    Route(lambda a: _is_private(a) and a.press is not None, customer_buttons.on_press),
    Route(
        lambda a: _is_private(a) and customer_commands.is_known(a) and a.is_flooding,
        customer_commands.on_flooding_command,
    ),
    Route(lambda a: _is_private(a) and customer_commands.is_known(a), customer_commands.on_command),
    Route(lambda a: _is_private(a) and a.edited is not None, customer_messages.on_edit),
    Route(lambda a: _is_private(a) and a.message is not None, customer_messages.on_message),
    # Anybody else gets nowhere
    Route(lambda a: a.press is not None, staff_buttons.on_strangers_press),
)

UNHANDLED = customer_unhandled.hand_over
"""What is done for the sender of an update that none of them could handle."""
