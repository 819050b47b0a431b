"""Renders and sends an entry's answer: the author's text with its variables filled in."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.calendar import Calendar
from bot.desk.notifications import Notification
from bot.desk.outbox import Button, Buttons, Post, to_customer
from bot.desk.ticket.history import note_bot_message
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import Rich, visible
from faq import Entry, Found
from faq.rendering import AnswerError, File, Part, Photo, Text, render
from faq.templates import is_template
from storage.models import Customer, Json, Question


@dataclass(frozen=True)
class RenderedAnswer:
    """An entry's answer to one customer now: at least one post."""

    entry: Entry
    posts: tuple[Post, ...]


def render_answer(uow: UnitOfWork, customer: Customer, entry_id: str, language: str) -> RenderedAnswer:
    """The answer in that language, or in the one that the entry has. Writes nothing. Raises AnswerError."""
    found = uow.context.knowledge.library.find(entry_id, language)
    if found is None:
        raise AnswerError(f"entry {entry_id} is gone")
    posts = (*_fallback_note(uow, language, found), *_posts(uow, customer, found.entry, language))
    return RenderedAnswer(found.entry, posts)


def send_answer(uow: UnitOfWork, customer: Customer, question: Question, answer: RenderedAnswer) -> None:
    """Send the answer with the buttons that ask whether it helped. `question` must have been flushed."""
    *first, last = answer.posts
    for post in [*first, replace(last, buttons=helped_buttons(uow, question))]:
        to_customer(uow, customer, post, Notification.ANSWER)
    note_bot_message(uow, customer, "answer", answer.entry.question, question)


def send_small_talk(uow: UnitOfWork, customer: Customer, entry: Entry, language: str) -> None:
    """Send a small talk entry's answer. Raises AnswerError, before anything is written, when it can't be rendered."""
    for post in _posts(uow, customer, entry, language):
        to_customer(uow, customer, post, Notification.SMALL_TALK)
    note_bot_message(uow, customer, "small_talk", entry.question)


def helped_buttons(uow: UnitOfWork, question: Question) -> Buttons:
    language = question.language
    return (
        (
            Button(uow.label(language, "buttons.helped"), f"helped:{question.id}"),
            Button(uow.label(language, "buttons.not_helped"), f"not_helped:{question.id}"),
        ),
    )


def answer_variables(uow: UnitOfWork, customer: Customer, language: str) -> dict[str, object]:
    """The values of `faq.VARIABLES` at this moment."""
    company = uow.context.settings.company
    return {
        "hours": _Hours(uow, language),
        "company": {"name": company.name, "phone": company.phone, "address": company.address},
        "customer": {"name": first_name(customer)},
    }


def first_name(customer: Customer) -> str:
    """The first word of their name; empty when the name has no visible characters."""
    return visible(customer.name).partition(" ")[0]


@dataclass(frozen=True)
class _Hours:
    """The values of the template variable `hours`, each computed when a template uses it."""

    uow: UnitOfWork
    language: str

    @property
    def today(self) -> str:
        return self._day(self.uow.today)

    @property
    def tomorrow(self) -> str:
        return self._day(self.uow.today + timedelta(days=1))

    @property
    def week(self) -> str:
        """The regular week, without holidays and exceptional dates."""
        hours, today = self.uow.context.settings.hours, self.uow.today
        usual, monday = Calendar(hours.timezone, hours.week), today - timedelta(days=today.weekday())
        week = [usual.plan(monday + timedelta(days=number)).shifts for number in range(7)]
        return self.uow.label(self.language, "hours.week_text", week=week)

    @property
    def next_opening(self) -> str:
        at = self.uow.calendar.next_opening(self.uow.now)
        return self.uow.label(self.language, "hours.next_opening", at=at)

    @property
    def is_open(self) -> bool:
        return self.uow.is_open

    def _day(self, day: date) -> str:
        return self.uow.label(self.language, "hours.day", shifts=self.uow.calendar.plan(day).shifts)


def _fallback_note(uow: UnitOfWork, language: str, found: Found) -> list[Post]:
    return [Post(uow.say(language, "customer.only_in_another_language"))] if found.fallback else []


def _posts(uow: UnitOfWork, customer: Customer, entry: Entry, language: str) -> list[Post]:
    knowledge = uow.context.knowledge
    variables = answer_variables(uow, customer, language) if is_template(entry.answer) else {}
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
