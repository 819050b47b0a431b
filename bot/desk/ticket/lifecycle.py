"""A ticket's life: opened, extended, taken, pending, solved, reopened, closed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.desk.conversation.prior_messages import prior_messages, subject_of, undecided_messages
from bot.desk.conversation.states import WITH_PERSON, ConversationEvent, after
from bot.desk.notifications import Notification
from bot.desk.on_call.alarms import accept_by_acting
from bot.desk.outbox import Post, show_card, to_ticket
from bot.desk.ticket import came_by, notices
from bot.desk.ticket.asking import has_just_asked
from bot.desk.ticket.bot_answers import add_suggestions, note_answered, title_of_answer
from bot.desk.ticket.card import TEXT_ON_CARD
from bot.desk.ticket.history import Colleague, note_event
from bot.desk.ticket.load_shedding import show_new_ticket
from bot.desk.ticket.manner import Manner
from bot.desk.ticket.queue_promises import promise_again, promise_new
from bot.desk.ticket.relay import relay_to_staff
from bot.desk.ticket.snoozing import wake
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import utf16
from storage.models import Author, Customer, Message, Priority, Question, State, Ticket
from storage.tickets import active_ticket, claim, customer_of
from storage.writing import insert_now, new_row

URGENT_FROM = 0.3  # the probability from which an urgent entry makes a ticket urgent
# After the last word of a talk with a colleague the bot says nothing for this long.
TALK_SPAN = timedelta(minutes=15)
TALK_SPAN_IN_HOURS = timedelta(minutes=30)


def current_ticket(uow: UnitOfWork, customer: Customer) -> Ticket | None:
    """The customer's active ticket."""
    return active_ticket(uow.session, customer.id) if customer.conversation.state is WITH_PERSON else None


def open_ticket(
    uow: UnitOfWork,
    customer: Customer,
    question: Question | None,
    words: str = "",
    priority: Priority | None = None,
    manner: Manner | None = None,
    not_chosen: bool = False,
    tell: bool = True,
) -> Ticket:
    """Open a ticket with the messages so far, tell the customer its number and promise, and alert the staff.

    `words`: what the customer said beyond the question. `priority`: None finds it by the question and the messages.
    `manner`: why it comes straight to a person. `not_chosen`: because no suggestion was chosen in time. `tell` is False
    when the customer is told otherwise.
    """
    prior = prior_messages(uow, customer, question)
    priority = priority or _priority(uow, question, prior.of_customer)
    subject = subject_of(uow, customer, prior, words)
    ticket = new_row(
        Ticket,
        customer_id=customer.id,
        priority=priority,
        subject=subject.text,
        after_answer=subject.after_answer,
        language=uow.language_of(customer),
        suggested=_worth_showing(uow, question),
        opened_at=uow.now,
        in_hours=uow.is_open,
        waiting_since=uow.now,
        promised_at=promise_new(uow, priority),
        start_link=came_by.take(uow, customer),
    )
    insert_now(uow.session, ticket)
    customer.conversation = after(customer.conversation, ConversationEvent.TICKET_OPENED, uow.now)
    prior.join(uow, ticket)
    promised_at = _iso(ticket.promised_at)
    note_event(uow, ticket, "opened", customer.name, promised_at=promised_at, priority=str(priority))
    if tell:
        notices.accepted(uow, customer, ticket, manner, not_chosen)
    show_new_ticket(uow, ticket)
    for message in prior.of_customer:
        if message.attachment or utf16(message.text) > TEXT_ON_CARD:
            relay_to_staff(uow, ticket, message)
    return ticket


