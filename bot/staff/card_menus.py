"""The buttons under [More] on a ticket's card: a press opens a list in place of the buttons, the next one acts."""

from dataclasses import replace

from bot.arrival import MessageRef, Press
from bot.desk.notifications import Notification
from bot.desk.outbox import Buttons, rewrite, set_buttons, show_card
from bot.desk.ticket.card import card_post
from bot.desk.ticket.card_menus import MENUS
from bot.desk.ticket.history import Colleague
from bot.desk.unit_of_work import UnitOfWork
from bot.staff import acts
from bot.staff.acts import OUTDATED, Toast
from bot.staff.moments import chosen
from storage.models import ACTIVE, OutboxRow, Priority, StaffMember, Ticket
from storage.tickets import posting_at

FROM_MENU = frozenset({"give_to", "release", "snooze_to", "set_priority", "spam"})
_COPIES = frozenset({Notification.SHOWN_CARD, Notification.COMMAND_REPLY})


def open_menu(uow: UnitOfWork, ticket: Ticket, press: Press) -> Toast | None:
    """Show the list of that name in place of the buttons pressed; of a ticket that has ended, what is left to do."""
    if ticket.state not in ACTIVE:
        close_menu(uow, ticket, press)
        return OUTDATED
    at, buttons = press.message, MENUS[press.name](uow, ticket)
    if at and not redraw_copy(uow, ticket, at, buttons):
        set_buttons(uow, at.chat, at.id, buttons)
    return None


def close_menu(uow: UnitOfWork, ticket: Ticket, press: Press) -> None:
    """Show the card's own buttons again; a question that was asked with buttons has none any more."""
    at = press.message
    if at is None:
        return
    posting = posting_at(uow.session, at.chat, at.id)
    if posting and posting.role == Notification.CARD:
        show_card(uow, ticket)
    elif not redraw_copy(uow, ticket, at):
        set_buttons(uow, at.chat, at.id)


def redraw_copy(uow: UnitOfWork, ticket: Ticket, at: MessageRef, buttons: Buttons | None = None) -> bool:
    """Show the ticket as it is now, if `at` is a card that was shown on demand: only the card itself keeps up.

    `buttons`: instead of the card's own.
    """
    posting = posting_at(uow.session, at.chat, at.id)
    row = uow.session.get(OutboxRow, posting.outbox_id) if posting and posting.role in _COPIES else None
    if row is None or row.content.get("shows") != ticket.id:
        return False
    card = card_post(uow, ticket)
    rewrite(uow, at.chat, at.id, card if buttons is None else replace(card, buttons=buttons))
    return True


def give_to(uow: UnitOfWork, colleague: Colleague, ticket: Ticket, press: Press) -> Toast:
    """Give the ticket to the colleague chosen, unless it changed hands since the list was shown."""
    to = uow.session.get(StaffMember, press.number(1))
    if to is None or not to.is_member:
        return OUTDATED
    if (ticket.taken_by or 0) != press.number(2) and ticket.taken_by is not None and ticket.state in ACTIVE:
        return acts.taken_by_other(uow, ticket)
    return acts.give(uow, colleague, ticket, to)


def release(uow: UnitOfWork, colleague: Colleague, ticket: Ticket, _press: Press) -> Toast:
    return acts.release(uow, colleague, ticket)


def snooze_to(uow: UnitOfWork, colleague: Colleague, ticket: Ticket, press: Press) -> Toast:
    until = chosen(uow, press.argument(1))
    return acts.snooze(uow, colleague, ticket, until) if until else OUTDATED


def set_priority(uow: UnitOfWork, colleague: Colleague, ticket: Ticket, press: Press) -> Toast:
    wanted = next((one for one in Priority if one == press.argument(1)), None)
    return acts.set_priority(uow, colleague, ticket, wanted) if wanted else OUTDATED
