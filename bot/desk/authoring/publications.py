"""The history of the FAQ as far as it was changed from the chat, and taking a publication back."""

from collections.abc import Mapping
from typing import Any

from bot.desk.authoring.tasks import button, say
from bot.desk.unit_of_work import UnitOfWork
from faq.publishing import Change, Kind, Published, file_rows, files_of_rows
from storage import publications
from storage.authoring_models import FaqTask
from storage.models import Json, Publication

LISTED = 8


def change_object(change: Change) -> Json:
    """The change as JSON."""
    return {
        "files": file_rows(change),
        "kind": change.kind,
        "about": change.about,
        "language": change.language,
        "detail": change.detail,
    }


def change_of_object(known: Mapping[str, Any]) -> Change:
    return Change(
        files_of_rows(known["files"]), Kind(known["kind"]), known["about"], known["language"], known["detail"]
    )


def published_change(publication: Publication) -> Change:
    return Change(
        files_of_rows(publication.files),
        Kind(publication.kind),
        publication.about,
        publication.language,
        publication.detail,
    )


def publication_to_undo(uow: UnitOfWork, task: FaqTask) -> Publication | None:
    """The publication that the task takes back: the one it names, else the latest one that stands."""
    named = task.content.get("publication_id")
    if named is not None:
        found = publications.get(uow.session, named)
        return found if found and found.undone_at is None else None
    return publications.latest_standing(uow.session, Kind.UNDO)


def note_publication(uow: UnitOfWork, task: FaqTask, change: Change, published: Published) -> int:
    """Record what was published; its id."""
    undone = task.content.get("publication_id")
    if change.kind is Kind.UNDO and undone is not None:
        publications.mark_undone(uow.session, undone, task.author_id, task.author_name, uow.now)
    row = Publication(
        at=uow.now,
        author_id=task.author_id,
        author_name=task.author_name,
        kind=change.kind,
        summary=change.summary(uow.staff_language),
        about=change.about,
        detail=change.detail,
        language=change.language,
        files=[dict(file) for file in file_rows(change)],
        commit_hash=published.commit,
    )
    return publications.add(uow.session, row)


def show_history(uow: UnitOfWork, task: FaqTask) -> None:
    """The latest publications, each with who and when; those that stand have a button that takes them back."""
    known = publications.latest(uow.session, LISTED)
    standing = [one for one in known if one.undone_at is None and one.kind != Kind.UNDO]
    task.content = {**task.content, "publications": [one.id for one in standing]}
    undo = uow.label(uow.staff_language, "buttons.faq_undo")
    buttons = [
        [button(task, f"{undo} · {known.index(one) + 1}", f"undo:{place}")] for place, one in enumerate(standing)
    ]
    say(uow, task, "authoring.history", buttons, publications=known)
