"""Stating an entry's answer: the authors' words, with today's hours and the company's phone filled in."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.calendar import Calendar
from bot.desk.outbox import Button, Buttons, Post, to_customer
from bot.desk.ticket.history import note_bot_message
from bot.desk.unit_of_work import Desk
from bot.wording import Rich, visible
from faq import Entry, Found
from faq.rendering import AnswerError, File, Part, Photo, Text, render
from faq.templates import is_template
from storage.models import Customer, Json, Question


def state_answer(desk: Desk, customer: Customer, question: Question, entry_id: str) -> None:
    """Send the entry's answer with the question whether it helped; AnswerError when it can't be rendered."""
    found = desk.office.knowledge.library.find(entry_id, question.language)
    if found is None:
        raise AnswerError(f"entry {entry_id} is gone")
    posts = [*_fallback_note(desk, question.language, found), *_posts(desk, customer, found.entry, question.language)]
    last = Post(posts[-1].rich, helped_buttons(desk, question), posts[-1].attachment)
    for post in [*posts[:-1], last]:
        to_customer(desk, customer, post, "answer")
    note_bot_message(desk, customer, "answer", found.entry.question, question)


def state_small_talk(desk: Desk, customer: Customer, entry: Entry, language: str) -> None:
    """Send a small talk entry's answer; AnswerError when it can't be rendered."""
    for post in _posts(desk, customer, entry, language):
        to_customer(desk, customer, post, "small_talk")
    note_bot_message(desk, customer, "small_talk", entry.question)


def helped_buttons(desk: Desk, question: Question) -> Buttons:
    language = question.language
    return (
        (
            Button(desk.label(language, "buttons.helped"), f"helped:{question.id}"),
            Button(desk.label(language, "buttons.not_helped"), f"not_helped:{question.id}"),
        ),
    )


def answer_variables(desk: Desk, customer: Customer, language: str) -> dict[str, object]:
    """The values of `faq.VARIABLES` at this moment."""
    company = desk.office.settings.company
    return {
        "hours": _Hours(desk, language),
        "company": {"name": company.name, "phone": company.phone, "address": company.address},
        "customer": {"name": first_name(customer)},
    }


def first_name(customer: Customer) -> str:
    """How a colleague would call them; empty when they have no name that can be seen."""
    return visible(customer.name).partition(" ")[0]


@dataclass(frozen=True)
class _Hours:
    """The values of `hours`, each worked out when an answer asks for it."""

    desk: Desk
    language: str

    @property
    def today(self) -> str:
        return self._day(self.desk.today)

    @property
    def tomorrow(self) -> str:
        return self._day(self.desk.today + timedelta(days=1))

    @property
    def week(self) -> str:
        """As usual, without this week's holidays and single dates."""
        hours, today = self.desk.office.settings.hours, self.desk.today
        usual, monday = Calendar(hours.timezone, hours.week), today - timedelta(days=today.weekday())
        week = [usual.plan(monday + timedelta(days=number)).shifts for number in range(7)]
        return self.desk.label(self.language, "hours.week_text", week=week)

    @property
    def next_opening(self) -> str:
        at = self.desk.calendar.next_opening(self.desk.now)
        return self.desk.label(self.language, "hours.next_opening", at=at)

    @property
    def is_open(self) -> bool:
        return self.desk.is_open

    def _day(self, day: date) -> str:
        return self.desk.label(self.language, "hours.day", shifts=self.desk.calendar.plan(day).shifts)


def _fallback_note(desk: Desk, language: str, found: Found) -> list[Post]:
    return [Post(desk.say(language, "customer.only_in_another_language"))] if found.fallback else []


def _posts(desk: Desk, customer: Customer, entry: Entry, language: str) -> list[Post]:
    knowledge = desk.office.knowledge
    variables = answer_variables(desk, customer, language) if is_template(entry.answer) else {}
    parts = render(entry, variables, root=knowledge.path)
    return [_post(part) for part in parts]


def _post(part: Part) -> Post:
    match part:
        case Text(text, entities):
            return Post(Rich(text, tuple(entities)))
        case Photo(path, caption, entities) | File(path, caption, entities):
            kind = "photo" if isinstance(part, Photo) else "document"
            attachment: Json = {"kind": kind, "path": str(path)}
            return Post(Rich(caption, tuple(entities)), attachment=attachment)
