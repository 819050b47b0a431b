"""What the customer's buttons do. A press can be forged: its data is checked against the database and the presser."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.arrival import Arrival, MessageRef, Press
from bot.customer import authoring, commands, menu, mine
from bot.customer.people import customer_who
from bot.customer.privacy import farewell
from bot.desk.authoring.tasks import FAQ_BUTTON
from bot.desk.conversation import choices, feedback, receive
from bot.desk.conversation.flood_control import is_reopened_too_often
from bot.desk.conversation.handoff import call_human
from bot.desk.conversation.put_off import answer_put_off
from bot.desk.forgetting import forget
from bot.desk.learning.noting import note_none_fits
from bot.desk.on_call.accepting import Acceptance, accept_alarm
from bot.desk.on_call.people import colleague_in_private
from bot.desk.outbox import answer_press, rewrite, set_buttons
from bot.desk.ticket import lifecycle, notices
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import LANGUAGES
from storage.models import ACTIVE, Customer, Question, Ticket
from storage.tickets import active_ticket


@dataclass(frozen=True)
class CustomerPress:
    """A customer's press of a button under `message`."""

    customer: Customer
    button: Press
    message: MessageRef
    update_id: int


def on_press(uow: UnitOfWork, arrival: Arrival) -> None:
    """Run the button's action; an unknown or outdated button tells so in a toast."""
    button = arrival.press
    if button is None or button.message is None:
        return
    customer, act = customer_who(uow, arrival), BUTTONS.get(EARLIER_NAMES.get(button.name, button.name))
    press = CustomerPress(customer, button, button.message, arrival.update_id)
    toast = act(uow, press) if act and not customer.banned_at else "outdated"
    text = uow.label(uow.language_of(customer), f"toasts.{toast}") if toast else ""
    answer_press(uow, button.id, text)


def on_press_in_flood(uow: UnitOfWork, arrival: Arrival) -> None:
    """Faster than by hand: say so and do nothing."""
    if arrival.press:
        language = uow.language_of(customer_who(uow, arrival))
        answer_press(uow, arrival.press.id, uow.label(language, "toasts.too_often"))


def _helped(uow: UnitOfWork, press: CustomerPress) -> str:
    question = _question(uow, press)
    if question is None:
        return "outdated"
    feedback.helped(uow, question)
    set_buttons(uow, press.message.chat, press.message.id)
    return "glad"


def _not_it(uow: UnitOfWork, press: CustomerPress) -> str:
    question = _question(uow, press)
    if question is None:
        return "outdated"
    set_buttons(uow, press.message.chat, press.message.id)
    feedback.not_helped(uow, press.customer, question)
    return "what_else"


def _call_about(uow: UnitOfWork, press: CustomerPress) -> str:
    question = _question(uow, press)
    if question is None:
        return "outdated"
    set_buttons(uow, press.message.chat, press.message.id)
    call_human(uow, press.customer, question)
    return "handed_over"


def _choose(uow: UnitOfWork, press: CustomerPress) -> str:
    question = _question(uow, press)
    place = press.button.number(1)
    if question is None or not 0 <= place < len(question.suggested):
        return "outdated"
    if question.entry_id == question.suggested[place]:
        return "already_answered"
    is_open_preview = question.decision == choices.PREVIEW and question.entry_id is None
    shown_in = press.message.id if is_open_preview else None
    if not choices.choose(uow, press.customer, question, question.suggested[place], shown_in):
        set_buttons(uow, press.message.chat, press.message.id)
    return ""


def _none_fits(uow: UnitOfWork, press: CustomerPress) -> str:
    question = _question(uow, press)
    if question is None:
        return "outdated"
    set_buttons(uow, press.message.chat, press.message.id)
    note_none_fits(uow, question)
    answer_put_off(uow, press.customer, question)
    call_human(uow, press.customer, question)
    return "handed_over"


def _show_menu(uow: UnitOfWork, press: CustomerPress) -> str:
    rewrite(uow, press.message.chat, press.message.id, menu.categories(uow, uow.language_of(press.customer)))
    return ""


def _show_category(uow: UnitOfWork, press: CustomerPress) -> str:
    post = menu.category(uow, uow.language_of(press.customer), press.button.argument(0))
    if post is None:
        return "outdated"
    rewrite(uow, press.message.chat, press.message.id, post)
    return ""


def _show_entry(uow: UnitOfWork, press: CustomerPress) -> str:
    language = uow.language_of(press.customer)
    entry = menu.entry(uow, language, press.button.argument(0))
    if entry is None:
        return "outdated"
    receive.browse(uow, press.customer, entry, language)
    return ""


def _show_mine(uow: UnitOfWork, press: CustomerPress) -> str:
    commands.show_mine(uow, press.customer)
    return ""


