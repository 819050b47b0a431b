"""A ticket's life: opened, extended, taken, pending, solved, reopened, closed."""

from datetime import datetime, timedelta

from bot.desk.conversation.prior_messages import join_talk, subject_of
from bot.desk.outbox import Post, show_card, to_ticket
from bot.desk.ticket import notices
from bot.desk.ticket.card import TEXT_ON_CARD
from bot.desk.ticket.history import Colleague, note_event
from bot.desk.ticket.load_shedding import show_new_ticket
from bot.desk.ticket.relay import pass_to_staff
from bot.desk.unit_of_work import Desk
from bot.wording import utf16
from storage.models import Customer, Message, Priority, Question, State, Ticket
from storage.tickets import claim, customer_of

URGENT_FROM = 0.3  # the probability from which an urgent entry makes a ticket urgent
LIVE_TALK = timedelta(minutes=15)  # so long after a colleague's reply, people talk, and the bot keeps quiet


def open_ticket(desk: Desk, customer: Customer, question: Question | None, words: str = "") -> Ticket:
    """Open a ticket with what was said so far, tell the customer its number and a time, and alert the staff.

    `words` are what the customer said beyond the question.
    """
    ticket = Ticket(
        customer_id=customer.id,
        priority=Priority.URGENT if _is_urgent(desk, question) else Priority.NORMAL,
        language=desk.language_of(customer),
        suggested=list(question.suggested) if question else [],
        opened_at=desk.now,
        in_hours=desk.is_open,
        waiting_since=desk.now,
        promised_at=desk.promise(),
    )
    desk.session.add(ticket)
    desk.session.flush()
    said = join_talk(desk, ticket, customer, question)
    ticket.subject = subject_of(desk, customer, said, question, words)
    note_event(desk, ticket, "opened", customer.name, promised_at=_iso(ticket.promised_at))
    notices.accepted(desk, customer, ticket)
    show_new_ticket(desk, ticket)
    for message in said:
        if message.attachment or utf16(message.text) > TEXT_ON_CARD:
            pass_to_staff(desk, ticket, message)
    return ticket


def extend(desk: Desk, customer: Customer, ticket: Ticket, message: Message, expects_reply: bool = True) -> None:
    """A message of the customer joins their ticket and alerts the staff again.

    `expects_reply` is False for a mere "thank you": nobody has to answer it, unless the staff wait for an answer.
    """
    message.ticket_id = ticket.id
    note_event(desk, ticket, "customer_wrote", customer.name)
    pass_to_staff(desk, ticket, message)
    if ticket.waiting_since is None and (expects_reply or ticket.state == State.PENDING):
        start_waiting(desk, ticket)
        if not is_live(desk, ticket):
            notices.added(desk, customer, ticket)
        show_card(desk, ticket)


def call_again(desk: Desk, customer: Customer, ticket: Ticket, question: Question | None) -> None:
    """The customer asks for a person although the ticket is open: the staff hear of it, and of what it is about."""
    is_news = question is not None and question.ticket_id != ticket.id
    if ticket.waiting_since is not None and not is_news:
        return
    if question:
        question.ticket_id = ticket.id
    note_event(desk, ticket, "called", customer.name)
    _tell_staff(desk, ticket, "customer_calls", question=question)
    if ticket.waiting_since is None:
        start_waiting(desk, ticket)
        show_card(desk, ticket)


def is_live(desk: Desk, ticket: Ticket) -> bool:
    """Whether people talk with each other now: a colleague replied just before, and has not gone home since."""
    replied = ticket.replied_at
    if replied is None or desk.now - replied > LIVE_TALK:
        return False
    return desk.calendar.is_open(replied) == desk.is_open


def start_waiting(desk: Desk, ticket: Ticket) -> None:
    """The customer waits for a person from now on: a new promise."""
    ticket.waiting_since, ticket.promised_at = desk.now, desk.promise()
    ticket.reminded, ticket.late_told = 0, False
    if ticket.state == State.PENDING:
        ticket.state = State.OPEN if ticket.taken_by else State.NEW
    note_event(desk, ticket, "promised", promised_at=_iso(ticket.promised_at))


def stop_waiting(ticket: Ticket) -> None:
    ticket.waiting_since = None


def take(desk: Desk, ticket: Ticket, colleague: Colleague, tell: bool = True) -> bool:
    """Claim the ticket for the colleague; False when somebody has it already or it is not active."""
    if not claim(desk.session, ticket.id, colleague.id, desk.now):
        return False
    desk.session.refresh(ticket)
    note_event(desk, ticket, "taken", colleague.name)
    if tell:
        notices.taken(desk, customer_of(desk.session, ticket), ticket, colleague)
    show_card(desk, ticket)
    return True


