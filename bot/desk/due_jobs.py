"""What has to happen because time has passed. Each job is done in a transaction of its own."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from sqlmodel import Session

from bot.desk import digest, retention
from bot.desk.conversation import bursts, handoff
from bot.desk.ticket import lifecycle, promises
from bot.desk.unit_of_work import UnitOfWork
from storage.customers import choices_due, gatherings_due
from storage.models import Customer, Ticket
from storage.tickets import solved_before

Job = Callable[[UnitOfWork], None]


def due_jobs(uow: UnitOfWork) -> list[Job]:
    """What is due now, in the order in which to do it. Doing a job twice does no harm."""
    return [*_customer_jobs(uow.session, uow.now), *_ticket_jobs(uow), *digest.due(uow), *retention.due(uow)]


def name_of(job: Callable[..., None]) -> str:
    """What the job does, but not for whom: "review_promise"."""
    if not isinstance(job, partial):
        return job.__name__
    inner = job.args[0] if job.args and callable(job.args[0]) else job.func
    return str(inner.__name__)


def _customer_jobs(session: Session, now: datetime) -> Iterator[Job]:
    for customer_id in gatherings_due(session, now):
        yield partial(_with_customer, bursts.finish_gathering, customer_id)
    for customer_id in choices_due(session, now):
        yield partial(_with_customer, handoff.give_up_waiting_for_choice, customer_id)


def _ticket_jobs(uow: UnitOfWork) -> Iterator[Job]:
    for ticket in promises.due(uow):
        yield partial(_with_ticket, promises.review_promise, ticket.id)
    window = uow.context.settings.promise.reopen_within
    for ticket in solved_before(uow.session, uow.now - window):
        yield partial(_with_ticket, lifecycle.close, ticket.id)


def _with_customer(do: Callable[[UnitOfWork, Customer], None], customer_id: int, uow: UnitOfWork) -> None:
    do(uow, uow.session.get_one(Customer, customer_id))


def _with_ticket(do: Callable[[UnitOfWork, Ticket], None], number: int, uow: UnitOfWork) -> None:
    do(uow, uow.session.get_one(Ticket, number))
