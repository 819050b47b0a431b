"""The colleagues who may be called: their names, whether they can be reached, and whose turn it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.desk.on_call.rota import turn_end, turn_order
from bot.desk.ticket.history import Colleague
from bot.desk.unit_of_work import UnitOfWork
from storage.alarms import turn_by_hand
from storage.customers import find_customer
from storage.models import Customer, OnCallTurn, StaffMember
from storage.writing import insert_now, new_row

DOOR = "telegram"  # the one whose ids `[on_call] people` has


@dataclass(frozen=True)
class OnCall:
    """Whose turn it is now.

    `order`: everybody who may be called, whose turn it is first. `until`: when it changes (aware). `by_hand`: the turn
    that was set by /oncall, if one is in force.
    """

    order: tuple[int, ...]
    until: datetime
    by_hand: OnCallTurn | None

    @property
    def is_nobody(self) -> bool:
        return not self.order


def on_call(uow: UnitOfWork) -> OnCall:
    settings, zone = uow.context.settings.on_call, uow.calendar.zone
    order = turn_order(settings.people, settings.rota, uow.now, zone)
    by_hand = turn_by_hand(uow.session, uow.now)
    if by_hand:
        order = (by_hand.person, *(person for person in order if person != by_hand.person))
        return OnCall(order, by_hand.ends_at, by_hand)
    return OnCall(order, turn_end(settings.rota, uow.now, zone), None)


def name_of(uow: UnitOfWork, person: int) -> str:
    """What colleagues call them; the id where nothing is known."""
    member = uow.session.get(StaffMember, person)
    if member and member.name:
        return member.name
    known = _in_private(uow, person)
    return known.name if known and known.name else str(person)


def names_of(uow: UnitOfWork, people: Sequence[int]) -> list[str]:
    return [name_of(uow, person) for person in people]


def has_started(uow: UnitOfWork, person: int) -> bool:
    """Whether they have written to the bot in private, and have not blocked it since."""
    known = _in_private(uow, person)
    return known is not None and known.unreachable_since is None


def is_out_of_reach(uow: UnitOfWork, person: int) -> bool:
    """Whether a message to them was refused, and they have not written since. Who is unknown is worth a try."""
    known = _in_private(uow, person)
    return known is not None and known.unreachable_since is not None


def private_chat_of(uow: UnitOfWork, person: int) -> Customer:
    """Their private chat with the bot, as the table of customers has it."""
    known = _in_private(uow, person)
    if known is None:
        member = uow.session.get(StaffMember, person)
        name = member.name if member else ""
        known = new_row(Customer, door=DOOR, address=str(person), name=name, created_at=uow.now)
        insert_now(uow.session, known)
    return known


def colleague_in_private(uow: UnitOfWork, customer: Customer) -> Colleague | None:
    """The colleague who writes from that private chat: a member of the group, or whom alarms call; None for others."""
    person = int(customer.address) if customer.door == DOOR and customer.address.isdecimal() else 0
    member = uow.session.get(StaffMember, person)
    if person not in on_call(uow).order and not (member and member.is_member):
        return None
    if member is None:  # tickets refer to it; whether they are in the group is asked when they act there
        member = StaffMember(telegram_id=person, name=customer.name, is_member=False, checked_at=uow.now)
        uow.session.add(member)
        uow.session.flush()
    return Colleague(person, member.name or customer.name)


def _in_private(uow: UnitOfWork, person: int) -> Customer | None:
    return find_customer(uow.session, DOOR, str(person))
