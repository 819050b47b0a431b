"""`nightdesk faq preview`: an entry exactly as a customer gets it, its first lines, and its place in the menu."""

import asyncio
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from difflib import get_close_matches

from bot.commands.errors import CommandError
from bot.commands.faq_chat import Json, chat_lines, message_object
from bot.commands.faq_desk import knowledge_of, moment_of, names_in, remark_on_settings
from bot.commands.faq_objects import keys_object
from bot.commands.rehearsal import Rehearsal, rehearsal
from bot.commands.terminal import json_text
from bot.commands.words import words
from bot.config import Settings
from bot.customer import menu
from bot.customer.menu import MenuPlace
from bot.desk.answer_reports import faults_of
from bot.desk.conversation.answers import render_answer, send_small_talk
from bot.desk.conversation.choices import LABEL_LIMIT, offer
from bot.desk.conversation.questions import state
from bot.desk.conversation.states import ConversationEvent, after
from bot.desk.payloads import TextMessage
from bot.desk.unit_of_work import UnitOfWork
from faq import Entry, Found, Library, Match, Preview, normalise
from faq.commands import Printed
from faq.problems import Fault, Problem, to_problems
from faq.rendering import AnswerError
from storage.models import Customer, Question
from storage.writing import new_row

_MOST_SIMILAR = 3
_LEAST_SIMILARITY = 0.5  # 0 to 1

_WAYS: Sequence[Callable[[Entry, str], bool]] = (
    lambda entry, name: entry.id == name.strip().removeprefix("#"),
    lambda entry, name: normalise(entry.question) == normalise(name) != "",
    lambda entry, name: normalise(name) in map(normalise, entry.also),
)
"""How an entry may be named, the surest first."""


@dataclass(frozen=True)
class Previewed:
    """An entry as a customer whose language is `spoken` gets it `on` that day of the company's calendar.

    `probable`: what is shown first where the bot is not sure; None for small talk. `place`: in the menu; None where it
    stands in none. `problems`: what of it can't be sent; there are no messages where nothing can.
    """

    found: Found
    spoken: str
    on: date
    messages: Sequence[TextMessage]
    probable: TextMessage | None
    place: MenuPlace | None
    problems: Sequence[Problem]

    @property
    def is_valid(self) -> bool:
        return self.found.entry.is_valid(self.on)


def preview_entry(settings: Settings, language: str, arguments: Namespace) -> Printed:
    """What `faq preview` prints, in that language, and its exit status: 1 where something can't be sent.

    Raises FaqError when the FAQ has errors, CommandError when it has no such entry.
    """
    knowledge = knowledge_of(settings, language)
    found = _find(knowledge.library, arguments.entry, arguments.language, language)
    at, names = moment_of(arguments, settings), names_in(language)
    spoken = arguments.language or found.language

    async def preview() -> Previewed:
        async with rehearsal(settings, knowledge, at, spoken, names) as desk:
            return await _preview(desk, found, spoken, language)

    previewed = asyncio.run(preview())
    status = int(bool(previewed.problems))
    if arguments.json:
        return json_text(_previewed_object(previewed)), status
    lines = [*_previewed_lines(previewed, language), *remark_on_settings(arguments, language)]
    return "\n".join(lines), status


def _find(library: Library, name: str, asked: str | None, language: str) -> Found:
    """The entry with that id or heading, or with such another phrasing. Raises CommandError when there is none."""
    spoken = asked or library.default_language
    languages = sorted(library.languages, key=lambda one: one != spoken)
    entries = [(entry, one) for one in languages for entry in library.by_language.get(one, ())]
    for is_meant in _WAYS:
        for entry, one in entries:
            if is_meant(entry, name):
                return library.find(entry.id, spoken) or Found(entry, one, fallback=one != spoken)
    raise CommandError(_no_entry(name, [entry for entry, _ in entries], language))


def _no_entry(name: str, entries: Sequence[Entry], language: str) -> str:
    texts = words(language, "faq")["preview"]
    known = {wanted: entry.id for entry in entries for wanted in (entry.id, entry.question.casefold())}
    close = get_close_matches(name.strip().casefold(), known, n=_MOST_SIMILAR, cutoff=_LEAST_SIMILARITY)
    ids = ", ".join(dict.fromkeys(known[one] for one in close))
    return texts["similar" if ids else "no_entry"].format(name=name, ids=ids)


