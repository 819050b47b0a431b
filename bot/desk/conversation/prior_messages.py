"""What was said before a ticket was there, and belongs to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.desk.unit_of_work import UnitOfWork
from storage.customers import loose_messages
from storage.models import Author, Customer, Message, Question, Ticket

TALK_REACHES_BACK = timedelta(hours=1)
BURST_LIMIT = timedelta(seconds=20)  # a burst of messages is read as one question after this at the latest
SUBJECT_LENGTH = 1000  # characters


@dataclass(frozen=True)
class PriorMessages:
    """What was said lately, by the customer and the bot, oldest first, and the question that needs a person."""

    talk: Sequence[Message]
    question: Question | None

    @property
    def of_customer(self) -> list[Message]:
        return [message for message in self.talk if message.author == Author.CUSTOMER]

    def join(self, uow: UnitOfWork, ticket: Ticket) -> None:
        """All of it belongs to the ticket, which has its number; the question is recorded."""
        for message in self.talk:
            message.ticket_id, message.gathering = ticket.id, False
        if self.question:
            self.question.ticket_id = ticket.id
            uow.session.add(self.question)


def prior_messages(uow: UnitOfWork, customer: Customer, question: Question | None) -> PriorMessages:
    """What belongs to no ticket yet, of the last hour or since the question.

    A burst that is being gathered belongs to it however long ago it began: the desk may have been down.
    """
    since = uow.now - TALK_REACHES_BACK
    if question:
        since = min(since, question.asked_at - BURST_LIMIT)
    return PriorMessages(loose_messages(uow.session, customer.id, since), question)


def undecided_messages(uow: UnitOfWork, customer: Customer) -> PriorMessages:
    """The same when a burst is being gathered or a choice is open; nothing when everything is decided."""
    conversation = customer.conversation
    if conversation.until is None:
        return PriorMessages((), None)
    question = uow.session.get(Question, conversation.question_id) if conversation.question_id else None
    return prior_messages(uow, customer, question)


def subject_of(uow: UnitOfWork, customer: Customer, prior: PriorMessages, words: str) -> str:
    """What the ticket is about: the question that needs a person and the words of the call, else all that was said."""
    question, said = prior.question, prior.of_customer
    asked = [question.text, words] if question else [message.text for message in said]
    subject = "\n".join(text for text in asked if text)[:SUBJECT_LENGTH]
    if subject:
        return subject
    is_file = any(message.attachment for message in said)
    return uow.label(uow.language_of(customer), "customer.wordless_subject", is_file=is_file)
