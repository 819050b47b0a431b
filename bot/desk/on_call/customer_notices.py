"""What a customer in danger is told: what to do meanwhile, and who has been alerted."""

from collections.abc import Sequence

from bot.desk.notifications import Notification
from bot.desk.on_call.emergency_numbers import EmergencyNumbers, emergency_numbers
from bot.desk.outbox import audibly
from bot.desk.ticket.notices import opening, tell
from bot.desk.unit_of_work import UnitOfWork
from storage.models import Customer, Ticket


def emergency(uow: UnitOfWork, customer: Customer, ticket: Ticket, kind: str, called: Sequence[str]) -> None:
    """`kind`: of the danger. `called`: the names of those on call who are being called; empty when nobody is."""
    values = {"kind": kind, "called": called, "numbers": _numbers(uow), **opening(uow)}
    with audibly(uow):
        tell(uow, customer, ticket, Notification.EMERGENCY, values)


def what_to_do(uow: UnitOfWork, customer: Customer, ticket: Ticket, kind: str, merge_key: str) -> None:
    """What to do in that kind of danger, once more."""
    values = {"kind": kind, "numbers": _numbers(uow)}
    with audibly(uow):
        tell(uow, customer, ticket, Notification.WHAT_TO_DO, values, merge_key=merge_key)


def still_calling(uow: UnitOfWork, customer: Customer, ticket: Ticket, is_calling: bool) -> None:
    """Everybody was called and nobody has answered so far; `is_calling`: they are called again."""
    values = {"numbers": _numbers(uow), "is_calling": is_calling, **opening(uow)}
    with audibly(uow):
        tell(uow, customer, ticket, Notification.STILL_CALLING, values)


def accepted(uow: UnitOfWork, customer: Customer, ticket: Ticket, name: str) -> None:
    with audibly(uow):
        tell(uow, customer, ticket, Notification.ALARM_ACCEPTED, {"name": name})


def _numbers(uow: UnitOfWork) -> EmergencyNumbers:
    hours = uow.context.settings.hours
    return emergency_numbers(hours.holidays, hours.timezone)