def extend(
    uow: UnitOfWork,
    customer: Customer,
    ticket: Ticket,
    message: Message,
    expects_reply: bool = True,
    tell: bool = True,
) -> bool:
    """Add a message of the customer to their ticket and relay it to the staff. Returns whether the customer is told so.

    `expects_reply` is False for a mere "thank you": nobody has to answer it, unless the ticket is pending. `tell` is
    False when the customer is told otherwise.
    """
    join(uow, customer, ticket, message)
    if expects_reply and ticket.snoozed_until:
        wake(ticket)
        show_card(uow, ticket)
    if ticket.waiting_since is not None or not (expects_reply or ticket.state == State.PENDING):
        return False
    is_told = tell and not (is_live(uow, ticket) and _is_shift_of_reply(uow, ticket))
    start_waiting(uow, ticket)
    if is_told:
        notices.added(uow, customer, ticket)
    show_card(uow, ticket)
    return is_told


def join(uow: UnitOfWork, customer: Customer, ticket: Ticket, message: Message) -> None:
    """Relay the customer's message to the staff as a part of the ticket; who waits for whom stays as it is."""
    if message.is_pressing:
        raise_priority(uow, ticket, Priority.HIGH)
    message.ticket_id = ticket.id
    uow.session.flush()  # what is passed on carries the message's id
    note_event(uow, ticket, "customer_wrote", customer.name)
    relay_to_staff(uow, ticket, message)


def call_again(uow: UnitOfWork, customer: Customer, ticket: Ticket, question: Question | None) -> None:
    """The customer asks for a person while the ticket is active: alert the staff once, or again for a new question."""
    is_news = question is not None and question.ticket_id != ticket.id
    if ticket.waiting_since is not None and not is_news:
        return
    if question:
        question.ticket_id = ticket.id
    note_event(uow, ticket, "called", customer.name)
    answer = title_of_answer(uow, question) if question else ""
    _tell_staff(uow, ticket, Notification.CUSTOMER_CALLS, question=question, answer=answer)
    if ticket.waiting_since is None:
        start_waiting(uow, ticket)
        show_card(uow, ticket)


def is_live(uow: UnitOfWork, ticket: Ticket) -> bool:
    """Whether a colleague and the customer are talking: little time has passed since the talk's last word.

    That is the colleague's last reply or what the customer answered to it; a customer who goes on alone is in no talk.
    """
    replied, waiting = ticket.replied_at, ticket.waiting_since
    if replied is None:
        return False
    span = TALK_SPAN_IN_HOURS if uow.is_open else TALK_SPAN
    is_answered = waiting is not None and replied <= waiting <= replied + span
    return uow.now - (waiting if waiting and is_answered else replied) <= span


def _is_shift_of_reply(uow: UnitOfWork, ticket: Ticket) -> bool:
    """Whether the desk has not opened or closed since a colleague's last reply."""
    return ticket.replied_at is not None and uow.calendar.is_open(ticket.replied_at) == uow.is_open


def start_waiting(uow: UnitOfWork, ticket: Ticket) -> None:
    """The customer waits for a person from now on, with a new promise: in their turn, unless people are talking."""
    ticket.waiting_since = uow.now
    ticket.reminded, ticket.late_told = 0, False
    ticket.promised_at = uow.promise() if is_live(uow, ticket) else promise_again(uow, ticket)
    if ticket.state == State.PENDING:
        ticket.state = State.OPEN if ticket.taken_by else State.NEW
    note_event(uow, ticket, "promised", promised_at=_iso(ticket.promised_at))


def stop_waiting(ticket: Ticket) -> None:
    ticket.waiting_since = None


def take(uow: UnitOfWork, ticket: Ticket, colleague: Colleague, tell: bool = True) -> bool:
    """Claim the ticket for the colleague; False when somebody has it already or it is not active."""
    if not claim(uow.session, ticket.id, colleague.id, uow.now):
        return False
    uow.session.refresh(ticket)
    wake(ticket)
    note_event(uow, ticket, "taken", colleague.name)
    accept_by_acting(uow, ticket, colleague)
    if tell:
        notices.taken(uow, customer_of(uow.session, ticket), ticket, colleague)
    show_card(uow, ticket)
    return True


