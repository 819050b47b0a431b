"""How the customers of a night add up: each of them counts once."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from storage.models import Question


@dataclass(frozen=True)
class Totals:
    """Numbers of customers; `wrote` is the sum of the others. `helped` is only who said so.

    `unhelped`: the last answer did not help them, and they called nobody. `undecided`: something is being asked of them
    right now. `talked`: greeted, thanked, sent a sticker.
    """

    new_tickets: int = 0
    earlier_tickets: int = 0
    helped: int = 0
    unhelped: int = 0
    answered: int = 0
    undecided: int = 0
    talked: int = 0

    @property
    def wrote(self) -> int:
        return sum(vars(self).values())


@dataclass(frozen=True)
class Contacts:
    """Ids of customers: who wrote, who opened a ticket, who wrote in one, and who is asked something right now."""

    wrote: Collection[int]
    opened: Collection[int]
    in_tickets: Collection[int]
    undecided: Collection[int]


def totals_of(contacts: Contacts, questions: Sequence[Question]) -> Totals:
    """The questions, oldest first, are those that the customers asked then."""
    asked: dict[int, list[Question]] = {}
    for question in questions:
        asked.setdefault(question.customer_id, []).append(question)
    everybody = {*contacts.wrote, *contacts.opened, *contacts.in_tickets, *asked}
    return Totals(**Counter(_outcome(one, contacts, asked.get(one, ())) for one in everybody))


def _outcome(customer: int, contacts: Contacts, asked: Sequence[Question]) -> str:
    """The field of `Totals` in which the customer counts."""
    if customer in contacts.opened:
        return "new_tickets"
    if customer in contacts.in_tickets or any(question.ticket_id for question in asked):
        return "earlier_tickets"
    if customer in contacts.undecided:
        return "undecided"
    answered = [question for question in asked if question.entry_id and question.decision != "small_talk"]
    said = [question.helped for question in answered if question.helped is not None]
    if said:
        return "helped" if said[-1] else "unhelped"
    return "answered" if answered else "talked"
