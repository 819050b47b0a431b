"""Reads that people or the desk itself trigger, each as one transaction."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from sqlmodel import col, select

from bench.years import NOW
from bot.customer import mine
from bot.desk import digest, due_jobs
from bot.desk.ticket.card import card_post
from bot.desk.ticket.history import Colleague
from bot.desk.unit_of_work import UnitOfWork
from bot.monitoring.health import look
from bot.staff.commands import show_queue
from bot.staff.order import Order
from storage import inbox, outbox
from storage.clock_rollback import pull_due_times_forward
from storage.known_messages import candidate_ids
from storage.models import Customer, Ticket

NIGHT = timedelta(hours=16)
ANNA = Order(Colleague(1001, "Анна"), "", None, message=1, topic=None)


def queue(uow: UnitOfWork) -> None:
    show_queue(uow, ANNA)


def morning(uow: UnitOfWork) -> None:
    digest.posts(uow, digest.summarise(uow, NOW - NIGHT, uow.now))


def own_requests(uow: UnitOfWork) -> None:
    customer = uow.session.exec(select(Customer).order_by(col(Customer.id).desc()).limit(1)).one()
    mine.requests(uow, customer)


def long_card(uow: UnitOfWork) -> None:
    """The card of the newest ticket that the filled database came with; in the empty one, of any ticket."""
    newest = select(Ticket).where(Ticket.opened_at <= NOW).order_by(col(Ticket.opened_at).desc()).limit(1)
    ticket = uow.session.exec(newest).first() or uow.session.exec(select(Ticket).limit(1)).one()
    card_post(uow, ticket)


def due(uow: UnitOfWork) -> None:
    due_jobs.due_jobs(uow)


def health(uow: UnitOfWork) -> None:
    look(uow)


def deduplication(uow: UnitOfWork) -> None:
    candidate_ids(uow.session, uow.context.settings.staff.chat_id, NOW, 5)
    candidate_ids(uow.session, 50_000_001, NOW, 5)


def clock_step(uow: UnitOfWork) -> None:
    pull_due_times_forward(uow.session, uow.now)


def restart(uow: UnitOfWork) -> None:
    outbox.note_maybe_sent(uow.session)


def retention(uow: UnitOfWork) -> None:
    inbox.prune(uow.session, uow.now - inbox.KEEP_HANDLED)
    outbox.prune(uow.session, uow.now - outbox.KEEP_DONE)


LOOKS: Mapping[str, Callable[[UnitOfWork], None]] = {
    "the queue (/open)": queue,
    "the digest": morning,
    "/my": own_requests,
    "the card of a ticket with 2,000 messages": long_card,
    "due jobs, as the scheduler asks for them": due,
    "health, as for /readyz, metrics and doctor": health,
    "ids of messages that may have been sent (deduplication)": deduplication,
    "pull due times forward after a backward clock step": clock_step,
    "rows in doubt at a restart": restart,
    "delete old inbox and outbox rows": retention,
}
