"""A customer writes of a danger: they hear what to do, and colleagues are alerted at once, whatever else goes on."""

from bot.desk.answer_reports import report_failed_answer
from bot.desk.conversation.answers import render_answer, send_urgent_answer
from bot.desk.conversation.handoff import recently_solved
from bot.desk.conversation.prior_messages import BURST_LIMIT
from bot.desk.faq_reading import Intent
from bot.desk.on_call import alarms, customer_notices
from bot.desk.on_call.people import names_of
from bot.desk.outbox import audibly, rows_written_since
from bot.desk.ticket import lifecycle
from bot.desk.unit_of_work import UnitOfWork
from faq.rendering import AnswerError
from storage.models import Customer, Message, Priority, Question, Ticket
from storage.writing import new_row


def respond(uow: UnitOfWork, customer: Customer, ticket: Ticket | None, message: Message, intent: Intent) -> None:
    """Put the message into the customer's ticket, opened now if there is none, and raise the alarm."""
    with audibly(uow):
        if ticket is None:
            question = _question(uow, customer, message, intent)
            _alert(uow, customer, _open(uow, customer, question), message, intent, question)
            return
        is_known = _is_known(uow, ticket, intent)
        if not (is_known and tell_again(uow, customer, ticket, message, intent)):
            lifecycle.extend(uow, customer, ticket, message, tell=is_known)
            alert(uow, customer, ticket, message, intent)


def tell_again(uow: UnitOfWork, customer: Customer, ticket: Ticket, message: Message, intent: Intent) -> bool:
    """Add the message to the ticket and repeat what to do in its danger, once a burst.

    False, with nothing done, when the message doesn't ask that, no danger is at hand, or a colleague is talking.
    """
    asks = intent.asks_what_to_do and not lifecycle.is_live(uow, ticket)
    alarm = alarms.alarm_at_hand(uow, ticket) if asks else None
    if alarm is None:
        return False
    lifecycle.extend(uow, customer, ticket, message, tell=False)
    key = f"what_to_do:{customer.id}"
    if not rows_written_since(uow, key, uow.now - BURST_LIMIT):
        customer_notices.what_to_do(uow, customer, ticket, alarm.kind, key)
    return True


def alert(uow: UnitOfWork, customer: Customer, ticket: Ticket, message: Message, intent: Intent) -> None:
    """Raise the alarm about a message of the ticket, unless it was raised for that danger already."""
    if intent.danger and not _is_known(uow, ticket, intent):
        with audibly(uow):
            _alert(uow, customer, ticket, message, intent, _question(uow, customer, message, intent))


def _is_known(uow: UnitOfWork, ticket: Ticket, intent: Intent) -> bool:
    return intent.danger is not None and alarms.current_alarm(uow, ticket, intent.danger.kind) is not None


def _alert(
    uow: UnitOfWork, customer: Customer, ticket: Ticket, message: Message, intent: Intent, question: Question
) -> None:
    if intent.danger is None:
        return
    lifecycle.raise_priority(uow, ticket, Priority.URGENT)
    question.ticket_id = ticket.id
    uow.session.add(question)
    uow.session.flush()  # what is said of it carries its id
    called = alarms.raise_alarm(uow, ticket, intent.danger.kind, message.text)
    customer_notices.emergency(uow, customer, ticket, intent.danger.kind, names_of(uow, called))
    _answer(uow, customer, question, intent)


def _answer(uow: UnitOfWork, customer: Customer, question: Question, intent: Intent) -> None:
    """Show the answer of the urgent entry that is valid today and likeliest about the danger, if there is one."""
    match = next((match for match in intent.urgent if match.entry.is_valid(uow.today)), None)
    if match is None:
        return
    try:
        rendered = render_answer(uow, customer, match.entry.id, question.language)
    except AnswerError as error:
        report_failed_answer(uow, error, question.language)
        return
    question.entry_id, question.probability = match.entry.id, match.probability
    send_urgent_answer(uow, customer, question, rendered)


def _open(uow: UnitOfWork, customer: Customer, question: Question) -> Ticket:
    """A ticket for the danger: the one that was solved lately, or a new one."""
    solved = recently_solved(uow, customer)
    if solved is None:
        return lifecycle.open_ticket(uow, customer, question, priority=Priority.URGENT, tell=False)
    lifecycle.reopen_with_prior_messages(uow, solved, customer, question, tell=False)
    return solved


def _question(uow: UnitOfWork, customer: Customer, message: Message, intent: Intent) -> Question:
    return new_row(
        Question,
        customer_id=customer.id,
        text=message.text,
        language=uow.language_of(customer),
        asked_at=uow.now,
        in_hours=uow.is_open,
        decision="danger",
        suggested=[match.entry.id for match in intent.urgent],
    )
