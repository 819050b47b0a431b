"""/pilot: whom the bot answers, how that goes, and the buttons that change it."""

from collections.abc import Callable, Mapping

from bot.arrival import Press
from bot.desk.outbox import Post, set_buttons
from bot.desk.pilot.changing import Outcome, go_back, raise_share
from bot.desk.pilot.note import post_of
from bot.desk.ticket.history import Colleague
from bot.desk.unit_of_work import UnitOfWork
from bot.staff.acts import Toast
from bot.staff.order import Order


def show(uow: UnitOfWork, _order: Order) -> list[Post]:
    """/pilot: the figures since the share in force began."""
    return [post_of(uow)]


def press(uow: UnitOfWork, colleague: Colleague, button: Press) -> Toast:
    outcome = BUTTONS[button.name](uow, colleague, button)
    if outcome.is_done and button.message:
        set_buttons(uow, button.message.chat, button.message.id)
    return Toast(outcome.toast, outcome.values)


def _raise(uow: UnitOfWork, colleague: Colleague, button: Press) -> Outcome:
    return raise_share(uow, colleague, button.number(0), button.number(1))


def _back(uow: UnitOfWork, colleague: Colleague, _button: Press) -> Outcome:
    return go_back(uow, colleague)


BUTTONS: Mapping[str, Callable[[UnitOfWork, Colleague, Press], Outcome]] = {"pilot_raise": _raise, "pilot_back": _back}
