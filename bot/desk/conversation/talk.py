"""What is said of the desk's own: to greetings and the like, and to questions about the company's hours and address."""

from collections.abc import Mapping
from datetime import date, datetime, time

from bot.desk.conversation.answers import answer_variables
from bot.desk.conversation.asked_days import dates_asked
from bot.desk.faq_reading import Intent
from bot.desk.notifications import Notification
from bot.desk.outbox import Button, Post, to_customer
from bot.desk.ticket.history import note_bot_message
from bot.desk.ticket.notices import opening
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import Rich
from bot.wording.other_languages import hello_in
from faq import Purpose, purpose_of
from storage.models import Customer

TALK: Mapping[Purpose, Notification] = {
    Purpose.GREETING: Notification.HELLO,
    Purpose.OPENER: Notification.LISTENING,
    Purpose.GOODBYE: Notification.GOODBYE,
    Purpose.ROBOT: Notification.ROBOT,
}
FACTS: Mapping[Purpose, Notification] = {
    Purpose.HOURS: Notification.HOURS,
    Purpose.ADDRESS: Notification.ADDRESS,
    Purpose.PHONE: Notification.PHONE,
}


def say(uow: UnitOfWork, customer: Customer, notification: Notification, *buttons: Button, **values: object) -> None:
    """Say what needs no entry and no ticket."""
    rich = uow.say(uow.language_of(customer), notification.template, customer=customer, **values)
    _tell(uow, customer, notification, rich, *buttons)


def respond_to_talk(uow: UnitOfWork, customer: Customer, intent: Intent) -> bool:
    """Answer what asks nothing; False when the message asks something."""
    if intent.foreign and intent.foreign.is_greeting:
        _tell(uow, customer, Notification.FOREIGN_HELLO, Rich(hello_in(intent.foreign.language)))
        return True
    kind = TALK.get(intent.purpose) if intent.purpose else None
    if kind is Notification.ROBOT:
        say(uow, customer, kind, Button(uow.label(uow.language_of(customer), "buttons.call_human"), "operator"))
    elif kind:
        say(uow, customer, kind)
    return kind is not None


def tell_fact(uow: UnitOfWork, customer: Customer, purpose: Purpose | None, text: str) -> bool:
    """Answer a question about hours, address or phone from the settings; False when it is none, or none is set.

    `text` may name the days that it is about.
    """
    kind = _fact(uow, purpose, text)
    if kind is None:
        return False
    language = uow.language_of(customer)
    times = answer_variables(uow, customer, language)["hours"]
    dates = dates_asked(uow.calendar, uow.today, text) if kind is Notification.HOURS else None
    days = [_day(uow, day, language) for day in dates or ()]
    _tell(uow, customer, kind, uow.say(language, kind.template, times=times, asked=days, **opening(uow)))
    return True


def tell_facts(uow: UnitOfWork, customer: Customer, left: str) -> str:
    """Answer the lines that ask for facts; returns the others."""
    return "\n".join(line for line in left.split("\n") if not tell_fact(uow, customer, purpose_of(line), line))


def without_facts(uow: UnitOfWork, left: str) -> str:
    """What `tell_facts` would return; says nothing."""
    return "\n".join(line for line in left.split("\n") if not knows_fact(uow, purpose_of(line), line))


def knows_fact(uow: UnitOfWork, purpose: Purpose | None, text: str) -> bool:
    """Whether `tell_fact` would answer it."""
    return _fact(uow, purpose, text) is not None


def _fact(uow: UnitOfWork, purpose: Purpose | None, text: str) -> Notification | None:
    """The notification that answers it; None when it asks for no fact, or for one that is not set.

    The hours of a holiday that the calendar doesn't know are none: those of other days might mislead.
    """
    company = uow.context.settings.company
    match purpose:
        case Purpose.HOURS:
            is_set = dates_asked(uow.calendar, uow.today, text) is not None
        case Purpose.ADDRESS:
            is_set = bool(company.address)
        case Purpose.PHONE:
            is_set = bool(company.phone)
        case _:
            is_set = False
    return FACTS[purpose] if purpose and is_set else None


def _day(uow: UnitOfWork, day: date, language: str) -> Mapping[str, object]:
    """A day with its shifts and, if it is a holiday, its name, as the template wants it."""
    at = datetime.combine(day, time(12), uow.calendar.zone)
    name = uow.calendar.holiday_name(day, "ru" if language == "ru" else "en")
    is_moved = uow.calendar.is_moved_day_off(day)
    return {"at": at, "shifts": uow.calendar.plan(day).shifts, "holiday": None if is_moved else name}


def _tell(uow: UnitOfWork, customer: Customer, kind: Notification, rich: Rich, *buttons: Button) -> None:
    to_customer(uow, customer, Post(rich, [buttons] if buttons else ()), kind)
    note_bot_message(uow, customer, kind, rich.text)
