"""What authors' buttons do. A press can be forged or come twice: it counts while the task waits for it."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.desk.authoring import file_list
from bot.desk.authoring.asking import add
from bot.desk.authoring.people import Author
from bot.desk.authoring.tasks import ask, drop_change
from bot.desk.outbox import Post, rewrite, set_buttons
from bot.desk.unit_of_work import UnitOfWork
from faq.typed import new_entries
from storage.authoring_models import FaqTask, TaskKind, TaskState
from storage.faq_tasks import move
from storage.labels import change_version
from storage.learning_models import LearntPhrasing, PhrasingState

LATER = timedelta(days=7)  # a group that was put off is not shown for so long

DRAFTS = (
    TaskKind.PHRASINGS,
    TaskKind.ENTRY,
    TaskKind.ANSWER,
    TaskKind.REMOVAL,
    TaskKind.FILE,
    TaskKind.FILES_REMOVAL,
    TaskKind.UNDO,
)
_MOST_ADDED = 3  # questions of a group that become phrasings: more of the same say nothing new


def press(uow: UnitOfWork, author: Author, task: FaqTask | None, action: str, place: int) -> tuple[str, bool]:
    """Do the button's action. Returns the toast's name, and whether the buttons are done with."""
    act = _ACTIONS.get((task.kind, action)) if task else None
    if task is None or act is None:
        return "outdated", False
    toast = act(uow, author, task, place)
    return toast, toast != "outdated" and task.kind not in _STAY


def put_away(uow: UnitOfWork, author: Author, toast: str, chat_id: int, telegram_id: int) -> None:
    """Take the buttons from a message that is done with; one that asked about a declined draft says so."""
    if toast == "faq_rejected":
        rewrite(uow, chat_id, telegram_id, Post(uow.say(uow.staff_language, "authoring.rejected", by=author.name)))
    else:
        set_buttons(uow, chat_id, telegram_id)


def _publish(uow: UnitOfWork, author: Author, task: FaqTask, _place: int) -> str:
    if not move(uow.session, task, TaskState.SHOWN, TaskState.APPROVED, uow.now):
        return "outdated"
    task.author_id, task.author_name = author.id, author.name
    return "faq_publishing"


def _reject(uow: UnitOfWork, _author: Author, task: FaqTask, _place: int) -> str:
    if not move(uow.session, task, TaskState.SHOWN, TaskState.REJECTED, uow.now):
        return "outdated"
    drop_change(task)
    return "faq_rejected"


def _undo(uow: UnitOfWork, author: Author, task: FaqTask, _place: int) -> str:
    publication = task.content.get("publication_id")
    if publication is None:
        return "outdated"
    ask(uow, author, TaskKind.UNDO, {"publication_id": publication}, task.language)
    return "faq_working"


def _undo_of_history(uow: UnitOfWork, author: Author, task: FaqTask, place: int) -> str:
    known = task.content.get("publications", [])
    if not 0 <= place < len(known):
        return "outdated"
    ask(uow, author, TaskKind.UNDO, {"publication_id": known[place]}, task.language)
    return "faq_working"


def _choose_file(uow: UnitOfWork, author: Author, task: FaqTask, place: int) -> str:
    choices = task.content.get("choices", [])
    if not 0 <= place < len(choices) or not _take(uow, task):
        return "outdated"
    ask(uow, author, TaskKind.FILE, {**task.content, "path": choices[place]}, task.language)
    return "faq_working"


def _add_to(uow: UnitOfWork, author: Author, task: FaqTask, place: int) -> str:
    entries = task.content.get("entries", [])
    if not 0 <= place < len(entries) or not _take(uow, task):
        return "outdated"
    texts = task.content["clearest"][:_MOST_ADDED]
    ask(uow, author, TaskKind.PHRASINGS, {"entry_id": entries[place], "texts": texts}, task.language)
    return "faq_working"


def _new_entry(uow: UnitOfWork, author: Author, task: FaqTask, _place: int) -> str:
    if not _take(uow, task):
        return "outdated"
    content = {name: task.content.get(name) for name in ("question", "also", "answer")}
    ask(uow, author, TaskKind.ENTRY, content, task.language)
    return "faq_working"


def _new_of_words(uow: UnitOfWork, author: Author, task: FaqTask, _place: int) -> str:
    """The author looked for it, and no entry is about it."""
    add(uow, author, new_entries(str(task.content.get("words", ""))))
    return "faq_working"


def _show(uow: UnitOfWork, author: Author, task: FaqTask, place: int) -> str:
    others = task.content.get("others", [])
    if not 0 <= place < len(others):
        return "outdated"
    ask(uow, author, TaskKind.SHOW, {"words": others[place]}, task.language)
    return "faq_working"


def _remove(uow: UnitOfWork, author: Author, task: FaqTask, _place: int) -> str:
    if not task.content.get("entry_id"):
        return "outdated"
    ask(uow, author, TaskKind.REMOVAL, {"entry_id": task.content["entry_id"]}, task.language)
    return "faq_working"


def _later(uow: UnitOfWork, _author: Author, task: FaqTask, _place: int) -> str:
    return "faq_later" if _take(uow, task) else "outdated"


def _never(uow: UnitOfWork, _author: Author, task: FaqTask, _place: int) -> str:
    is_first = move(uow.session, task, TaskState.SHOWN, TaskState.REJECTED, uow.now)
    return "faq_never" if is_first else "outdated"


def _take(uow: UnitOfWork, task: FaqTask) -> bool:
    return move(uow.session, task, TaskState.SHOWN, TaskState.DONE, uow.now)


def _allow(uow: UnitOfWork, author: Author, task: FaqTask, _place: int) -> str:
    return _decide(uow, author, task, PhrasingState.ACTIVE, "faq_allowed")


def _decline(uow: UnitOfWork, author: Author, task: FaqTask, _place: int) -> str:
    return _decide(uow, author, task, PhrasingState.DECLINED, "faq_declined")


def _decide(uow: UnitOfWork, author: Author, task: FaqTask, state: PhrasingState, toast: str) -> str:
    row = uow.session.get(LearntPhrasing, task.content.get("phrasing_id"))
    is_shown = row is not None and row.text == task.content.get("text")  # ids of dropped rows are given anew
    if row is None or not is_shown or not _take(uow, task):
        return "outdated"
    row.state, row.decided_by = state, author.name
    change_version(uow.session)
    return toast


_ACTIONS: Mapping[tuple[TaskKind, str], Callable[[UnitOfWork, Author, FaqTask, int], str]] = {
    **{(kind, "publish"): _publish for kind in DRAFTS},
    **{(kind, "reject"): _reject for kind in DRAFTS},
    **{(kind, "undo"): _undo for kind in DRAFTS},
    (TaskKind.HISTORY, "undo"): _undo_of_history,
    (TaskKind.SHOW, "show"): _show,
    (TaskKind.SHOW, "new"): _new_of_words,
    (TaskKind.SHOW, "remove"): _remove,
    (TaskKind.FILES, "get"): file_list.send,
    (TaskKind.FILES, "drop"): file_list.remove,
    (TaskKind.FILES, "anew"): file_list.begin_anew,
    (TaskKind.FILE, "file"): _choose_file,
    (TaskKind.GROUP, "add"): _add_to,
    (TaskKind.GROUP, "new"): _new_entry,
    (TaskKind.GROUP, "later"): _later,
    (TaskKind.GROUP, "never"): _never,
    (TaskKind.PHRASING, "allow"): _allow,
    (TaskKind.PHRASING, "decline"): _decline,
}
_STAY = (TaskKind.HISTORY, TaskKind.SHOW, TaskKind.FILES)
"""Their buttons stay after a press."""