async def _preview(desk: Rehearsal, found: Found, spoken: str, language: str) -> Previewed:
    entry = found.entry
    place = await desk.run(lambda uow: menu.place_of(uow, spoken, entry.id))
    try:
        left_out = await desk.with_customer(lambda uow, customer: _send(uow, customer, found, spoken))
    except AnswerError as error:
        problems = to_problems(faults_of(error), language)
        return Previewed(found, spoken, desk.today, (), None, place, problems)
    messages = tuple(desk.said.to_customer)
    if not entry.is_small_talk:
        await desk.with_customer(lambda uow, customer: _send_probable(uow, customer, entry, spoken))
    probable = next(iter(desk.said.to_customer[len(messages) :]), None)
    problems = to_problems(left_out, language)
    return Previewed(found, spoken, desk.today, messages, probable, place, problems)


def _send(uow: UnitOfWork, customer: Customer, found: Found, language: str) -> Sequence[Fault]:
    """Answer with the entry. Returns what is wrong with the files that are left out. Raises AnswerError."""
    entry = found.entry
    if entry.is_small_talk:
        send_small_talk(uow, customer, entry, language)
        return ()
    rendered = render_answer(uow, customer, entry.id, language)
    state(uow, customer, _question(uow, customer, entry, language), rendered)
    return rendered.left_out


def _send_probable(uow: UnitOfWork, customer: Customer, entry: Entry, language: str) -> None:
    """Show the entry's first lines, as if it were probable for what the customer has written."""
    customer.conversation = after(customer.conversation, ConversationEvent.MESSAGE_WAITS, uow.now, until=uow.now)
    offer(uow, customer, _question(uow, customer, entry, language), Preview((Match(entry, 0.0),)))


def _question(uow: UnitOfWork, customer: Customer, entry: Entry, language: str) -> Question:
    return new_row(
        Question,
        customer_id=customer.id,
        text=entry.question,
        language=language,
        asked_at=uow.now,
        in_hours=uow.is_open,
        decision="menu",
        suggested=[entry.id],
    )


def _previewed_lines(previewed: Previewed, language: str) -> Iterator[str]:
    texts, entry = words(language, "faq")["preview"], previewed.found.entry
    yield entry.question
    yield texts["place"].format(id=entry.id, language=previewed.found.language, file=entry.file, line=entry.line)
    yield from _remarks(previewed, language)
    if previewed.problems:
        yield texts["left_out" if previewed.messages else "cant_be_sent"]
        yield from (f"  {problem}" for problem in previewed.problems)
    if previewed.messages:
        yield from ("", texts["gets"], *chat_lines(previewed.messages, language))
    if previewed.probable:
        yield from ("", texts["probable"], *chat_lines([previewed.probable], language))


def _remarks(previewed: Previewed, language: str) -> Iterator[str]:
    """Where the entry stands in the menu, or why it does not, and whether it holds."""
    texts, entry = words(language, "faq")["preview"], previewed.found.entry
    if entry.is_small_talk:
        yield texts["small_talk"]
    elif previewed.place:
        menu = texts["menu_of_questions" if previewed.place.is_in_only_category else "menu"]
        yield menu.format(category=previewed.place.category, title=previewed.place.title)
        if previewed.place.title != entry.question:
            yield texts["cut"].format(most=LABEL_LIMIT)
    elif previewed.is_valid:
        yield texts["no_menu"].format(language=previewed.spoken)
    if not previewed.is_valid:
        is_over = entry.valid_until is not None and entry.valid_until < previewed.on
        day = entry.valid_until if is_over else entry.valid_from
        yield texts["no_longer" if is_over else "not_yet"].format(day=day)


def _previewed_object(previewed: Previewed) -> Json:
    """`menu` is None where the entry stands in none; `first_lines` is what is shown where the bot is not sure."""
    entry, place = previewed.found.entry, previewed.place
    return {
        "id": entry.id,
        "language": previewed.found.language,
        "question": entry.question,
        "file": entry.file,
        "line": entry.line,
        "keys": keys_object(entry),
        "customer_language": previewed.spoken,
        "is_valid": previewed.is_valid,
        "menu": {"category": place.category, "title": place.title} if place else None,
        "messages": [message_object(message) for message in previewed.messages],
        "first_lines": message_object(previewed.probable) if previewed.probable else None,
        "problems": [asdict(problem) for problem in previewed.problems],
    }
