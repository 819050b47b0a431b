"""Who writes: the customer behind a Telegram user."""

from telegram import User

from bot.desk.office import Desk
from bot.routing import Arrival
from storage.customers import find_customer
from storage.models import Customer

DOOR = "telegram"


def customer_who(desk: Desk, arrival: Arrival) -> Customer:
    """The customer who wrote or pressed, known from before or met now; they can be reached again."""
    user = arrival.sender
    if user is None:
        raise ValueError("nobody sent this update")
    customer = find_customer(desk.session, DOOR, str(user.id)) or _meet(desk, user)
    customer.name, customer.username = user.full_name, user.username
    customer.app_language = (user.language_code or "")[:2] or None
    customer.unreachable_since = None
    return customer


def _meet(desk: Desk, user: User) -> Customer:
    customer = Customer(door=DOOR, address=str(user.id), name=user.full_name, created_at=desk.now)
    desk.session.add(customer)
    desk.session.flush()
    return customer
