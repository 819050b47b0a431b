"""A customer's data as JSON objects."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from bot.commands.errors import CommandError
from bot.commands.tickets.records import event_object, instant, message_object, records, summary, telegram_id
from storage.customers import find_customer
from storage.models import ACTIVE, Customer, Json, Message, Question, Ticket
from storage.tickets import all_tickets_of, events_of


@dataclass(frozen=True)
class CustomerReference:
    """A reference to a customer; `kind` is "telegram", "ticket", or "" for either."""

    kind: str
    number: int


@dataclass(frozen=True)
class CustomerData:
    """A customer's data: a summary, and all of it."""

    id: int
    summary: Json
    everything: Json


def customer_data(session: Session, customer: CustomerReference) -> CustomerData | None:
    """None when there is no such customer. Raises CommandError when the reference is ambiguous."""
    found = _find(session, customer)
    if found is None:
        return None
    tickets = all_tickets_of(session, found.id)
    said = _messages_of(session, found)
    asked = session.exec(select(Question).where(Question.customer_id == found.id).order_by(col(Question.id))).all()
    short = _customer_object(found) | {
        "tickets": [ticket.id for ticket in tickets],
        "active_tickets": [ticket.id for ticket in tickets if ticket.state in ACTIVE],
        "messages": len(said),
        "questions": len(asked),
    }
    everything = {
        "customer": _customer_object(found),
        "tickets": [_ticket_object(session, ticket) for ticket in tickets],
        "messages": [message_object(one) | {"attachment": one.attachment, "ticket": one.ticket_id} for one in said],
        "questions": [_question_object(question) for question in asked],
    }
    return CustomerData(found.id, short, everything)


def _find(session: Session, customer: CustomerReference) -> Customer | None:
    by_id = find_customer(session, "telegram", str(customer.number)) if customer.kind != "ticket" else None
    ticket = session.get(Ticket, customer.number) if customer.kind != "telegram" else None
    by_ticket = session.get(Customer, ticket.customer_id) if ticket else None
    if by_id and by_ticket and by_id.id != by_ticket.id:
        raise CommandError(
            f"{customer.number} is both a Telegram id and a ticket number: "
            f"write telegram:{customer.number} or ticket:{customer.number}"
        )
    return by_id or by_ticket


def _messages_of(session: Session, customer: Customer) -> list[Message]:
    said = select(Message).where(Message.customer_id == customer.id).order_by(col(Message.id))
    return list(session.exec(said).all())


def _customer_object(customer: Customer) -> Json:
    return {
        "telegram_id": telegram_id(customer),
        "name": customer.name,
        "username": customer.username,
        "language": customer.language,
        "spoken_language": customer.spoken,
        "app_language": customer.app_language,
        "created_at": instant(customer.created_at),
        "unreachable_since": instant(customer.unreachable_since),
        "banned_at": instant(customer.banned_at),
        "start_link": customer.start_link,
    }


def _ticket_object(session: Session, ticket: Ticket) -> Json:
    [record] = records(session, number=ticket.id)
    return summary(record) | {"events": [event_object(event) for event in events_of(session, ticket.id)]}


def _question_object(question: Question) -> Json:
    return {
        "at": instant(question.asked_at),
        "text": question.text,
        "before": question.before,
        "put_off": question.put_off,
        "language": question.language,
        "decision": question.decision,
        "entry": question.entry_id,
        "probability": question.probability,
        "suggested": question.suggested,
        "withheld": question.withheld,
        "helped": question.helped,
        "ticket": question.ticket_id,
    }
