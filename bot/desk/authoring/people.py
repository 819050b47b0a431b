"""Who may change the FAQ from the chat: those named in `[staff] authors`, else the group's administrators."""

from dataclasses import dataclass

from bot.desk.ticket.history import Colleague
from bot.desk.unit_of_work import UnitOfWork
from storage.models import Customer, StaffMember


@dataclass(frozen=True)
class Author:
    """An author, and where they speak: in a topic of the group or its main chat, or in private as `customer`."""

    id: int
    name: str
    message: int  # of theirs, or the one whose button they press: what comes is a reply to it
    customer: Customer | None = None
    topic: int | None = None


def is_author(uow: UnitOfWork, person: int) -> bool:
    """Whether a person with that Telegram id may change the FAQ: a member of the group who is named or leads it."""
    member = uow.session.get(StaffMember, person)
    if member is None or not member.is_member:
        return False
    named = uow.context.settings.staff.authors
    return person in named if named else member.is_admin


def author_in_group(uow: UnitOfWork, colleague: Colleague | None, topic: int | None, message: int) -> Author | None:
    if colleague is None or not is_author(uow, colleague.id):
        return None
    return Author(colleague.id, colleague.name, message, topic=topic)


def author_in_private(uow: UnitOfWork, customer: Customer, message: int) -> Author | None:
    person = int(customer.address) if customer.address.isdecimal() else 0
    if not is_author(uow, person):
        return None
    member = uow.session.get_one(StaffMember, person)
    return Author(person, member.name or customer.name, message, customer)
