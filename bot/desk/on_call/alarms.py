"""Alarms: a customer is in danger, and colleagues are called until one of them accepts.

An alarm is a row in the database with the moment of its next round of calls, so that a restart loses nothing. It ends
when somebody accepts it, takes the ticket or replies to the customer, and when the ticket ends.
"""

from collections.abc import Sequence
from datetime import timedelta

from bot.desk.notifications import Notification
from bot.desk.on_call import customer_notices
from bot.desk.on_call.people import OnCall, is_out_of_reach, name_of, names_of, on_call, private_chat_of
from bot.desk.on_call.rota import called_in, is_call_to_all
from bot.desk.outbox import Button, Buttons, Post, audibly, show_card, to_customer, to_staff_room
from bot.desk.payloads import Outgoing, TextMessage
from bot.desk.ticket.history import Colleague, note_event
from bot.desk.unit_of_work import UnitOfWork
from storage import alarms
from storage.alarms import last_alarm
from storage.models import ACTIVE, Alarm, Customer, Ticket
from storage.tickets import customer_of

SAME_ALARM = timedelta(hours=1)  # after an alarm, the same danger in the same ticket raises no other one for so long


def current_alarm(uow: UnitOfWork, ticket: Ticket, kind: str) -> Alarm | None:
    """The alarm that a message about such a danger belongs to; None when it is news."""
    alarm = last_alarm(uow.session, ticket.id)
    is_of_now = alarm is not None and alarm.kind == kind and uow.now - alarm.raised_at < SAME_ALARM
    return alarm if is_of_now else None


def alarm_at_hand(uow: UnitOfWork, ticket: Ticket) -> Alarm | None:
    """The alarm of a danger that may not be over: nobody has accepted it so far, or it was raised lately."""
    alarm = last_alarm(uow.session, ticket.id)
    is_of_now = alarm is not None and (alarm.accepted_at is None or uow.now - alarm.raised_at < SAME_ALARM)
    return alarm if is_of_now else None


def raise_alarm(uow: UnitOfWork, ticket: Ticket, kind: str, words: str) -> Sequence[int]:
    """Alert the group and call whose turn it is; returns who is called. `words`: the customer's."""
    turn = on_call(uow)
    alarm = Alarm(ticket_id=ticket.id, kind=kind, raised_at=uow.now)
    uow.session.add(alarm)
    uow.session.flush()
    note_event(uow, ticket, "alarm", customer_of(uow.session, ticket).name, danger=kind)
    called = _call(uow, alarm, ticket, turn, words)
    _tell_group(uow, alarm, ticket, Notification.ALARM, words=words, called=names_of(uow, called))
    return called


def call_next(uow: UnitOfWork, alarm_id: int) -> None:
    """Nobody has accepted the alarm in time: call the next, or all. Does nothing while the next call lies ahead."""
    alarm = uow.session.get_one(Alarm, alarm_id)
    if alarm.next_call_at is None or alarm.next_call_at > uow.now:
        return
    ticket = uow.session.get_one(Ticket, alarm.ticket_id)
    if ticket.state not in ACTIVE:
        alarm.next_call_at = None
        return
    turn, waits = on_call(uow), uow.now - alarm.raised_at
    number = alarm.rounds
    called = _call(uow, alarm, ticket, turn, ticket.subject)
    _tell_group(uow, alarm, ticket, Notification.ALARM_UNANSWERED, called=names_of(uow, called), waits=waits)
    if number == _first_to_all(uow, turn) or not called:
        customer_notices.still_calling(uow, customer_of(uow.session, ticket), ticket, is_calling=bool(called))


def accept(uow: UnitOfWork, alarm: Alarm, ticket: Ticket, colleague: Colleague) -> bool:
    """Record that the colleague sees to it, and tell who was called; False when somebody was first."""
    turn = on_call(uow)
    if not alarms.accept(uow.session, alarm, colleague.id, colleague.name, uow.now):
        return False
    note_event(uow, ticket, "alarm_accepted", colleague.name)
    for person in _called_so_far(uow, alarm, turn):
        if person != colleague.id:
            rich = uow.say(uow.staff_language, Notification.CALL_ENDED.template, ticket=ticket, name=colleague.name)
            to_customer(uow, private_chat_of(uow, person), Post(rich), Notification.CALL_ENDED)
    show_card(uow, ticket)
    return True


