"""A customer's message that could not be handled: a person takes over, and the customer is told."""

from bot.arrival import MessageRef, Sender
from bot.customer.people import known_or_met
from bot.desk.conversation.handoff import hand_over_unread
from bot.desk.unit_of_work import UnitOfWork
from storage.customers import find_message
from storage.models import Customer


def hand_over(uow: UnitOfWork, sender: Sender, update_id: int) -> None:
    """`sender` wrote or pressed in private, in the update that could not be handled; banned customers get nothing."""
    customer = known_or_met(uow, sender)
    if not customer.banned_at:
        hand_over_unread(uow, customer, update_id)


def hand_over_edit(uow: UnitOfWork, edited: MessageRef, update_id: int) -> None:
    """The same for an edit, if the message is known: of others nobody has read the words before."""
    message = find_message(uow.session, edited.chat, edited.id)
    customer = uow.session.get(Customer, message.customer_id) if message else None
    if customer and not customer.banned_at:
        hand_over_unread(uow, customer, update_id)