def _call_operator(uow: UnitOfWork, press: CustomerPress) -> str:
    call_human(uow, press.customer)
    return ""


def _set_language(uow: UnitOfWork, press: CustomerPress) -> str:
    if press.button.argument(0) not in LANGUAGES:
        return "outdated"
    press.customer.language = press.button.argument(0)
    set_buttons(uow, press.message.chat, press.message.id)
    return "language_set"


def _close_mine(uow: UnitOfWork, press: CustomerPress) -> str:
    ticket = _own_ticket(uow, press)
    if ticket is None or ticket.state not in ACTIVE:
        return "outdated"
    if is_reopened_too_often(uow, ticket):
        return "too_often"
    lifecycle.solve_by_customer(uow, ticket, press.customer)
    rewrite(uow, press.message.chat, press.message.id, mine.requests(uow, press.customer))
    return ""


def _close_request(uow: UnitOfWork, press: CustomerPress) -> str:
    """The button under the acceptance, beside which the customer reads that the ticket is closed."""
    ticket = _own_ticket(uow, press)
    if ticket is None or ticket.state not in ACTIVE:
        return "outdated"
    if is_reopened_too_often(uow, ticket):
        return "too_often"
    set_buttons(uow, press.message.chat, press.message.id)
    lifecycle.solve_by_customer(uow, ticket, press.customer)
    return ""


def _add_to_request(uow: UnitOfWork, press: CustomerPress) -> str:
    ticket = _own_ticket(uow, press)
    if ticket is None or ticket.state not in ACTIVE:
        return "outdated"
    notices.add_here(uow, press.customer, ticket)
    return ""


def _reopen_mine(uow: UnitOfWork, press: CustomerPress) -> str:
    ticket = _own_ticket(uow, press)
    if ticket is None or not mine.can_be_reopened(uow, ticket):
        return "outdated"
    if active_ticket(uow.session, ticket.customer_id):
        return "another_is_open"
    lifecycle.reopen_by_customer(uow, ticket, press.customer)
    if press.button.argument(1) == mine.IN_LIST:
        rewrite(uow, press.message.chat, press.message.id, mine.requests(uow, press.customer))
    else:
        set_buttons(uow, press.message.chat, press.message.id)
    return ""


def _forget_me(uow: UnitOfWork, press: CustomerPress) -> str:
    goodbye = farewell(uow, press.customer)
    forget(uow, press.customer, press.update_id)
    rewrite(uow, press.message.chat, press.message.id, goodbye)
    return ""


def _keep_me(uow: UnitOfWork, press: CustomerPress) -> str:
    set_buttons(uow, press.message.chat, press.message.id)
    return "kept"


def _answer_call(uow: UnitOfWork, press: CustomerPress) -> str:
    """A colleague on call accepts an alarm, in private."""
    ticket = uow.session.get(Ticket, press.button.number(0))
    colleague = colleague_in_private(uow, press.customer)
    if ticket is None or colleague is None:
        return "outdated"
    acceptance = accept_alarm(uow, ticket, colleague)
    set_buttons(uow, press.message.chat, press.message.id)
    match acceptance:
        case Acceptance.ACCEPTED:
            return "accepted"
        case Acceptance.BY_YOU:
            return "accepted_by_you"
        case Acceptance.BY_OTHER:
            return "call_taken"
    return "outdated"


def _authors(uow: UnitOfWork, press: CustomerPress) -> str:
    return authoring.press(uow, press.customer, press.button, press.message)


def _question(uow: UnitOfWork, press: CustomerPress) -> Question | None:
    question = uow.session.get(Question, press.button.number(0))
    return question if question and question.customer_id == press.customer.id else None


def _own_ticket(uow: UnitOfWork, press: CustomerPress) -> Ticket | None:
    ticket = uow.session.get(Ticket, press.button.number(0))
    return ticket if ticket and ticket.customer_id == press.customer.id else None


BUTTONS: Mapping[str, Callable[[UnitOfWork, CustomerPress], str]] = {
    "helped": _helped,
    "not_it": _not_it,
    "call_about": _call_about,
    "choose": _choose,
    "none_fits": _none_fits,
    "menu": _show_menu,
    "category": _show_category,
    "entry": _show_entry,
    "my": _show_mine,
    "operator": _call_operator,
    "language": _set_language,
    "close": _close_request,
    "add": _add_to_request,
    "my_close": _close_mine,
    "my_reopen": _reopen_mine,
    "forget_me": _forget_me,
    "keep_me": _keep_me,
    "answer_call": _answer_call,
    FAQ_BUTTON: _authors,
}
"""What a button does, by the name in its data; each returns the name of the toast, or "" for none."""

EARLIER_NAMES = {"not_helped": "call_about"}
"""Names of buttons that earlier versions sent, which people may still press."""
