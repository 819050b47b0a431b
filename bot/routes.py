"""Who handles what: two ordered tables, one for the staff in their group and one for customers in private.

Order matters: the first route that fits handles the update, and nothing else does. So a special case stands above the
general one: a command above the messages (a command is a message, too), another bot's command above ours, what comes
in a flood above the same thing at leisure. What fits no route needs no handling.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.arrival import Arrival
from bot.customer import authoring as customer_authoring
from bot.customer import buttons as customer_buttons
from bot.customer import commands as customer_commands
from bot.customer import messages as customer_messages
from bot.customer import reactions as customer_reactions
from bot.customer import start_links as customer_start_links
from bot.customer import unhandled as customer_unhandled
from bot.desk.faq_reading import Reading, Result
from bot.desk.staff_chat import staff_chat
from bot.desk.unit_of_work import DeskContext, UnitOfWork
from bot.routing import (
    Route,
    dispatch,
    ignore,
    is_block_change,
    is_command,
    is_edit,
    is_for_another_bot,
    is_group_move,
    is_member_change,
    is_message,
    is_press,
    is_press_in_flood,
    is_reaction,
)
from bot.staff import authoring as staff_authoring
from bot.staff import buttons as staff_buttons
from bot.staff import commands as staff_commands
from bot.staff import messages as staff_messages
from bot.staff import topics as staff_topics
from bot.staff import unhandled as staff_unhandled
from bot.staff.people import is_written_automatically
from bot.telegram import membership
from bot.telegram.unreadable import edited_in_private, private_sender, written_in_group

STAFF = (
    Route(is_member_change, membership.on_member_changed),
    Route(is_group_move, membership.on_group_moved),
    Route(staff_topics.is_topic_change, staff_topics.on_topic_changed),
    Route(is_written_automatically, ignore),
    Route(is_press, staff_buttons.on_press),
    Route(is_for_another_bot, ignore),
    Route(staff_commands.is_known, staff_commands.on_command),
    Route(is_command, staff_messages.on_unknown_command),
    Route(is_edit, staff_authoring.on_edit),
    Route(staff_authoring.may_be_authors, staff_authoring.on_message),
    Route(is_message, staff_messages.on_message),
)

CUSTOMERS = (
    Route(is_block_change, customer_messages.on_block_changed),
    Route(is_press_in_flood, customer_buttons.on_press_in_flood),
    Route(is_press, customer_buttons.on_press),
    Route(is_reaction, customer_reactions.on_reaction),
    Route(customer_commands.is_known_in_flood, ignore),
    Route(customer_start_links.is_start_link, customer_start_links.on_start_link),
    Route(customer_commands.is_known, customer_commands.on_command),
    Route(customer_authoring.is_faq_command, customer_authoring.on_command),
    Route(customer_authoring.may_be_authors, customer_authoring.on_message),
    Route(is_edit, customer_authoring.on_edit),
    Route(is_message, customer_messages.on_message),
)

STRANGERS = (Route(is_press, staff_buttons.on_strangers_press),)
"""Anywhere else only a press is answered, so that the button does not seem to hang."""


def handle(uow: UnitOfWork, arrival: Arrival) -> None:
    """Let the right table handle the arrival."""
    dispatch(_table(arrival), uow, arrival)


def likely_readings(context: DeskContext, arrival: Arrival, now: datetime) -> Sequence[Reading[Result]]:
    """What of the FAQ `handle` will probably need, as far as the arrival itself tells."""
    return customer_messages.likely_readings(context, arrival, now) if _is_customers(arrival) else ()


def look(uow: UnitOfWork, arrival: Arrival) -> None:
    """Ask for the readings that `handle` needs; writes nothing. Raises NotReadError."""
    if _is_customers(arrival):
        customer_messages.look(uow, arrival)


def hand_over_unhandled(uow: UnitOfWork, payload: str, update_id: int) -> None:
    """An update is given up: a customer who waits for an answer gets a person, a colleague hears so in place."""
    if sender := private_sender(payload):
        customer_unhandled.hand_over(uow, sender, update_id)
    elif edited := edited_in_private(payload):
        customer_unhandled.hand_over_edit(uow, edited, update_id)
    elif (written := written_in_group(payload)) and written.ref.chat == staff_chat(uow):
        staff_unhandled.tell(uow, written.ref, written.topic, update_id, written.is_edit)


def _table(arrival: Arrival) -> Sequence[Route]:
    if arrival.is_from_staff_group:
        return STAFF
    return CUSTOMERS if _is_customers(arrival) else STRANGERS


def _is_customers(arrival: Arrival) -> bool:
    return arrival.is_private and not arrival.is_from_staff_group
