"""What an author replies to an entry, a draft or a publication: new words, pictures, phrasings; and edits of that."""

from datetime import timedelta

from bot.desk.authoring import asking, files
from bot.desk.authoring.markdown import as_markdown, behind_command, is_command
from bot.desk.authoring.people import Author
from bot.desk.authoring.tasks import answer, ask, drop_change
from bot.desk.ticket.history import Incoming
from bot.desk.unit_of_work import UnitOfWork
from faq.typed import Typed, new_entries, reply_of_author
from storage.authoring_models import FaqTask, TaskKind, TaskState
from storage.faq_tasks import move, of_album, of_message
from storage.models import Json

_OF_ENTRY = (
    TaskKind.SHOW,
    TaskKind.ANSWER,
    TaskKind.PHRASINGS,
    TaskKind.ENTRY,
    TaskKind.REMOVAL,
    TaskKind.GROUP,
)
_KEPT = ("question", "also", "answer", "text", "texts", "pictures", "entry_id")
"""Content of a draft that the next one takes over, as far as it is not replaced."""
_TOO_LATE = (TaskState.APPROVED, TaskState.DONE)
_AN_ALBUM_TAKES = timedelta(minutes=5)


def reply(uow: UnitOfWork, author: Author, task: FaqTask, incoming: Incoming) -> bool:
    """The draft that the reply asks for; where it has nothing that can be in an entry, say what can be sent.

    False where no entry is meant.
    """
    if files.is_readable(incoming):
        files.send_file(uow, author, incoming)
        return True
    if task.kind not in _OF_ENTRY:
        return False
    if _is_list(task) and task.state is TaskState.DONE:
        answer(uow, author, task, "authoring.several_published")
        return True
    task = _draft_of_album(uow, author, incoming) or task
    picture = files.picture_of(incoming, _name_of(task))
    text = as_markdown(incoming.text, incoming.entities).strip() if picture or incoming.kind == "text" else ""
    made = _draft(uow, author, task, text, picture) if text or picture else None
    if made is None:
        answer(uow, author, task, "authoring.only_words", is_list=_is_list(task))
    else:
        made.content = {**made.content, "typed": text, "sent": files.sent_file(incoming)}
        made.content = {**made.content, "replied": task.id, "album": incoming.album}
    return True


def edited(uow: UnitOfWork, author: Author, incoming: Incoming) -> bool:
    """The author edited what they asked for: it is asked for again. False where that message asked for nothing."""
    task = of_message(uow.session, author.id, author.message, author.customer.id if author.customer else None)
    is_order = is_command(incoming.text)
    text = (behind_command if is_order else as_markdown)(incoming.text, incoming.entities).strip()
    if task is None:
        return False
    is_same_file = files.sent_file(incoming) == task.content.get("sent")
    if is_same_file and (text == task.content.get("typed") or task.kind is TaskKind.FILE):
        return True
    replied = uow.session.get(FaqTask, task.content.get("replied") or 0)
    if task.state in _TOO_LATE and task.kind in _OF_ENTRY:
        answer(uow, author, task, "authoring.edited_too_late")
    elif task.kind is TaskKind.FILE and files.is_readable(incoming):
        _give_up(uow, task)
        files.send_file(uow, author, incoming)
    elif is_order:
        _give_up(uow, task)
        asking.command(uow, author, text)
    elif replied is not None:
        _give_up(uow, task)
        reply(uow, author, replied, incoming)
    return True


def _draft(uow: UnitOfWork, author: Author, task: FaqTask, text: str, picture: Json | None) -> FaqTask | None:
    """The next draft in place of this one; None where the author has to say more."""
    if _is_list(task):
        return _list_again(uow, author, task, text)
    content = _known(task)
    language = task.language or asking.served_language(uow, str(content.get("question") or text))
    _give_up(uow, task)
    typed = reply_of_author(text)
    if content.get("entry_id"):
        return ask(uow, author, TaskKind.ANSWER, _with(content, typed, picture, "text", "texts"), language)
    return ask(uow, author, TaskKind.ENTRY, _with(content, typed, picture, "answer", "also"), language)


def _is_list(task: FaqTask) -> bool:
    """Whether it is about several new entries."""
    return task.kind is TaskKind.ENTRY and "entries" in task.content


def _known(task: FaqTask) -> Json:
    """What is known of the entry before the reply."""
    content = task.content
    if task.state is TaskState.DONE and task.kind is not TaskKind.GROUP:
        return {"entry_id": content.get("entry_id") or content.get("made_id")}
    known = {name: content[name] for name in _KEPT if content.get(name)}
    if task.kind is TaskKind.SHOW and not known:  # no entry was found
        known = {"question": content.get("words", "")}
    return known


def _list_again(uow: UnitOfWork, author: Author, task: FaqTask, text: str) -> FaqTask | None:
    """Several new entries can only be sent anew all together."""
    entries = new_entries(text)
    if len(entries) == 1 and not reply_of_author(text).question:
        return None
    _give_up(uow, task)
    return asking.add(uow, author, entries)


def _with(content: Json, typed: Typed, picture: Json | None, answer_name: str, phrasings_name: str) -> Json:
    """The content with what was typed in place of what it said; a new answer has only the pictures sent with it."""
    made = dict(content)
    if typed.question:
        made["question"] = typed.question
    if typed.answer:
        made[answer_name] = typed.answer
        made.pop("pictures", None)
    if typed.phrasings:
        made[phrasings_name] = list(dict.fromkeys([*(made.get(phrasings_name) or ()), *typed.phrasings]))
    if picture:
        made["pictures"] = [*made.get("pictures", ()), picture]
    return made


def _name_of(task: FaqTask) -> str:
    """Words for the names of its pictures."""
    content = task.content
    return str(content.get("entry_id") or content.get("question") or content.get("words") or "faq")


def _draft_of_album(uow: UnitOfWork, author: Author, incoming: Incoming) -> FaqTask | None:
    """The draft that earlier pictures of the same album made."""
    return of_album(uow.session, author.id, incoming.album, uow.now - _AN_ALBUM_TAKES) if incoming.album else None


def _give_up(uow: UnitOfWork, task: FaqTask) -> None:
    """What the draft says is not published any more; a group of questions is taken care of."""
    after = TaskState.DONE if task.kind is TaskKind.GROUP else TaskState.REJECTED
    for before in (TaskState.WANTED, TaskState.SHOWN):
        if move(uow.session, task, before, after, uow.now):
            drop_change(task)
