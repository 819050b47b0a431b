"""Renders and sends an entry's answer: the author's text with its variables filled in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from bot.desk.answer_reports import report_failed_answer, report_fault, source_of
from bot.desk.notifications import Notification
from bot.desk.outbox import Button, Buttons, Post, to_customer
from bot.desk.ticket.history import note_bot_message
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import Rich, visible
from faq import Entry, Found
from faq.problems import Fault
from faq.rendering import AnswerError, File, LeftOut, Part, Photo, Text, render, sendable
from faq.templates import is_template
from storage.models import Customer, Json, Question


@dataclass(frozen=True)
class RenderedAnswer:
    """An entry's answer to one customer now: at least one post.

    `has_words`: whether it says anything without its files. `left_out`: those of them that can't be sent.
    """

    entry: Entry
    language: str  # of the entry
    note: tuple[Post, ...]  # what the bot says before the answer, of its own
    posts: tuple[Post, ...]
    parts: tuple[Part, ...]  # what the posts are made of, one for each
    has_words: bool
    left_out: tuple[Fault, ...]


def render_answer(uow: UnitOfWork, customer: Customer, entry_id: str, language: str) -> RenderedAnswer:
    """The answer in that language, or in the one that the entry has. Writes nothing. Raises AnswerError."""
    found = uow.context.knowledge.library.find(entry_id, language)
    if found is None:
        raise AnswerError(f"entry {entry_id} is gone")
    parts = _parts(uow, customer, found.entry, language)
    return _rendered(uow, found, parts, language)


def render_entry(uow: UnitOfWork, customer: Customer, entry: Entry, language: str) -> RenderedAnswer:
    """The answer of an entry that need not be in the FAQ yet. Writes nothing. Raises AnswerError."""
    found = Found(entry, entry.language or language, fallback=False)
    return _rendered(uow, found, _parts(uow, customer, entry, language), language)


def send_answer(
    uow: UnitOfWork, customer: Customer, question: Question, answer: RenderedAnswer, replaces: int | None = None
) -> None:
    """Send the answer with the buttons that ask whether it helped. `question` must have been flushed.

    `replaces`: the id of our message that the answer takes the place of; see `can_replace`.
    """
    *first, last = answer.posts
    posts = [*first, replace(last, buttons=helped_buttons(uow, question))]
    _send(uow, customer, answer, posts, question, replaces)
    note_bot_message(uow, customer, "answer", answer.entry.question, question)


def send_urgent_answer(uow: UnitOfWork, customer: Customer, question: Question, answer: RenderedAnswer) -> None:
    """Send the answer to somebody in danger, which may be about another one. `question` must have been flushed."""
    about = Post(uow.say(question.language, "customer.if_about", title=answer.entry.question))
    _send(uow, customer, replace(answer, note=(*answer.note, about)), answer.posts, question)
    note_bot_message(uow, customer, "answer", answer.entry.question, question)


def can_replace(answer: RenderedAnswer) -> bool:
    """Whether the answer can appear in place of a message without an attachment: it begins with words."""
    return (*answer.note, *answer.posts)[0].attachment is None


def send_small_talk(uow: UnitOfWork, customer: Customer, entry: Entry, language: str) -> None:
    """Send a small talk entry's answer. Raises AnswerError, before anything is written, when it can't be rendered."""
    answer = render_entry(uow, customer, entry, language)
    _send(uow, customer, answer, answer.posts)
    note_bot_message(uow, customer, "small_talk", entry.question)


def chat(uow: UnitOfWork, customer: Customer, entry: Entry) -> bool:
    """Answer small talk; False when the entry can't be rendered."""
    language = uow.language_of(customer)
    try:
        send_small_talk(uow, customer, entry, language)
    except AnswerError as error:
        report_failed_answer(uow, error, language)
        return False
    return True


def _send(
    uow: UnitOfWork,
    customer: Customer,
    answer: RenderedAnswer,
    posts: Sequence[Post],
    question: Question | None = None,
    replaces: int | None = None,
) -> None:
    """Send the answer as `posts`, and tell the staff which of its files are left out."""
    source = source_of(answer.entry, answer.language, question, answer.has_words)
    kind = Notification.ANSWER if question else Notification.SMALL_TALK
    first, *rest = [*answer.note, *(replace(post, answer=source) for post in posts)]
    to_customer(uow, customer, first, kind, replaces=replaces)
    for post in rest:
        to_customer(uow, customer, post, kind)
    for fault in answer.left_out:
        report_fault(uow, source, fault)


def helped_buttons(uow: UnitOfWork, question: Question) -> Buttons:
    language = question.language
    return (
        (
            Button(uow.label(language, "buttons.helped"), f"helped:{question.id}"),
            Button(uow.label(language, "buttons.not_helped"), f"not_it:{question.id}"),
        ),
        (call_button(uow, question),),
    )


def call_button(uow: UnitOfWork, question: Question) -> Button:
    """Calls a person about that question, which must have been flushed."""
    return Button(uow.label(question.language, "buttons.call_human"), f"call_about:{question.id}")


def answer_variables(uow: UnitOfWork, customer: Customer, language: str) -> dict[str, object]:
    """The values of `faq.VARIABLES` at this moment."""
    return {
        "hours": _Hours(uow, language),
        "company": uow.context.settings.company.answer_values,
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
        monday = self.uow.today - timedelta(days=self.uow.today.weekday())
        week = [self.uow.calendar.regular_shifts(monday + timedelta(days=number)) for number in range(7)]
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


def _fallback_note(uow: UnitOfWork, language: str, found: Found) -> tuple[Post, ...]:
    return (Post(uow.say(language, "customer.only_in_another_language")),) if found.fallback else ()


def _parts(uow: UnitOfWork, customer: Customer, entry: Entry, language: str) -> list[Part]:
    variables = answer_variables(uow, customer, language) if is_template(entry.answer) else {}
    return sendable(render(entry, variables, root=uow.context.knowledge.path), entry)


def _rendered(uow: UnitOfWork, found: Found, parts: Sequence[Part], language: str) -> RenderedAnswer:
    return RenderedAnswer(
        found.entry,
        found.language,
        _fallback_note(uow, language, found),
        tuple(_post(uow, part, language) for part in parts),
        tuple(parts),
        any(isinstance(part, Text) for part in parts),
        tuple(part.fault for part in parts if isinstance(part, LeftOut)),
    )


def _post(uow: UnitOfWork, part: Part, language: str) -> Post:
    match part:
        case Text(text, entities):
            return Post(Rich(text, tuple(entities)))
        case LeftOut(_, is_photo, caption):
            return Post(without_file(uow, language, Rich(caption), is_photo))
        case Photo(path, caption, entities) | File(path, caption, entities):
            kind = "photo" if isinstance(part, Photo) else "document"
            attachment: Json = {"kind": kind, "path": str(path), "file": _name_of(uow, path)}
            return Post(Rich(caption, tuple(entities)), attachment=attachment)


def without_file(uow: UnitOfWork, language: str, words: Rich, is_photo: bool) -> Rich:
    """The words of an answer, and a line that says that its file can't be sent."""
    note = uow.say(language, "customer.file_left_out", is_photo=is_photo)
    return words + Rich("\n\n") + note if words.text else note


def _name_of(uow: UnitOfWork, path: Path) -> str:
    """The file's path relative to the FAQ folder, the same on each machine."""
    return path.relative_to(uow.context.knowledge.path.resolve()).as_posix()
