"""The messages before a ticket was opened that belong to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import faq
from bot.desk.ticket.bot_answers import title_of_answer
from bot.desk.ticket.pointing import pointer_of
from bot.desk.unit_of_work import UnitOfWork
from storage.customers import messages_without_ticket
from storage.models import Author, Customer, Message, Question, Ticket

PRIOR_MESSAGES_SPAN = timedelta(hours=1)
FOLLOW_UP_SPAN = timedelta(minutes=10)  # after an answer, a message within this time may follow it up
BURST_LIMIT = timedelta(seconds=20)  # a burst is decided after this time at the latest
SUBJECT_LENGTH = 1000  # characters


@dataclass(frozen=True)
class PriorMessages:
    """Recent messages of customer and bot, oldest first, and the question that needs a person."""

    messages: Sequence[Message]
    question: Question | None

    @property
    def of_customer(self) -> list[Message]:
        return [message for message in self.messages if message.author == Author.CUSTOMER]

    def join(self, uow: UnitOfWork, ticket: Ticket) -> None:
        """Add the messages and the question to the ticket, which must have been flushed."""
        for message in self.messages:
            message.ticket_id, message.gathering = ticket.id, False
        if self.question:
            self.question.ticket_id = ticket.id
            uow.session.add(self.question)


@dataclass(frozen=True)
class Subject:
    """What a ticket is about: what is to be answered, and the title of the answer that this follows up."""

    text: str
    after_answer: str | None = None


def prior_messages(uow: UnitOfWork, customer: Customer, question: Question | None) -> PriorMessages:
    """Messages without a ticket, of the last hour or since the question; of an older exchange nothing else.

    Includes an undecided burst however long ago it began: the desk may have been down. Changes the question: it gets
    back what else its message asked and was put off, since a person takes over from here.
    """
    recent = since = uow.now - PRIOR_MESSAGES_SPAN
    if question:
        _take_back_put_off(question)
        since = min(since, question.asked_at - BURST_LIMIT)
    messages = messages_without_ticket(uow.session, customer.id, since)
    if question and question.entry_id:
        until = question.asked_at + BURST_LIMIT
        messages = [one for one in messages if one.gathering or one.at >= recent or one.at <= until]
    return PriorMessages(messages, question)


def _take_back_put_off(question: Question) -> None:
    """Join what was put off to the question's text."""
    if question.put_off:
        question.text, question.put_off = f"{question.text}\n{question.put_off}", None


def undecided_messages(uow: UnitOfWork, customer: Customer) -> PriorMessages:
    """The same while a burst is being gathered or a choice is open; else empty."""
    conversation = customer.conversation
    if conversation.until is None:
        return PriorMessages((), None)
    question = uow.session.get(Question, conversation.question_id) if conversation.question_id else None
    return prior_messages(uow, customer, question)


def subject_of(uow: UnitOfWork, customer: Customer, prior: PriorMessages, words: str) -> Subject:
    """The question and the words of the call for a person, else all prior messages.

    What was typed in the wrong keyboard layout is in it as it reads.
    An exchange of long ago may be about something else than these words.
    """
    question, said = prior.question, prior.of_customer
    if question is None:
        return Subject(_joined(uow, customer, said, [_in_line(uow, customer, message) for message in said]))
    if words and question.asked_at < uow.now - PRIOR_MESSAGES_SPAN:
        return Subject(_joined(uow, customer, said, [words]))
    if question.entry_id and faq.asks_beside_call(words):
        return Subject(_joined(uow, customer, said, [words]), title_of_answer(uow, question) or None)
    asked = [_with_pointers(uow, customer, question.text, said), words]
    return Subject(_joined(uow, customer, said, asked), _answer_followed_up(prior, question))


def _answer_followed_up(prior: PriorMessages, question: Question) -> str | None:
    """The title of the bot's last answer before a question that does not say by itself what it is about."""
    if question.entry_id or (faq.has_words(question.text) and not faq.is_follow_up(question.text)):
        return None
    since = question.asked_at - FOLLOW_UP_SPAN
    given = [one for one in prior.messages if one.kind == "answer" and since <= one.at <= question.asked_at]
    return given[-1].text if given else None


def _joined(uow: UnitOfWork, customer: Customer, said: Sequence[Message], asked: Sequence[str]) -> str:
    subject = "\n".join(faq.deciphered(text) or text for text in asked if text)[:SUBJECT_LENGTH]
    if subject:
        return subject
    attachments = [message.attachment for message in said if message.attachment]
    return uow.label(uow.language_of(customer), "customer.wordless_subject", attachments=attachments)


def _with_pointers(uow: UnitOfWork, customer: Customer, text: str, said: Sequence[Message]) -> str:
    """The question's text with what its messages point at: «почём?» alone tells nobody what it is about."""
    for message in said:
        if message.points_at and message.text in text:
            shown = _in_line(uow, customer, message)
            text = text.replace(message.text, shown, 1) if message.text else f"{text}\n{shown}"
    return text


def _in_line(uow: UnitOfWork, customer: Customer, message: Message) -> str:
    at = pointer_of(message)
    if not at.is_told:
        return message.text
    return uow.label(uow.language_of(customer), "pointers.in_line", at=at, words=message.text)
