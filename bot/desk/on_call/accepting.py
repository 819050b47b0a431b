"""A colleague presses the button of an alarm: they have the ticket, and the customer is told."""

from enum import Enum, auto

from bot.desk.notifications import Notification
from bot.desk.on_call import alarms, customer_notices
from bot.desk.outbox import Post, to_staff_room
from bot.desk.ticket import lifecycle
from bot.desk.ticket.history import Colleague
from bot.desk.unit_of_work import UnitOfWork
from storage.alarms import last_alarm
from storage.models import ACTIVE, Ticket
from storage.tickets import customer_of


class Acceptance(Enum):
    """What came of the press."""

    ACCEPTED = auto()
    BY_YOU = auto()  # they have accepted it before
    BY_OTHER = auto()
    OVER = auto()  # there is no alarm any more


def accept_alarm(uow: UnitOfWork, ticket: Ticket, colleague: Colleague) -> Acceptance:
    """Accept the ticket's last alarm."""
    alarm = last_alarm(uow.session, ticket.id)
    if alarm is None or (alarm.accepted_at is None and ticket.state not in ACTIVE):
        return Acceptance.OVER
    if not alarms.accept(uow, alarm, ticket, colleague):
        return Acceptance.BY_YOU if alarm.accepted_by == colleague.id else Acceptance.BY_OTHER
    lifecycle.take(uow, ticket, colleague, tell=False)
    customer = customer_of(uow.session, ticket)
    customer_notices.accepted(uow, customer, ticket, colleague.name)
    rich = uow.say(
        uow.staff_language, Notification.ALARM_TAKEN.template, ticket=ticket, customer=customer, raised=alarm
    )
    to_staff_room(uow, Post(rich, shows=ticket.id), Notification.ALARM_TAKEN)
    return Acceptance.ACCEPTED


def accepted_by(uow: UnitOfWork, ticket: Ticket) -> str:
    """The name of who has accepted the ticket's last alarm; "" when nobody has."""
    alarm = last_alarm(uow.session, ticket.id)
    return alarm.accepted_name if alarm else ""
