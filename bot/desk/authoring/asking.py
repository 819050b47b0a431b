"""What authors ask for in words: /faq with or without words, a file, an entry of an answered ticket."""

from collections.abc import Sequence

import faq
from bot.desk.authoring.people import Author
from bot.desk.authoring.tasks import ask
from bot.desk.authoring.unanswered import as_language, reply_of
from bot.desk.unit_of_work import UnitOfWork
from faq.gaps import draft_of
from faq.typed import Typed, new_entries, without_word_for_new
from storage.authoring_models import FaqTask, TaskKind
from storage.labels import only_question_of
from storage.models import Json, Ticket

_HELP = frozenset({"help", "?", "помощь", "справка"})
_HISTORY = frozenset({"history", "история", "журнал"})
_FILES = frozenset({"files", "файлы"})
_UNDO = frozenset({"undo", "отмена", "отменить", "вернуть"})


def command(uow: UnitOfWork, author: Author, markdown: str) -> FaqTask:
    """/faq or "help": what is asked and not answered, and how to change the FAQ; "files", "history", "undo"; else the
    entry that is meant, or a new one.

    `markdown`: what stands behind the command.
    """
    words = markdown.strip()
    task = _asked_for(uow, author, words)
    task.content = {**task.content, "typed": words}
    return task


def _asked_for(uow: UnitOfWork, author: Author, words: str) -> FaqTask:
    if not words or words.casefold() in _HELP:
        return ask(uow, author, TaskKind.LIST, {})
    if words.casefold() in _HISTORY:
        return ask(uow, author, TaskKind.HISTORY, {})
    if words.casefold() in _FILES:
        return ask(uow, author, TaskKind.FILES, {})
    if words.casefold() in _UNDO:
        return ask(uow, author, TaskKind.UNDO, {})
    if (typed := without_word_for_new(words)) is not None:
        return add(uow, author, new_entries(typed))
    return ask(uow, author, TaskKind.SHOW, {"words": words})


def add(uow: UnitOfWork, author: Author, entries: Sequence[Typed]) -> FaqTask:
    """New entries; a single one may still be without an answer, which is asked for then."""
    contents: list[Json] = [
        {"question": one.question, "also": list(one.phrasings), "answer": one.answer} for one in entries
    ]
    content = contents[0] if len(contents) == 1 else {"entries": contents}
    return ask(uow, author, TaskKind.ENTRY, content, served_language(uow, entries[0].question))


def served_language(uow: UnitOfWork, text: str) -> str:
    """That of the FAQ's entries which the text, an author's, belongs to."""
    return uow.context.knowledge.library.served(faq.language_of(text, uow.staff_language))


def make_entry_of(uow: UnitOfWork, author: Author, ticket: Ticket) -> FaqTask | None:
    """A draft of an entry from the ticket's question and what colleagues replied; None without a question in words."""
    question = only_question_of(uow.session, ticket.id)
    text = question.text if question else ticket.subject
    language = faq.language_of(text, ticket.language)
    served = uow.context.knowledge.library.served(language)
    draft = draft_of([text], 0, [reply_of(uow.session, ticket.id)], language=as_language(served))
    if not draft.question:
        return None
    content = {"question": draft.question, "also": list(draft.also), "answer": draft.answer}
    return ask(uow, author, TaskKind.ENTRY, content, served)
