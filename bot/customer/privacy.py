"""What is stored about a customer, and erasing it."""

from bot.desk.notifications import Notification
from bot.desk.outbox import Button, Post, to_customer
from bot.desk.unit_of_work import UnitOfWork
from storage.models import Customer
from storage.tickets import active_ticket


def show_privacy(uow: UnitOfWork, customer: Customer) -> None:
    """Tell what is stored, for how long, whom to ask, and how to erase it."""
    settings = uow.context.settings
    learns = settings.faq.learn != "off"
    rich = uow.say(uow.language_of(customer), "customer.privacy", policy=settings.privacy, learns=learns)
    to_customer(uow, customer, Post(rich), Notification.PRIVACY)


def ask_whether_to_forget(uow: UnitOfWork, customer: Customer) -> None:
    """Ask for a confirmation: it can't be undone."""
    language = uow.language_of(customer)
    ticket = active_ticket(uow.session, customer.id)
    forget = Button(uow.label(language, "buttons.forget_me"), "forget_me")
    keep = Button(uow.label(language, "buttons.keep_me"), "keep_me")
    rich = uow.say(language, "customer.forget_me", ticket=ticket)
    to_customer(uow, customer, Post(rich, [[forget], [keep]]), Notification.FORGET_ME)


def farewell(uow: UnitOfWork, customer: Customer) -> Post:
    """The confirmation, with what could not be erased."""
    return Post(uow.say(uow.language_of(customer), "customer.forgotten", policy=uow.context.settings.privacy))
