"""The customer behind the sender of an update."""

from bot.arrival import Arrival, Sender
from bot.desk.unit_of_work import UnitOfWork
from storage.customers import find_customer
from storage.models import Customer
from storage.writing import insert_now, new_row

DOOR = "telegram"


def customer_who(uow: UnitOfWork, arrival: Arrival) -> Customer:
    """The customer who wrote or pressed, known or met now; they can be reached again. ValueError without a sender."""
    sender = arrival.sender
    if sender is None:
        raise ValueError("nobody sent this update")
    customer = known_or_met(uow, sender)
    now = {"name": sender.name, "username": sender.username, "app_language": sender.language, "unreachable_since": None}
    for name, value in now.items():
        if getattr(customer, name) != value:  # setting what is there already costs a flush
            setattr(customer, name, value)
    return customer


def known_or_met(uow: UnitOfWork, sender: Sender) -> Customer:
    """The customer as they are known; somebody who writes for the first time is written down."""
    customer = find_customer(uow.session, DOOR, str(sender.id))
    if customer is None:
        customer = new_row(
            Customer,
            door=DOOR,
            address=str(sender.id),
            name=sender.name,
            username=sender.username,
            app_language=sender.language,
            created_at=uow.now,
        )
        insert_now(uow.session, customer)
    return customer
