"""The rows of buttons that a press on a ticket's card opens: more actions, colleagues, times, priorities."""

from collections.abc import Callable, Mapping, Sequence

from bot.desk.outbox import Button, Buttons
from bot.desk.ticket.assigning import people_to_give_to
from bot.desk.ticket.card import card_buttons, ticket_button
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import cut, visible
from storage.models import Priority, StaffMember, Ticket

MOST_PEOPLE = 24
NAME_LIMIT = 30  # characters on a button
SNOOZE_CHOICES = ("1h", "3h", "day", "week")


def more(uow: UnitOfWork, ticket: Ticket) -> Buttons:
    first = ["give", "release"] if ticket.taken_by else ["give"]
    priority = uow.label(uow.staff_language, "buttons.priority_label", priority=ticket.priority)
    return [
        [ticket_button(uow, ticket, name) for name in first],
        [ticket_button(uow, ticket, "snooze"), Button(priority, f"priority:{ticket.id}")],
        [ticket_button(uow, ticket, "spam"), ticket_button(uow, ticket, "back_to_card")],
    ]


def people(uow: UnitOfWork, ticket: Ticket) -> Buttons:
    """Whom the ticket can be given to."""
    return [*people_buttons(uow, ticket, people_to_give_to(uow, ticket)), _back(uow, ticket)]


def people_buttons(uow: UnitOfWork, ticket: Ticket, whom: Sequence[StaffMember]) -> Buttons:
    """Two in a row. A press tells who had the ticket when the list was shown: it may have changed hands meanwhile."""
    seen = ticket.taken_by or 0
    label = uow.label(uow.staff_language, "buttons.somebody")
    buttons = [
        Button(cut(visible(one.name) or label, NAME_LIMIT), f"give_to:{ticket.id}:{one.telegram_id}:{seen}")
        for one in whom[:MOST_PEOPLE]
    ]
    return [buttons[place : place + 2] for place in range(0, len(buttons), 2)]


def times(uow: UnitOfWork, ticket: Ticket) -> Buttons:
    """How long to snooze the ticket."""
    buttons = [
        Button(uow.label(uow.staff_language, f"buttons.snooze_{choice}"), f"snooze_to:{ticket.id}:{choice}")
        for choice in SNOOZE_CHOICES
    ]
    return [buttons[:2], buttons[2:], _back(uow, ticket)]


def priorities(uow: UnitOfWork, ticket: Ticket) -> Buttons:
    buttons = [
        Button(uow.label(uow.staff_language, "buttons.priority_name", priority=one), f"set_priority:{ticket.id}:{one}")
        for one in Priority
    ]
    return [buttons[:2], buttons[2:], _back(uow, ticket)]


def _back(uow: UnitOfWork, ticket: Ticket) -> list[Button]:
    return [ticket_button(uow, ticket, "back_to_card")]


MENUS: Mapping[str, Callable[[UnitOfWork, Ticket], Buttons]] = {
    "more": more,
    "give": people,
    "snooze": times,
    "priority": priorities,
    "back_to_card": card_buttons,
}
"""What a press of the button of that name shows in place of the buttons pressed."""