def set_pending(desk: Desk, ticket: Ticket, colleague: Colleague) -> None:
    """It is the customer's turn."""
    ticket.state = State.PENDING
    stop_waiting(ticket)
    note_event(desk, ticket, "pending", colleague.name)
    notices.pending(desk, customer_of(desk.session, ticket), ticket, colleague)
    show_card(desk, ticket)


def solve(desk: Desk, ticket: Ticket, colleague: Colleague) -> None:
    _end(desk, ticket, colleague.name, by_customer=False)


def solve_by_customer(desk: Desk, ticket: Ticket, customer: Customer) -> None:
    """The customer needs nobody any more; the staff hear of it, perhaps somebody is at work on it."""
    _end(desk, ticket, customer.name, by_customer=True)
    _tell_staff(desk, ticket, "closed_by_customer")


def reopen(desk: Desk, ticket: Ticket, actor: str) -> None:
    """A solved or closed ticket is active again; the customer waits, with a new promise."""
    ticket.state = State.OPEN if ticket.taken_by else State.NEW
    ticket.solved_at = ticket.closed_at = None
    ticket.is_spam = False
    note_event(desk, ticket, "reopened", actor)
    start_waiting(desk, ticket)
    notices.reopened(desk, customer_of(desk.session, ticket), ticket)
    show_card(desk, ticket)


def reopen_by_customer(desk: Desk, ticket: Ticket, customer: Customer) -> None:
    """By a button, without a word: a changed card alone would alert nobody."""
    reopen(desk, ticket, customer.name)
    _tell_staff(desk, ticket, "reopened_by_customer")


def reopen_with_talk(desk: Desk, ticket: Ticket, customer: Customer, question: Question | None) -> None:
    """The customer came back to a solved ticket: what they said since joins it."""
    said = join_talk(desk, ticket, customer, question)
    reopen(desk, ticket, customer.name)
    for message in said:
        pass_to_staff(desk, ticket, message)
    if not said:
        _tell_staff(desk, ticket, "reopened_by_customer")


def mark_spam(desk: Desk, ticket: Ticket, colleague: Colleague) -> None:
    """Close the ticket without a word to its sender."""
    ticket.state, ticket.closed_at, ticket.is_spam = State.CLOSED, desk.now, True
    stop_waiting(ticket)
    note_event(desk, ticket, "spam", colleague.name)
    show_card(desk, ticket)


def close(desk: Desk, ticket: Ticket) -> None:
    """The reopening window has passed; the next message of the customer is a new matter."""
    if ticket.state != State.SOLVED:
        return
    ticket.state, ticket.closed_at = State.CLOSED, desk.now
    note_event(desk, ticket, "closed")
    show_card(desk, ticket)


def set_priority(desk: Desk, ticket: Ticket, priority: Priority, colleague: Colleague) -> None:
    ticket.priority = priority
    note_event(desk, ticket, "priority", colleague.name, priority=str(priority))
    show_card(desk, ticket)


def next_priority(priority: Priority) -> Priority:
    """What a press of the priority button makes of it: normal → high → urgent → low → normal."""
    cycle = (Priority.NORMAL, Priority.HIGH, Priority.URGENT, Priority.LOW)
    return cycle[(cycle.index(Priority(priority)) + 1) % len(cycle)]


def _end(desk: Desk, ticket: Ticket, actor: str, by_customer: bool) -> None:
    ticket.state, ticket.solved_at = State.SOLVED, desk.now
    stop_waiting(ticket)
    note_event(desk, ticket, "solved", actor, by_customer=by_customer)
    notices.solved(desk, customer_of(desk.session, ticket), ticket, by_customer)
    show_card(desk, ticket)


def _tell_staff(desk: Desk, ticket: Ticket, name: str, **values: object) -> None:
    customer = customer_of(desk.session, ticket)
    rich = desk.say(desk.staff_language, f"staff.{name}", ticket=ticket, customer=customer, **values)
    to_ticket(desk, ticket, Post(rich), name)


def _is_urgent(desk: Desk, question: Question | None) -> bool:
    """What the question is probably about can't wait, as its author said."""
    if question is None or not question.suggested or (question.probability or 0) < URGENT_FROM:
        return False
    found = desk.office.knowledge.library.find(question.suggested[0], question.language)
    return found is not None and found.entry.urgent


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
