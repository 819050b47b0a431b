"""Tells the staff, in the group's main chat, of rows that were given up and are kept as dead letters."""

from bot.desk.notifications import Notification
from bot.desk.outbox import ALARMS, Post, tally
from bot.desk.payloads import Outgoing, TicketCard, kind_of
from bot.desk.unit_of_work import UnitOfWork
from storage.models import Customer, Ticket
from storage.outbox import given_up_key


def tell_given_up(uow: UnitOfWork, row: Outgoing, reason: str) -> None:
    """Say which row was given up, whose it was, why, and how to replay it; one notice for each customer.

    The loss of such a notice is not told, which would repeat for ever.
    """
    kind = Notification.CARD if isinstance(row.payload, TicketCard) else kind_of(row.payload)
    if kind is Notification.GIVEN_UP:
        return
    ticket = uow.session.get(Ticket, row.ticket_id) if row.ticket_id else None
    customer_id = row.customer_id or (ticket.customer_id if ticket else None)
    customer = uow.session.get(Customer, customer_id) if customer_id else None

    def post(count: int) -> Post:
        rich = uow.say(
            uow.staff_language,
            Notification.GIVEN_UP.template,
            ticket=ticket,
            customer=customer,
            for_customer=row.customer_id is not None,
            role=kind or "",
            reason=reason,
            row_id=row.id,
            count=count,
        )
        return Post(rich)

    tally(uow, given_up_key(customer_id), Notification.GIVEN_UP, post, lane=ALARMS)