def set_pending(uow: UnitOfWork, ticket: Ticket, colleague: Colleague) -> None:
    """Set the ticket pending: the customer has to answer, and is told so unless a colleague has just asked them."""
    ticket.state = State.PENDING
    stop_waiting(ticket)
    note_event(uow, ticket, "pending", colleague.name)
    if not has_just_asked(uow, ticket):
        notices.pending(uow, customer_of(uow.session, ticket), ticket)
    show_card(uow, ticket)


def solve(uow: UnitOfWork, ticket: Ticket, colleague: Colleague) -> None:
    _end(uow, ticket, colleague.name, by_customer=False)


def solve_by_customer(uow: UnitOfWork, ticket: Ticket, customer: Customer) -> None:
    """The customer solved the ticket; tell the staff, since somebody may be working on it."""
    _end(uow, ticket, customer.name, by_customer=True)
    _tell_staff(uow, ticket, Notification.CLOSED_BY_CUSTOMER)


def reopen(uow: UnitOfWork, ticket: Ticket, actor: str) -> None:
    """Reopen a solved or closed ticket, by a button. An undecided question of the customer is added to it."""
    customer = customer_of(uow.session, ticket)
    prior = undecided_messages(uow, customer)
    prior.join(uow, ticket)
    _reopen(uow, ticket, customer, actor)
    for message in prior.of_customer:
        relay_to_staff(uow, ticket, message)


def _reopen(
    uow: UnitOfWork, ticket: Ticket, customer: Customer, actor: str, manner: Manner | None = None, tell: bool = True
) -> None:
    """Make the ticket active again; the customer waits, with a new promise."""
    customer.conversation = after(customer.conversation, ConversationEvent.TICKET_OPENED, uow.now)
    ticket.state = State.OPEN if ticket.taken_by else State.NEW
    ticket.solved_at = ticket.closed_at = None
    ticket.is_spam = False
    note_event(uow, ticket, "reopened", actor)
    start_waiting(uow, ticket)
    if tell:
        notices.reopened(uow, customer, ticket, manner)
    show_card(uow, ticket)
    came_by.join(uow, customer, ticket)


def reopen_by_customer(uow: UnitOfWork, ticket: Ticket, customer: Customer) -> None:
    """Reopen by the customer's button; tell the staff, since an edited card notifies nobody."""
    reopen(uow, ticket, customer.name)
    _tell_staff(uow, ticket, Notification.REOPENED_BY_CUSTOMER)


def reopen_with_prior_messages(
    uow: UnitOfWork,
    ticket: Ticket,
    customer: Customer,
    question: Question | None,
    manner: Manner | None = None,
    tell: bool = True,
) -> None:
    """Reopen a solved ticket because the customer wrote again; their messages since then are added to it.

    `manner`: why it comes straight to a person. `tell` is False when the customer is told otherwise.
    """
    prior = prior_messages(uow, customer, question)
    prior.join(uow, ticket)
    if question and question.withheld:
        add_suggestions(ticket, _worth_showing(uow, question))
    _reopen(uow, ticket, customer, customer.name, manner, tell)
    if any(message.is_pressing for message in prior.of_customer):
        raise_priority(uow, ticket, Priority.HIGH)
    for message in prior.messages:
        if message.author == Author.CUSTOMER:
            relay_to_staff(uow, ticket, message)
        elif message.kind == "answer":
            note_answered(uow, ticket, [message.text])
    if not prior.of_customer:
        _tell_staff(uow, ticket, Notification.REOPENED_BY_CUSTOMER)


def mark_spam(uow: UnitOfWork, ticket: Ticket, colleague: Colleague) -> None:
    """Close the ticket without telling the customer."""
    ticket.state, ticket.closed_at, ticket.is_spam = State.CLOSED, uow.now, True
    _leave_to_bot(uow, customer_of(uow.session, ticket))
    stop_waiting(ticket)
    wake(ticket)
    note_event(uow, ticket, "spam", colleague.name)
    show_card(uow, ticket)


