"""Who writes: the customer behind a Telegram user."""

from bot.desk.unit_of_work import Desk
from bot.routing import Arrival
from storage.customers import find_customer
from storage.models import Customer

DOOR = "telegram"


def customer_who(desk: Desk, arrival: Arrival) -> Customer:
    """The customer who wrote or pressed, known from before or met now; they can be reached again."""
    user = arrival.sender
    if user is None:
        raise ValueError("nobody sent this update")
    app_language = (user.language_code or "")[:2] or None
    customer = find_customer(desk.session, DOOR, str(user.id))
    if customer is None:
        return meet(desk, user.id, user.full_name, user.username, app_language)
    customer.name, customer.username, customer.app_language = user.full_name, user.username, app_language
    customer.unreachable_since = None
    return customer


def meet(
    desk: Desk, telegram_id: int, name: str, username: str | None = None, app_language: str | None = None
) -> Customer:
    """Somebody writes for the first time."""
    customer = Customer(
        door=DOOR,
        address=str(telegram_id),
        name=name,
        username=username,
        app_language=app_language,
        created_at=desk.now,
    )
    desk.session.add(customer)
    desk.session.flush()
    return customer
