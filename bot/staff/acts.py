"""What colleagues do to a ticket, by a button or by a command. Each act checks the ticket as it is now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.desk.ticket import assigning, lifecycle, snoozing
from bot.desk.ticket.card import taker_name
from bot.desk.ticket.history import Colleague
from bot.desk.unit_of_work import UnitOfWork
from storage.models import ACTIVE, Priority, StaffMember, State, Ticket


@dataclass(frozen=True)
class Toast:
    """What whoever acted reads: `toasts.j2`'s text of that name, with its values."""

    name: str
    values: Mapping[str, object] = field(default_factory=dict)


OUTDATED = Toast("outdated")
"""The ticket is in another state than the button was made for."""


def said(uow: UnitOfWork, toast: Toast) -> str:
    return uow.label(uow.staff_language, f"toasts.{toast.name}", **toast.values)


def take(uow: UnitOfWork, colleague: Colleague, ticket: Ticket) -> Toast:
    if lifecycle.take(uow, ticket, colleague):
        return Toast("taken")
    uow.session.refresh(ticket)
    if ticket.taken_by is None or ticket.state not in ACTIVE:
        return OUTDATED
    return Toast("taken_by_you") if ticket.taken_by == colleague.id else taken_by_other(uow, ticket)


def wait(uow: UnitOfWork, colleague: Colleague, ticket: Ticket) -> Toast:
    """Set it pending."""
    if ticket.state not in ACTIVE or ticket.state == State.PENDING:
        return OUTDATED
    lifecycle.set_pending(uow, ticket, colleague)
    return Toast("pending")


def solve(uow: UnitOfWork, colleague: Colleague, ticket: Ticket) -> Toast:
    if ticket.state not in ACTIVE:
        return OUTDATED
    lifecycle.solve(uow, ticket, colleague)
    return Toast("solved")


def spam(uow: UnitOfWork, colleague: Colleague, ticket: Ticket) -> Toast:
    if ticket.state not in ACTIVE:
        return OUTDATED
    lifecycle.mark_spam(uow, ticket, colleague)
    return Toast("spam")


def set_priority(uow: UnitOfWork, colleague: Colleague, ticket: Ticket, priority: Priority) -> Toast:
    if ticket.state not in ACTIVE:
        return OUTDATED
    if ticket.priority == priority:
        return Toast("same_priority", {"priority": priority})
    lifecycle.set_priority(uow, ticket, priority, colleague)
    return Toast("priority", {"priority": priority})


def give(uow: UnitOfWork, colleague: Colleague, ticket: Ticket, to: StaffMember) -> Toast:
    if ticket.state not in ACTIVE:
        return OUTDATED
    if assigning.is_absent(to, uow.now):
        return Toast("is_absent", {"name": to.name, "until": to.absent_until})
    if not assigning.give(uow, ticket, colleague, to):
        return Toast("taken_by_you") if to.telegram_id == colleague.id else taken_by_other(uow, ticket)
    return Toast("taken") if to.telegram_id == colleague.id else Toast("given", {"name": to.name})


def release(uow: UnitOfWork, colleague: Colleague, ticket: Ticket) -> Toast:
    if ticket.state not in ACTIVE:
        return OUTDATED
    return Toast("released") if assigning.release(uow, ticket, colleague) else Toast("not_taken")


def snooze(uow: UnitOfWork, colleague: Colleague, ticket: Ticket, until: datetime) -> Toast:
    if ticket.state not in ACTIVE:
        return OUTDATED
    if ticket.snoozed_until == until:
        return Toast("snoozed_already", {"until": until})
    is_told = snoozing.snooze(uow, ticket, colleague, until)
    values = {"until": until}
    return Toast("snoozed_and_told", values) if is_told else Toast("snoozed", values)


def taken_by_other(uow: UnitOfWork, ticket: Ticket) -> Toast:
    return Toast("taken_by_other", {"taken_by": taker_name(uow, ticket)})
