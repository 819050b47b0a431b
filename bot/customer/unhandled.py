"""A customer's message that could not be handled: a person takes over, and the customer hears so.

It may be one that can't even be read, so it is taken as it came, and nothing is believed of it.
"""

from collections.abc import Mapping

from telegram.constants import ChatType

from bot.customer.people import DOOR, meet
from bot.desk.conversation.handoff import hand_over_unread
from bot.desk.unit_of_work import UnitOfWork
from storage.customers import find_customer
from storage.models import Customer, Json


def hand_over(uow: UnitOfWork, update: Json) -> None:
    """Who wrote or pressed in private waits for something; of an edit and the like nobody expects an answer."""
    customer = _sender(uow, update)
    if customer and not customer.banned_at:
        hand_over_unread(uow, customer, int(update["update_id"]))


def _sender(uow: UnitOfWork, update: Json) -> Customer | None:
    press = _part(update, "callback_query")
    message = _part(press or update, "message")
    chat = _part(message, "chat")
    number = chat.get("id")
    if chat.get("type") != ChatType.PRIVATE or not isinstance(number, int):
        return None
    sender = _part(press or message, "from")
    return find_customer(uow.session, DOOR, str(number)) or _met(uow, number, sender)


def _met(uow: UnitOfWork, telegram_id: int, sender: Mapping[str, object]) -> Customer:
    names = (sender.get("first_name"), sender.get("last_name"))
    customer = meet(uow, telegram_id, " ".join(name for name in names if isinstance(name, str)))
    customer.app_language = str(sender.get("language_code") or "")[:2] or None
    return customer


def _part(whole: Mapping[str, object], name: str) -> Mapping[str, object]:
    part = whole.get(name)
    return part if isinstance(part, dict) else {}
