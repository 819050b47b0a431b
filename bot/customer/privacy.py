"""What is kept of a customer, and having it erased."""

from bot.desk.outbox import Button, Post, to_customer
from bot.desk.unit_of_work import Desk
from storage.models import Customer
from storage.tickets import active_ticket


def show_privacy(desk: Desk, customer: Customer) -> None:
    """What is kept, for how long, whom to ask, and how it is erased."""
    rich = desk.say(desk.language_of(customer), "customer.privacy", policy=desk.office.settings.privacy)
    to_customer(desk, customer, Post(rich), "privacy")


def ask_whether_to_forget(desk: Desk, customer: Customer) -> None:
    """It can't be undone, so it is asked once."""
    language = desk.language_of(customer)
    ticket = active_ticket(desk.session, customer.id)
    forget = Button(desk.label(language, "buttons.forget_me"), "forget_me")
    keep = Button(desk.label(language, "buttons.keep_me"), "keep_me")
    rich = desk.say(language, "customer.forget_me", ticket=ticket)
    to_customer(desk, customer, Post(rich, [[forget], [keep]]), "forget_me")


def farewell(desk: Desk, customer: Customer) -> Post:
    """That it is done, and what could not be erased."""
    return Post(desk.say(desk.language_of(customer), "customer.forgotten", policy=desk.office.settings.privacy))