def accept_by_acting(uow: UnitOfWork, ticket: Ticket, colleague: Colleague) -> None:
    """Whoever takes the ticket or replies has accepted its alarm."""
    if alarm := open_alarm(uow, ticket):
        accept(uow, alarm, ticket, colleague)


def open_alarm(uow: UnitOfWork, ticket: Ticket) -> Alarm | None:
    """The ticket's alarm that nobody has accepted yet."""
    alarm = last_alarm(uow.session, ticket.id)
    return alarm if alarm and alarm.accepted_at is None else None


def note_call_lost(uow: UnitOfWork, row: Outgoing) -> None:
    """The row, a call that was given up, reached nobody: the group hears so, and the next one is called at once."""
    message = row.payload
    if not isinstance(message, TextMessage) or message.kind is not Notification.CALL:
        return
    ticket, person = uow.session.get(Ticket, message.shows), uow.session.get(Customer, row.customer_id)
    alarm = open_alarm(uow, ticket) if ticket else None
    if ticket and person and alarm and person.address.isdecimal():
        _tell_group(uow, alarm, ticket, Notification.CALL_LOST, name=name_of(uow, int(person.address)))
        alarm.next_call_at = uow.now if alarm.next_call_at else None


def _call(uow: UnitOfWork, alarm: Alarm, ticket: Ticket, turn: OnCall, words: str) -> tuple[int, ...]:
    """Make a round of calls, and set the time of the next one. Returns who is called."""
    settings = uow.context.settings.on_call
    order = tuple(person for person in turn.order if not is_out_of_reach(uow, person))
    called = called_in(order, settings.rota, alarm.rounds) if order else ()
    with audibly(uow):
        for person in called:
            post = _call_post(uow, alarm, ticket, words, uow.staff_language)
            to_customer(uow, private_chat_of(uow, person), post, Notification.CALL)
    alarm.rounds += 1
    alarm.next_call_at = uow.now + settings.escalate_after if called else None
    return called


def _call_post(uow: UnitOfWork, alarm: Alarm, ticket: Ticket, words: str, language: str) -> Post:
    values = {"ticket": ticket, "customer": customer_of(uow.session, ticket), "raised": alarm, "words": words}
    rich = uow.say(language, Notification.CALL.template, **values)
    return Post(rich, [[Button(uow.label(language, "buttons.accept"), f"answer_call:{ticket.id}")]], shows=ticket.id)


def _called_so_far(uow: UnitOfWork, alarm: Alarm, turn: OnCall) -> set[int]:
    rota = uow.context.settings.on_call.rota
    order = [person for person in turn.order if not is_out_of_reach(uow, person)]
    return {person for number in range(alarm.rounds) for person in (called_in(order, rota, number) if order else ())}


def _first_to_all(uow: UnitOfWork, turn: OnCall) -> int:
    """The round in which everybody is called because nobody has answered."""
    rota = uow.context.settings.on_call.rota
    return next(number for number in range(3) if is_call_to_all(turn.order, rota, number))


def _tell_group(uow: UnitOfWork, alarm: Alarm, ticket: Ticket, kind: Notification, **values: object) -> None:
    customer = customer_of(uow.session, ticket)
    rich = uow.say(uow.staff_language, kind.template, ticket=ticket, customer=customer, raised=alarm, **values)
    with audibly(uow):
        to_staff_room(uow, Post(rich, _buttons(uow, ticket), shows=ticket.id), kind)


def _buttons(uow: UnitOfWork, ticket: Ticket) -> Buttons:
    return [[Button(uow.label(uow.staff_language, "buttons.accept"), f"accept:{ticket.id}")]]
