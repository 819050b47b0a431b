"""Due jobs: what has to be done because time has passed. Each job runs in a transaction of its own."""

from collections.abc import Callable, Iterator
from functools import partial

from bot.desk import digest, pace, retention
from bot.desk.conversation import bursts, handoff
from bot.desk.conversation.states import CHOOSING, GATHERING
from bot.desk.on_call import alarms
from bot.desk.ticket import lifecycle, promises, snoozing
from bot.desk.unit_of_work import UnitOfWork
from storage.alarms import alarms_due
from storage.assignments import snoozed_until
from storage.customers import conversations_due
from storage.models import Customer, Ticket
from storage.tickets import solved_before

Job = Callable[[UnitOfWork], None]


def due_jobs(uow: UnitOfWork) -> list[Job]:
    """The jobs that are due now, in the order in which to run them. Jobs are idempotent."""
    due = [*_alarm_jobs(uow), *_conversation_jobs(uow), *_ticket_jobs(uow), *digest.due(uow)]
    return [*due, *pace.due(uow), *retention.due(uow)]


def name_of(job: Callable[..., None]) -> str:
    """The name of the job's function, for logs: "review_promise"."""
    if not isinstance(job, partial):
        return job.__name__
    inner = job.args[0] if job.args and callable(job.args[0]) else job.func
    return str(inner.__name__)


def look_before(job: Job) -> Job | None:
    """What asks for the readings that the job needs and writes nothing; None for a job that needs none."""
    if isinstance(job, partial) and meet_deadline in job.args[:1]:
        return partial(_with_customer, _look_at_burst, *job.args[1:])
    if isinstance(job, partial) and job.func is digest.show_digest_of:
        return partial(digest.look, **job.keywords)
    return None


def meet_deadline(uow: UnitOfWork, customer: Customer) -> None:
    """Act on the passed deadline of the conversation: end the burst, or hand the open choice over to a person.

    Does nothing while the deadline lies ahead.
    """
    conversation = customer.conversation
    if conversation.until is None or conversation.until > uow.now:
        return
    if conversation.state is GATHERING:
        bursts.finish_gathering(uow, customer)
    elif conversation.state is CHOOSING:
        handoff.give_up_waiting_for_choice(uow, customer)


def _look_at_burst(uow: UnitOfWork, customer: Customer) -> None:
    if customer.conversation.state is GATHERING:
        bursts.look(uow, customer)


def _conversation_jobs(uow: UnitOfWork) -> Iterator[Job]:
    for customer_id in conversations_due(uow.session, uow.now):
        yield partial(_with_customer, meet_deadline, customer_id)


def _alarm_jobs(uow: UnitOfWork) -> Iterator[Job]:
    for alarm_id in alarms_due(uow.session, uow.now):
        yield partial(_call_next, alarm_id)


def _call_next(alarm_id: int, uow: UnitOfWork) -> None:
    alarms.call_next(uow, alarm_id)


def _ticket_jobs(uow: UnitOfWork) -> Iterator[Job]:
    for ticket in snoozed_until(uow.session, uow.now):
        yield partial(_with_ticket, snoozing.wake_up, ticket.id)
    for ticket in promises.due(uow):
        yield partial(_with_ticket, promises.review_promise, ticket.id)
    window = uow.context.settings.promise.reopen_within
    for ticket in solved_before(uow.session, uow.now - window):
        yield partial(_with_ticket, lifecycle.close, ticket.id)


def _with_customer(do: Callable[[UnitOfWork, Customer], None], customer_id: int, uow: UnitOfWork) -> None:
    do(uow, uow.session.get_one(Customer, customer_id))


def _with_ticket(do: Callable[[UnitOfWork, Ticket], None], number: int, uow: UnitOfWork) -> None:
    do(uow, uow.session.get_one(Ticket, number))
