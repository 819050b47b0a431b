"""What the staff's buttons do."""

from collections.abc import Callable, Mapping

from bot.arrival import Arrival, Press
from bot.desk.conversation.flood_control import show_held
from bot.desk.forgetting import is_forgotten
from bot.desk.notifications import Notification
from bot.desk.on_call.accepting import Acceptance, accept_alarm, accepted_by
from bot.desk.outbox import answer_press, set_buttons, show_card, to_staff_room
from bot.desk.ticket import faq_replies, lifecycle
from bot.desk.ticket.card import card_post
from bot.desk.ticket.card_menus import MENUS
from bot.desk.ticket.history import Colleague
from bot.desk.unit_of_work import UnitOfWork
from bot.staff import acts, authoring, card_menus, held_replies, pilot
from bot.staff.acts import Toast, said
from bot.staff.card_menus import FROM_MENU, close_menu, open_menu, redraw_copy
from bot.staff.people import colleague_who
from storage.customers import find_message
from storage.models import ACTIVE, Ticket
from storage.tickets import active_ticket, customer_of

_ALERTS = frozenset({"taken_by_other", "accepted_by_other", "is_absent", "is_banned", "only_staff"})
"""Toasts that the presser has to see before going on."""

_OF_CARDS = frozenset({"take", "pending", "solve", "reopen"})


def on_press(uow: UnitOfWork, arrival: Arrival) -> None:
    """Run the button's action on its ticket, if the presser is a colleague and the ticket's state allows it."""
    press = arrival.press
    if press is None:
        return
    colleague = colleague_who(uow, arrival)
    if colleague is None:
        toast: Toast | None = Toast("only_staff")
    elif authoring.is_authors(press):
        toast = authoring.press(uow, colleague, press)
    elif press.name in pilot.BUTTONS:
        toast = pilot.press(uow, colleague, press)
    else:
        toast = _act(uow, colleague, press)
    text = said(uow, toast) if toast else ""
    answer_press(uow, press.id, text, is_alert=toast is not None and toast.name in _ALERTS)


def on_strangers_press(uow: UnitOfWork, arrival: Arrival) -> None:
    """A press outside the staff group and private chats: answer it without doing anything."""
    if arrival.press:
        answer_press(uow, arrival.press.id)


def _act(uow: UnitOfWork, colleague: Colleague, press: Press) -> Toast | None:
    """None when only other buttons are shown."""
    ticket = uow.session.get(Ticket, press.number(0)) if press.name in MENUS or press.name in BUTTONS else None
    if ticket is None:
        return Toast("outdated")
    if press.name in MENUS:
        return open_menu(uow, ticket, press)
    toast = BUTTONS[press.name](uow, colleague, ticket, press)
    if press.name in FROM_MENU:
        close_menu(uow, ticket, press)
    elif press.name in _OF_CARDS and press.message:
        redraw_copy(uow, ticket, press.message)
    return toast


def _take(uow: UnitOfWork, colleague: Colleague, ticket: Ticket, _press: Press) -> Toast:
    return acts.take(uow, colleague, ticket)


def _pending(uow: UnitOfWork, colleague: Colleague, ticket: Ticket, _press: Press) -> Toast:
    return acts.wait(uow, colleague, ticket)


def _solve(uow: UnitOfWork, colleague: Colleague, ticket: Ticket, _press: Press) -> Toast:
    return acts.solve(uow, colleague, ticket)


def _reopen(uow: UnitOfWork, colleague: Colleague, ticket: Ticket, _press: Press) -> Toast:
    if ticket.state in ACTIVE:
        return Toast("outdated")
    if customer_of(uow.session, ticket).banned_at:
        return Toast("is_banned", {"ticket": ticket})
    if active_ticket(uow.session, ticket.customer_id):
        return Toast("another_is_open")
    lifecycle.reopen(uow, ticket, colleague.name)
    return Toast("reopened")


def _keep_open(uow: UnitOfWork, _colleague: Colleague, ticket: Ticket, _press: Press) -> Toast:
    """The topic was closed and the ticket is not solved: the card's update reopens the topic."""
    if ticket.state not in ACTIVE:
        return Toast("outdated")
    show_card(uow, ticket)
    return Toast("kept_open")


def _spam(uow: UnitOfWork, colleague: Colleague, ticket: Ticket, _press: Press) -> Toast:
    return acts.spam(uow, colleague, ticket)


def _show(uow: UnitOfWork, _colleague: Colleague, ticket: Ticket, _press: Press) -> Toast:
    to_staff_room(uow, card_post(uow, ticket), Notification.SHOWN_CARD)
    return Toast("shown")


def _show_faq(uow: UnitOfWork, _colleague: Colleague, ticket: Ticket, press: Press) -> Toast:
    return Toast("faq_shown") if faq_replies.show(uow, ticket, press.number(1)) else Toast("outdated")


def _send_faq(uow: UnitOfWork, colleague: Colleague, ticket: Ticket, press: Press) -> Toast:
    at = press.message
    if at is None or is_forgotten(uow, ticket):
        return Toast("outdated")
    set_buttons(uow, at.chat, at.id)
    if find_message(uow.session, at.chat, at.id):
        return Toast("faq_sent_already")
    is_sent = faq_replies.send(uow, ticket, colleague, press.number(1), at.chat, at.id)
    return Toast("faq_sent") if is_sent else Toast("outdated")


def _make_faq(uow: UnitOfWork, colleague: Colleague, ticket: Ticket, press: Press) -> Toast:
    return Toast("outdated") if is_forgotten(uow, ticket) else authoring.draft_from(uow, colleague, ticket, press)


def _show_held(uow: UnitOfWork, _colleague: Colleague, ticket: Ticket, _press: Press) -> Toast:
    return Toast("held_shown") if show_held(uow, ticket) else Toast("outdated")


def _accept(uow: UnitOfWork, colleague: Colleague, ticket: Ticket, _press: Press) -> Toast:
    match accept_alarm(uow, ticket, colleague):
        case Acceptance.ACCEPTED:
            return Toast("accepted")
        case Acceptance.BY_YOU:
            return Toast("accepted_by_you")
        case Acceptance.BY_OTHER:
            return Toast("accepted_by_other", {"taken_by": accepted_by(uow, ticket)})
    return Toast("outdated")


BUTTONS: Mapping[str, Callable[[UnitOfWork, Colleague, Ticket, Press], Toast]] = {
    "accept": _accept,
    "take": _take,
    "pending": _pending,
    "solve": _solve,
    "reopen": _reopen,
    "keep_open": _keep_open,
    "give_to": card_menus.give_to,
    "release": card_menus.release,
    "snooze_to": card_menus.snooze_to,
    "set_priority": card_menus.set_priority,
    "spam": _spam,
    "send_now": held_replies.send_now,
    "send_at_opening": held_replies.send_at_opening,
    "take_back": held_replies.take_back,
    "show": _show,
    "held": _show_held,
    "make_faq": _make_faq,
    "faq": _show_faq,
    "send_faq": _send_faq,
}
"""What a button does to its ticket, by the name in its data; `bot.desk.ticket.card_menus.MENUS` has those that only
show other buttons."""
