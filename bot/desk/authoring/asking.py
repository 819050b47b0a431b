"""What authors ask for in words: /faq with or without words, a file, new words for a shown entry."""

import faq
from bot.desk.authoring.markdown import as_markdown
from bot.desk.authoring.people import Author
from bot.desk.authoring.tasks import ask
from bot.desk.authoring.unanswered import as_language, reply_of
from bot.desk.ticket.history import Incoming
from bot.desk.unit_of_work import UnitOfWork
from faq.gaps import draft_of
from storage.authoring_models import FaqTask, TaskKind, TaskState
from storage.faq_tasks import move
from storage.labels import only_question_of
from storage.models import Json, Ticket

LARGEST_FILE = 1_000_000  # bytes
_SUFFIXES = (".md", ".markdown")
_HISTORY = frozenset({"history", "история", "журнал"})
_UNDO = frozenset({"undo", "отмена", "отменить", "вернуть"})
_TEXTS = (TaskKind.SHOW, TaskKind.ANSWER, TaskKind.ENTRY)  # whose answer may be given in a reply


def command(uow: UnitOfWork, author: Author, arguments: str) -> FaqTask:
    """/faq: what is asked and not answered; with words, the entry that they mean; "history"; "undo"."""
    words = arguments.strip()
    if not words:
        return ask(uow, author, TaskKind.LIST, {})
    if words.casefold() in _HISTORY:
        return ask(uow, author, TaskKind.HISTORY, {})
    if words.casefold() in _UNDO:
        return ask(uow, author, TaskKind.UNDO, {})
    return ask(uow, author, TaskKind.SHOW, {"words": words})


def file_of(incoming: Incoming) -> Json | None:
    """The FAQ file that the message brings, as the content of a task; None when it brings none."""
    attachment = incoming.attachment or {}
    name = str(attachment.get("file_name", ""))
    if incoming.kind != "document" or not name.casefold().endswith(_SUFFIXES):
        return None
    return {"name": name, "file_id": attachment.get("file_id"), "caption": incoming.text}


def send_file(uow: UnitOfWork, author: Author, file: Json) -> FaqTask:
    return ask(uow, author, TaskKind.FILE, file)


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


def reword(uow: UnitOfWork, author: Author, task: FaqTask, incoming: Incoming) -> FaqTask | None:
    """The author replied to a shown entry or draft with another answer; None where that can't be meant.

    What the draft said before is not published any more.
    """
    if task.kind not in _TEXTS or task.state not in (TaskState.SHOWN, TaskState.DONE) or not incoming.text.strip():
        return None
    move(uow.session, task, TaskState.SHOWN, TaskState.REJECTED, uow.now)
    text = as_markdown(incoming.text, incoming.entities)
    if task.kind is TaskKind.ENTRY and not task.content.get("entry_id"):
        return ask(uow, author, TaskKind.ENTRY, _reworded(task.content, text), task.language)
    content = {"entry_id": task.content.get("entry_id"), "text": text}
    return ask(uow, author, TaskKind.ANSWER, content, task.language)


def _reworded(content: Json, text: str) -> Json:
    """A draft with another answer; with another heading, too, where the text begins with one."""
    if text.lstrip().startswith("## "):
        return {"markdown": text.strip()}
    return {**content, "answer": text}
