"""What the staff's buttons do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.arrival import Arrival, Press
from bot.desk.conversation.flood_control import show_held
from bot.desk.notifications import Notification
from bot.desk.on_call.accepting import Acceptance, accept_alarm, accepted_by
from bot.desk.outbox import answer_press, show_card, to_staff_room
from bot.desk.ticket import lifecycle
from bot.desk.ticket.card import card_post, taker_name
from bot.desk.ticket.history import Colleague
from bot.desk.unit_of_work import UnitOfWork
from bot.staff.people import colleague_who
from storage.models import ACTIVE, Priority, State, Ticket
from storage.tickets import active_ticket


@dataclass(frozen=True)
class Toast:
    """What the presser sees: `staff.j2`'s toast of that name."""

    name: str
    taken_by: str | None = None


def on_press(uow: UnitOfWork, arrival: Arrival) -> None:
    """Run the button's action on its ticket, if the presser is a colleague and the ticket's state allows it."""
    press = arrival.press
    if press is None:
        return
    colleague = colleague_who(uow, arrival)
    toast = _act(uow, colleague, press) if colleague else Toast("only_staff")
    text = uow.label(uow.staff_language, f"toasts.{toast.name}", taken_by=toast.taken_by)
    answer_press(uow, press.id, text, is_alert=toast.name in ("taken_by_other", "accepted_by_other", "only_staff"))


def on_strangers_press(uow: UnitOfWork, arrival: Arrival) -> None:
    """A press outside the staff group and private chats: answer it without doing anything."""
    if arrival.press:
        answer_press(uow, arrival.press.id)


def _act(uow: UnitOfWork, colleague: Colleague, press: Press) -> Toast:
    act = BUTTONS.get(press.name)
    ticket = uow.session.get(Ticket, press.number(0)) if act else None
    if act is None or ticket is None:
        return Toast("outdated")
    return act(uow, colleague, ticket, press.argument(1))


def _take(uow: UnitOfWork, colleague: Colleague, ticket: Ticket, _seen: str) -> Toast:
    if lifecycle.take(uow, ticket, colleague):
        return Toast("taken")
    uow.session.refresh(ticket)
    if ticket.taken_by is None or ticket.state not in ACTIVE:
        return Toast("outdated")
    if ticket.taken_by == colleague.id:
        return Toast("taken_by_you")
    return Toast("taken_by_other", taker_name(uow, ticket))


def _pending(uow: UnitOfWork, colleague: Colleague, ticket: Ticket, _seen: str) -> Toast:
    if ticket.state not in ACTIVE or ticket.state == State.PENDING:
        return Toast("outdated")
    lifecycle.set_pending(uow, ticket, colleague)
    return Toast("pending")


def _solve(uow: UnitOfWork, colleague: Colleague, ticket: Ticket, _seen: str) -> Toast:
    if ticket.state not in ACTIVE:
        return Toast("outdated")
    lifecycle.solve(uow, ticket, colleague)
    return Toast("solved")


def _reopen(uow: UnitOfWork, colleague: Colleague, ticket: Ticket, _seen: str) -> Toast:
    if ticket.state in ACTIVE:
        return Toast("outdated")
    if active_ticket(uow.session, ticket.customer_id):
        return Toast("another_is_open")
    lifecycle.reopen(uow, ticket, colleague.name)
    return Toast("reopened")


def _keep_open(uow: UnitOfWork, _colleague: Colleague, ticket: Ticket, _seen: str) -> Toast:
    """The topic was closed and the ticket is not solved: the card's update reopens the topic."""
    if ticket.state not in ACTIVE:
        return Toast("outdated")
    show_card(uow, ticket)
    return Toast("kept_open")


def _spam(uow: UnitOfWork, colleague: Colleague, ticket: Ticket, _seen: str) -> Toast:
    if ticket.state not in ACTIVE:
        return Toast("outdated")
    lifecycle.mark_spam(uow, ticket, colleague)
    return Toast("spam")


def _priority(uow: UnitOfWork, colleague: Colleague, ticket: Ticket, seen: str) -> Toast:
    """The next priority after the one that the presser saw, so that two presses at once are one step."""
    if ticket.state not in ACTIVE:
        return Toast("outdated")
    if seen == ticket.priority:
        lifecycle.set_priority(uow, ticket, lifecycle.next_priority(Priority(ticket.priority)), colleague)
    return Toast("priority")


def _show(uow: UnitOfWork, _colleague: Colleague, ticket: Ticket, _seen: str) -> Toast:
    to_staff_room(uow, card_post(uow, ticket), Notification.SHOWN_CARD)
    return Toast("shown")


def _show_held(uow: UnitOfWork, _colleague: Colleague, ticket: Ticket, _seen: str) -> Toast:
    return Toast("held_shown") if show_held(uow, ticket) else Toast("outdated")


def _accept(uow: UnitOfWork, colleague: Colleague, ticket: Ticket, _seen: str) -> Toast:
    match accept_alarm(uow, ticket, colleague):
        case Acceptance.ACCEPTED:
            return Toast("accepted")
        case Acceptance.BY_YOU:
            return Toast("accepted_by_you")
        case Acceptance.BY_OTHER:
            return Toast("accepted_by_other", accepted_by(uow, ticket))
    return Toast("outdated")


BUTTONS: Mapping[str, Callable[[UnitOfWork, Colleague, Ticket, str], Toast]] = {
    "accept": _accept,
    "take": _take,
    "pending": _pending,
    "solve": _solve,
    "reopen": _reopen,
    "keep_open": _keep_open,
    "spam": _spam,
    "priority": _priority,
    "show": _show,
    "held": _show_held,
}
"""What a button does to its ticket, by the name in its data; the last argument is the state that the presser saw."""
