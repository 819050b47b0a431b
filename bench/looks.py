"""What people and the desk itself look at, each as one transaction."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from sqlmodel import col, select

from bench.years import NOW
from bot.customer import mine
from bot.desk import digest, due_jobs
from bot.desk.ticket.card import card_post
from bot.desk.ticket.history import Colleague
from bot.desk.unit_of_work import Desk
from bot.monitoring.health import look
from bot.staff.commands import Order, show_queue
from storage import inbox, outbox
from storage.clock_rollback import wait_no_longer
from storage.known_messages import unclaimed_ids
from storage.models import Customer, Ticket

NIGHT = timedelta(hours=16)
ANNA = Order(Colleague(1001, "Анна"), "", None)


def queue(desk: Desk) -> None:
    show_queue(desk, ANNA)


def morning(desk: Desk) -> None:
    digest.posts(desk, digest.summarise(desk, NOW - NIGHT, desk.now))


def own_requests(desk: Desk) -> None:
    customer = desk.session.exec(select(Customer).order_by(col(Customer.id).desc()).limit(1)).one()
    mine.requests(desk, customer)


def long_card(desk: Desk) -> None:
    """In the filled desk of the newest one that was there before."""
    newest = select(Ticket).where(Ticket.opened_at <= NOW).order_by(col(Ticket.opened_at).desc()).limit(1)
    ticket = desk.session.exec(newest).first() or desk.session.exec(select(Ticket).limit(1)).one()
    card_post(desk, ticket)


def due(desk: Desk) -> None:
    due_jobs.due_jobs(desk)


def condition(desk: Desk) -> None:
    look(desk)


def doubt(desk: Desk) -> None:
    unclaimed_ids(desk.session, desk.office.settings.staff.chat_id, NOW, 5)
    unclaimed_ids(desk.session, 50_000_001, NOW, 5)


def turned_back(desk: Desk) -> None:
    wait_no_longer(desk.session, desk.now)


def start(desk: Desk) -> None:
    outbox.doubt_claims(desk.session)


def prune(desk: Desk) -> None:
    inbox.prune(desk.session, desk.now - inbox.KEEP_HANDLED)
    outbox.prune(desk.session, desk.now - outbox.KEEP_DONE)


LOOKS: Mapping[str, Callable[[Desk], None]] = {
    "the queue (/open)": queue,
    "the digest": morning,
    "/my": own_requests,
    "the card of a ticket with 2,000 messages": long_card,
    "what is due (twice a second)": due,
    "health, metrics and the doctor's look": condition,
    "looking for a message that may have gone out": doubt,
    "after the clock was turned back": turned_back,
    "at the start": start,
    "a step of the tidying": prune,
}
