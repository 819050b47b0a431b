"""Gives a ticket to a colleague, or back to the shift; and colleagues who are absent."""

from datetime import datetime

from bot.desk.notifications import Notification
from bot.desk.on_call.alarms import accept_by_acting
from bot.desk.outbox import Post, show_card, to_ticket
from bot.desk.ticket import notices
from bot.desk.ticket.history import Colleague, note_event
from bot.desk.ticket.snoozing import wake
from bot.desk.unit_of_work import UnitOfWork
from storage import assignments
from storage.models import StaffMember, Ticket
from storage.tickets import customer_of


def give(uow: UnitOfWork, ticket: Ticket, colleague: Colleague, to: StaffMember) -> bool:
    """Give an active ticket to `to`, who is told in its topic; so is the customer. False when they have it already."""
    uow.session.flush()
    if not assignments.assign(uow.session, ticket.id, to.telegram_id, uow.now):
        return False
    uow.session.refresh(ticket)
    wake(ticket)
    note_event(uow, ticket, "given", colleague.name, to=to.name)
    if to.telegram_id == colleague.id:
        accept_by_acting(uow, ticket, colleague)
    notices.taken(uow, customer_of(uow.session, ticket), ticket, Colleague(to.telegram_id, to.name))
    if to.telegram_id != colleague.id:
        kind = Notification.GIVEN
        rich = uow.say(uow.staff_language, kind.template, ticket=ticket, by=colleague.name, to=to)
        to_ticket(uow, ticket, Post(rich), kind)
    show_card(uow, ticket)
    return True


def release(uow: UnitOfWork, ticket: Ticket, colleague: Colleague) -> bool:
    """Give an active ticket back to the shift; False when nobody has it."""
    uow.session.flush()
    if not assignments.release(uow.session, ticket.id):
        return False
    uow.session.refresh(ticket)
    note_event(uow, ticket, "released", colleague.name)
    show_card(uow, ticket)
    return True


def leave(uow: UnitOfWork, colleague: Colleague, until: datetime) -> list[Ticket]:
    """The colleague is absent until then (aware): give their tickets back to the shift. Returns these."""
    member = uow.session.get_one(StaffMember, colleague.id)
    member.absent_until = until
    taken = list(assignments.tickets_taken_by(uow.session, colleague.id))
    return [ticket for ticket in taken if release(uow, ticket, colleague)]


def come_back(uow: UnitOfWork, colleague: Colleague) -> bool:
    """The colleague is there again; False when they were not absent."""
    member = uow.session.get_one(StaffMember, colleague.id)
    was_absent = is_absent(member, uow.now)
    member.absent_until = None
    return was_absent


def is_absent(member: StaffMember, now: datetime) -> bool:
    return member.absent_until is not None and member.absent_until > now


def people_to_give_to(uow: UnitOfWork, ticket: Ticket) -> list[StaffMember]:
    """The colleagues who can get the ticket: they are there and don't have it."""
    people = assignments.people_of_staff(uow.session)
    return [one for one in people if not is_absent(one, uow.now) and one.telegram_id != ticket.taken_by]
