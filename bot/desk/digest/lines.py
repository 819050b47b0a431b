"""Tickets as lines of a list: several about one matter are one line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.desk.staff_chat import staff_chat
from bot.desk.ticket.card import taker_name
from bot.desk.unit_of_work import UnitOfWork
from faq import purposes_of
from faq.matters import Matter, in_brief, is_same, matter_of
from storage.models import Priority, Ticket
from storage.tickets import cards_of, customer_of, threads_of

WORDS = 8  # of what a ticket is about


@dataclass(frozen=True)
class Waiting:
    """A ticket in a list. `about`: in eight words; `link`: to its topic or card, None where there is none."""

    ticket: Ticket
    customer_name: str
    about: str
    taken_by: str | None
    link: str | None = None


@dataclass(frozen=True)
class Line:
    """One line: a ticket, or several about the same."""

    tickets: tuple[Waiting, ...]

    @property
    def first(self) -> Waiting:
        return self.tickets[0]

    @property
    def promised_at(self) -> datetime | None:
        """The nearest promise (aware)."""
        return min((one.ticket.promised_at for one in self.tickets if one.ticket.promised_at), default=None)


@dataclass(frozen=True)
class Sections:
    """The lines of those who wait, by what to do first; within each the higher priority first."""

    urgent: tuple[Line, ...]
    complaints: tuple[Line, ...]
    others: tuple[Line, ...]

    @property
    def tickets(self) -> tuple[Waiting, ...]:
        """All tickets in the order in which they are shown."""
        shown = (*self.urgent, *self.others, *self.complaints)
        return tuple(ticket for line in shown for ticket in line.tickets)


def listed(uow: UnitOfWork, tickets: Sequence[Ticket]) -> tuple[Waiting, ...]:
    links = _links(uow, tickets)
    return tuple(
        Waiting(
            ticket=ticket,
            customer_name=customer_of(uow.session, ticket).name,
            about=in_brief(ticket.subject, WORDS),
            taken_by=taker_name(uow, ticket),
            link=links.get(ticket.id),
        )
        for ticket in tickets
    )


def sections(waiting: Sequence[Waiting]) -> Sections:
    urgent = [one for one in waiting if one.ticket.priority == Priority.URGENT]
    rest = [one for one in waiting if one.ticket.priority != Priority.URGENT]
    complaints = [one for one in rest if _is_complaint(one.ticket)]
    others = [one for one in rest if one not in complaints]
    return Sections(tuple(joined(urgent)), tuple(joined(complaints)), tuple(joined(others)))


def _is_complaint(ticket: Ticket) -> bool:
    return any(purpose.is_complaint for purpose in purposes_of(ticket.subject))


def joined(waiting: Sequence[Waiting]) -> Iterator[Line]:
    """Lines in the order of their first tickets; a ticket joins the first line that has one about the same matter."""
    lines: list[tuple[list[Waiting], list[Matter]]] = []
    for one in waiting:
        matter = matter_of(one.ticket.subject)
        alike = (line for line in lines if any(is_same(matter, other) for other in line[1]))
        if line := next(alike, None):
            line[0].append(one)
            line[1].append(matter)
        else:
            lines.append(([one], [matter]))
    yield from (Line(tuple(tickets)) for tickets, _ in lines)


def _links(uow: UnitOfWork, tickets: Sequence[Ticket]) -> Mapping[int, str]:
    """Links to the topics, or else the cards, of those tickets that have them in the staff group."""
    chat_id, numbers = staff_chat(uow), [ticket.id for ticket in tickets]
    places = {card.ticket_id: card.telegram_id for card in cards_of(uow.session, numbers, chat_id)}
    topics = {one.ticket_id: one.topic_id for one in threads_of(uow.session, numbers, chat_id) if one.topic_id}
    found = {number: uow.context.limits.link(chat_id, place) for number, place in (places | topics).items() if number}
    return {number: link for number, link in found.items() if link}
