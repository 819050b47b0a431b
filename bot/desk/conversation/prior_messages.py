"""What was said before a ticket was there, and belongs to it."""

from datetime import timedelta

from bot.desk.unit_of_work import UnitOfWork
from storage.customers import loose_messages
from storage.models import Author, Customer, Message, Question, Ticket

TALK_REACHES_BACK = timedelta(hours=1)
BURST_LIMIT = timedelta(seconds=20)  # a burst of messages is read as one question after this at the latest
SUBJECT_LENGTH = 1000  # characters


def join_talk(uow: UnitOfWork, ticket: Ticket, customer: Customer, question: Question | None) -> list[Message]:
    """What was said lately, and the question, joins the ticket; returns what the customer said of it.

    Nothing is gathered or waits for a choice any more: a person sees it all.
    """
    since = uow.now - TALK_REACHES_BACK
    if question:
        question.ticket_id = ticket.id
        since = min(since, question.asked_at - BURST_LIMIT)
    talk = loose_messages(uow.session, customer.id, since)
    for message in talk:
        message.ticket_id, message.gathering = ticket.id, False
    customer.gather_since = customer.gather_until = customer.choosing_until = None
    return [message for message in talk if message.author == Author.CUSTOMER]


def subject_of(uow: UnitOfWork, customer: Customer, said: list[Message], question: Question | None, words: str) -> str:
    """What the ticket is about: the question that needs a person and the words of the call, else all that was said."""
    asked = [question.text, words] if question else [message.text for message in said]
    subject = "\n".join(text for text in asked if text)[:SUBJECT_LENGTH]
    if subject:
        return subject
    is_file = any(message.attachment for message in said)
    return uow.label(uow.language_of(customer), "customer.wordless_subject", is_file=is_file)
