"""Who writes: the customer behind a Telegram user."""

from bot.desk.unit_of_work import UnitOfWork
from bot.routing import Arrival
from storage.customers import find_customer
from storage.models import Customer

DOOR = "telegram"


def customer_who(uow: UnitOfWork, arrival: Arrival) -> Customer:
    """The customer who wrote or pressed, known from before or met now; they can be reached again."""
    user = arrival.sender
    if user is None:
        raise ValueError("nobody sent this update")
    app_language = (user.language_code or "")[:2] or None
    customer = find_customer(uow.session, DOOR, str(user.id))
    if customer is None:
        return meet(uow, user.id, user.full_name, user.username, app_language)
    customer.name, customer.username, customer.app_language = user.full_name, user.username, app_language
    customer.unreachable_since = None
    return customer


def meet(
    uow: UnitOfWork, telegram_id: int, name: str, username: str | None = None, app_language: str | None = None
) -> Customer:
    """Somebody writes for the first time."""
    customer = Customer(
        door=DOOR,
        address=str(telegram_id),
        name=name,
        username=username,
        app_language=app_language,
        created_at=uow.now,
    )
    uow.session.add(customer)
    uow.session.flush()
    return customer