def shut(uow: UnitOfWork, ticket: Ticket) -> None:
    """Close the ticket without telling the customer, who is banned."""
    ticket.state, ticket.closed_at = State.CLOSED, uow.now
    _leave_to_bot(uow, customer_of(uow.session, ticket))
    stop_waiting(ticket)
    wake(ticket)
    show_card(uow, ticket)


def undo_shut(uow: UnitOfWork, ticket: Ticket, actor: str, state: State, waiting_since: datetime | None) -> None:
    """Make a ticket that was shut what it was before, without a word to the customer. `waiting_since` is aware."""
    customer = customer_of(uow.session, ticket)
    customer.conversation = after(customer.conversation, ConversationEvent.TICKET_OPENED, uow.now)
    ticket.state, ticket.waiting_since, ticket.closed_at = state, waiting_since, None
    note_event(uow, ticket, "reopened", actor)
    show_card(uow, ticket)


def close(uow: UnitOfWork, ticket: Ticket) -> None:
    """Close a solved ticket whose reopening window has passed; the next message opens a new ticket."""
    if ticket.state != State.SOLVED:
        return
    ticket.state, ticket.closed_at = State.CLOSED, uow.now
    note_event(uow, ticket, "closed")
    show_card(uow, ticket)


def set_priority(uow: UnitOfWork, ticket: Ticket, priority: Priority, colleague: Colleague) -> None:
    ticket.priority = priority
    note_event(uow, ticket, "priority", colleague.name, priority=str(priority))
    show_card(uow, ticket)


def raise_priority(uow: UnitOfWork, ticket: Ticket, priority: Priority) -> None:
    """Give the ticket that priority, because of what the customer wrote, unless it has it or a higher one."""
    order = list(Priority)
    if order.index(Priority(ticket.priority)) > order.index(priority):
        ticket.priority = priority
        note_event(uow, ticket, "priority", priority=str(priority))
        show_card(uow, ticket)


def _end(uow: UnitOfWork, ticket: Ticket, actor: str, by_customer: bool) -> None:
    customer = customer_of(uow.session, ticket)
    ticket.state, ticket.solved_at = State.SOLVED, uow.now
    _leave_to_bot(uow, customer)
    stop_waiting(ticket)
    wake(ticket)
    note_event(uow, ticket, "solved", actor, by_customer=by_customer)
    notices.solved(uow, customer, ticket, by_customer)
    show_card(uow, ticket)


def _leave_to_bot(uow: UnitOfWork, customer: Customer) -> None:
    """The ticket has ended: the bot handles the next message again."""
    customer.conversation = after(customer.conversation, ConversationEvent.TICKET_ENDED, uow.now)


def _tell_staff(uow: UnitOfWork, ticket: Ticket, kind: Notification, **values: object) -> None:
    customer = customer_of(uow.session, ticket)
    rich = uow.say(uow.staff_language, kind.template, ticket=ticket, customer=customer, **values)
    to_ticket(uow, ticket, Post(rich), kind)


def _priority(uow: UnitOfWork, question: Question | None, said: Sequence[Message]) -> Priority:
    if _is_urgent(uow, question):
        return Priority.URGENT
    return Priority.HIGH if any(message.is_pressing for message in said) else Priority.NORMAL


def _worth_showing(uow: UnitOfWork, question: Question | None) -> list[str]:
    """Ids of the entries that may answer; below the floor they would only be noise on the card."""
    if question is None or question.probability is None:
        return []
    is_near = uow.context.knowledge.is_above_floor(question.probability, question.language)
    return list(question.suggested) if is_near else []


def _is_urgent(uow: UnitOfWork, question: Question | None) -> bool:
    """Whether the most likely entry is marked urgent and likely enough."""
    if question is None or not question.suggested or (question.probability or 0) < URGENT_FROM:
        return False
    found = uow.context.knowledge.library.find(question.suggested[0], question.language)
    return found is not None and found.entry.urgent


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
