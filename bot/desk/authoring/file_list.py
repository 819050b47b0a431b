"""The files of the FAQ: which there are, each to be had as it is or removed, and a way to begin anew."""

from collections import Counter
from pathlib import Path

from bot.desk.authoring.people import Author
from bot.desk.authoring.tasks import ask, button, say, tell
from bot.desk.outbox import Post
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import Rich
from faq import Entry
from storage.authoring_models import FaqTask, TaskKind
from storage.models import Json

MOST_FILES = 40  # Telegram takes 100 buttons


def show_files(uow: UnitOfWork, task: FaqTask) -> None:
    entries = _entries(uow)
    counts = Counter(entry.file for entry in entries)
    paths = sorted(counts)[:MOST_FILES]
    others = _not_small_talk(entries)
    can_begin_anew = set(counts) - set(others) != set()
    task.content = {**task.content, "paths": paths, "others": others if can_begin_anew else []}
    buttons = [
        [button(task, f"📄 {path} · {counts[path]}", f"get:{place}"), button(task, "🗑", f"drop:{place}")]
        for place, path in enumerate(paths)
    ]
    anew = [[button(task, uow.label(uow.staff_language, "buttons.faq_anew"), "anew")]]
    buttons = [*buttons, *anew] if can_begin_anew and others else buttons
    say(
        uow,
        task,
        "authoring.file_list",
        buttons,
        files=len(counts),
        entries=len(entries),
        can_begin_anew=can_begin_anew,
    )


def send(uow: UnitOfWork, author: Author, task: FaqTask, place: int) -> str:
    """The file as it is, to be edited and sent back."""
    path = _path(uow, task, place)
    if path is None:
        return "outdated"
    attachment: Json = {"kind": "document", "path": str(path), "file": task.content["paths"][place]}
    tell(uow, task, Post(Rich(""), attachment=attachment))
    return "faq_working"


def remove(uow: UnitOfWork, author: Author, task: FaqTask, place: int) -> str:
    if _path(uow, task, place) is None:
        return "outdated"
    ask(uow, author, TaskKind.FILES_REMOVAL, {"paths": [task.content["paths"][place]]})
    return "faq_working"


def begin_anew(uow: UnitOfWork, author: Author, task: FaqTask, _place: int) -> str:
    """Everything but small talk goes, as it was when the list was shown."""
    if not task.content.get("others"):
        return "outdated"
    ask(uow, author, TaskKind.FILES_REMOVAL, {"paths": task.content["others"]})
    return "faq_working"


def _path(uow: UnitOfWork, task: FaqTask, place: int) -> Path | None:
    """Where the file is; None when the press is forged, or it is gone."""
    paths = task.content.get("paths", [])
    path = uow.context.knowledge.path / paths[place] if 0 <= place < len(paths) else None
    return path if path and path.is_file() else None


def _entries(uow: UnitOfWork) -> list[Entry]:
    library = uow.context.knowledge.library
    entries = (entry for language in library.languages for entry in library.entries(language))
    return list({(entry.file, entry.line, entry.id): entry for entry in entries}.values())


def _not_small_talk(entries: list[Entry]) -> list[str]:
    """Files with an entry that is more than a greeting."""
    return sorted({entry.file for entry in entries if not entry.is_small_talk})
