"""What the customer's buttons do. What comes back with a press is checked against the database and the presser."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.customer import commands, menu, mine
from bot.customer.people import customer_who
from bot.customer.privacy import farewell
from bot.desk.conversation import receive
from bot.desk.conversation.flood_control import is_reopened_too_often
from bot.desk.conversation.handoff import call_human
from bot.desk.forgetting import forget
from bot.desk.outbox import answer_press, rewrite, set_buttons
from bot.desk.ticket import lifecycle
from bot.desk.unit_of_work import Desk
from bot.routing import Arrival
from bot.wording import LANGUAGES
from storage.models import ACTIVE, Customer, Question, Ticket
from storage.tickets import active_ticket


@dataclass(frozen=True)
class Press:
    """A press of a button under the message `chat_id`, `telegram_id`."""

    id: str
    customer: Customer
    chat_id: int
    telegram_id: int
    arguments: tuple[str, ...]
    update_id: int

    def text(self, place: int) -> str:
        """An argument of the button, "" when it has no such one: what comes back may be forged."""
        return self.arguments[place] if place < len(self.arguments) else ""

    def number(self, place: int) -> int:
        """An argument that is a number; -1, which nothing has, when it is not."""
        text = self.text(place)
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else -1


def on_press(desk: Desk, arrival: Arrival) -> None:
    """Do what the button says; one that we don't know, or that is no longer true, says so."""
    query = arrival.press
    if query is None or query.message is None:
        return
    name, *arguments = (query.data or "").split(":")
    customer, message = customer_who(desk, arrival), query.message
    press = Press(query.id, customer, message.chat.id, message.message_id, tuple(arguments), arrival.update.update_id)
    act = BUTTONS.get(name)
    said = act(desk, press) if act and not press.customer.banned_at else "outdated"
    text = desk.label(desk.language_of(press.customer), f"toasts.{said}") if said else ""
    answer_press(desk, press.id, text)


def on_hasty_press(desk: Desk, arrival: Arrival) -> None:
    """Nobody presses so fast by hand."""
    if arrival.press:
        language = desk.language_of(customer_who(desk, arrival))
        answer_press(desk, arrival.press.id, desk.label(language, "toasts.too_often"))


def _helped(desk: Desk, press: Press) -> str:
    question = _question(desk, press)
    if question is None:
        return "outdated"
    question.helped = True
    set_buttons(desk, press.chat_id, press.telegram_id)
    return "glad"


def _not_helped(desk: Desk, press: Press) -> str:
    question = _question(desk, press)
    if question is None:
        return "outdated"
    question.helped = False
    set_buttons(desk, press.chat_id, press.telegram_id)
    call_human(desk, press.customer, question)
    return "handed_over"


def _choose(desk: Desk, press: Press) -> str:
    question = _question(desk, press)
    place = press.number(1)
    if question is None or not 0 <= place < len(question.suggested):
        return "outdated"
    set_buttons(desk, press.chat_id, press.telegram_id)
    receive.choose(desk, press.customer, question, question.suggested[place])
    return ""


def _none_fits(desk: Desk, press: Press) -> str:
    question = _question(desk, press)
    if question is None:
        return "outdated"
    set_buttons(desk, press.chat_id, press.telegram_id)
    call_human(desk, press.customer, question)
    return "handed_over"


def _show_menu(desk: Desk, press: Press) -> str:
    rewrite(desk, press.chat_id, press.telegram_id, menu.categories(desk, desk.language_of(press.customer)))
    return ""


def _show_category(desk: Desk, press: Press) -> str:
    post = menu.category(desk, desk.language_of(press.customer), press.text(0))
    if post is None:
        return "outdated"
    rewrite(desk, press.chat_id, press.telegram_id, post)
    return ""


def _show_entry(desk: Desk, press: Press) -> str:
    language = desk.language_of(press.customer)
    entry = menu.entry(desk, language, press.text(0))
    if entry is None:
        return "outdated"
    receive.browse(desk, press.customer, entry, language)
    return ""


def _show_mine(desk: Desk, press: Press) -> str:
    commands.show_mine(desk, press.customer)
    return ""


def _call_operator(desk: Desk, press: Press) -> str:
    call_human(desk, press.customer)
    return ""


def _set_language(desk: Desk, press: Press) -> str:
    if press.text(0) not in LANGUAGES:
        return "outdated"
    press.customer.language = press.text(0)
    set_buttons(desk, press.chat_id, press.telegram_id)
    return "language_set"


def _close_mine(desk: Desk, press: Press) -> str:
    ticket = _own_ticket(desk, press)
    if ticket is None or ticket.state not in ACTIVE:
        return "outdated"
    if is_reopened_too_often(desk, ticket):
        return "too_often"
    lifecycle.solve_by_customer(desk, ticket, press.customer)
    rewrite(desk, press.chat_id, press.telegram_id, mine.requests(desk, press.customer))
    return ""


def _reopen_mine(desk: Desk, press: Press) -> str:
    ticket = _own_ticket(desk, press)
    if ticket is None or not mine.can_be_reopened(desk, ticket):
        return "outdated"
    if active_ticket(desk.session, ticket.customer_id):
        return "another_is_open"
    lifecycle.reopen_by_customer(desk, ticket, press.customer)
    if press.text(1) == mine.IN_LIST:
        rewrite(desk, press.chat_id, press.telegram_id, mine.requests(desk, press.customer))
    else:
        set_buttons(desk, press.chat_id, press.telegram_id)
    return ""


def _forget_me(desk: Desk, press: Press) -> str:
    said = farewell(desk, press.customer)
    forget(desk, press.customer, press.update_id)
    rewrite(desk, press.chat_id, press.telegram_id, said)
    return ""


def _keep_me(desk: Desk, press: Press) -> str:
    set_buttons(desk, press.chat_id, press.telegram_id)
    return "kept"


def _question(desk: Desk, press: Press) -> Question | None:
    question = desk.session.get(Question, press.number(0))
    return question if question and question.customer_id == press.customer.id else None


def _own_ticket(desk: Desk, press: Press) -> Ticket | None:
    ticket = desk.session.get(Ticket, press.number(0))
    return ticket if ticket and ticket.customer_id == press.customer.id else None


BUTTONS: Mapping[str, Callable[[Desk, Press], str]] = {
    "helped": _helped,
    "not_helped": _not_helped,
    "choose": _choose,
    "none_fits": _none_fits,
    "menu": _show_menu,
    "category": _show_category,
    "entry": _show_entry,
    "my": _show_mine,
    "operator": _call_operator,
    "language": _set_language,
    "my_close": _close_mine,
    "my_reopen": _reopen_mine,
    "forget_me": _forget_me,
    "keep_me": _keep_me,
}
"""Each does what its button says and returns the toast's name, or "" for none."""
