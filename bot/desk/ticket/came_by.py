"""The link that a customer came by: kept until their next ticket opens, and shown on its card."""

from dataclasses import asdict, replace
from datetime import datetime, timedelta

from bot.desk.notifications import Notification
from bot.desk.outbox import Post, show_card, to_ticket
from bot.desk.start_links import StartLink
from bot.desk.unit_of_work import UnitOfWork
from storage.models import Customer, Json, Ticket

KEPT_FOR = timedelta(days=1)  # a ticket that opens later is hardly about it
_AT = "at"  # when the link was opened: ISO 8601, UTC


def keep(uow: UnitOfWork, customer: Customer, link: StartLink) -> None:
    """Keep the link for the customer's next ticket, in place of an earlier one."""
    kept = _kept(uow, customer)
    customer.start_link = {**asdict(_better(link, kept)), _AT: uow.now.isoformat()}


def take(uow: UnitOfWork, customer: Customer) -> Json | None:
    """The kept link for the ticket that opens now, as `Ticket.start_link`; None when there is none."""
    if customer.start_link is None:
        return None
    link, customer.start_link = _kept(uow, customer), None
    return asdict(link) if link else None


def join(uow: UnitOfWork, customer: Customer, ticket: Ticket) -> None:
    """The kept link, if there is one, goes to the ticket that opens again."""
    if link := take(uow, customer):
        add(uow, customer, ticket, StartLink(**link))


def add(uow: UnitOfWork, customer: Customer, ticket: Ticket, link: StartLink) -> None:
    """Add the link to an active ticket: its card shows it, and a line tells the staff at once, unless they know it."""
    before = StartLink(**ticket.start_link) if ticket.start_link else None
    link = _better(link, before)
    if link == before:
        return
    ticket.start_link = asdict(link)
    rich = uow.say(uow.staff_language, "staff.link_opened", ticket=ticket, customer=customer)
    to_ticket(uow, ticket, Post(rich), Notification.LINK_OPENED)
    show_card(uow, ticket)


def _kept(uow: UnitOfWork, customer: Customer) -> StartLink | None:
    kept = dict(customer.start_link or {})
    at = kept.pop(_AT, None)
    return StartLink(**kept) if at and datetime.fromisoformat(at) > uow.now - KEPT_FOR else None


def _better(link: StartLink, before: StartLink | None) -> StartLink:
    """The newer link, but a confirmed one stays confirmed when the same comes without a signature."""
    return before if before == replace(link, is_confirmed=True) else link
