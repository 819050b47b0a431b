"""The files of answers that were uploaded to Telegram once, with the ids by which they are sent from then on.

A file is known by its content, of one bot, as one kind: Telegram's ids hold for one bot, and a photo's id can't be used
for a document.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Insert, bindparam, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from storage.models import UploadedFile

_IS_FILE = (
    col(UploadedFile.bot_id) == bindparam("bot"),
    col(UploadedFile.kind) == bindparam("kind"),
    col(UploadedFile.digest) == bindparam("digest"),
)
_FILE_ID = select(UploadedFile.file_id).where(*_IS_FILE)
_INSERTS: Mapping[str, Insert] = {
    name: statement.on_conflict_do_update(
        index_elements=["bot_id", "kind", "digest"],
        set_={column: statement.excluded[column] for column in ("file_id", "path", "uploaded_at")},
    )
    for name, statement in (("sqlite", sqlite.insert(UploadedFile)), ("postgresql", postgresql.insert(UploadedFile)))
}


@dataclass(frozen=True)
class FileKey:
    """`kind` is "photo" or "document"; `digest` the SHA-256 of the content, in hexadecimal."""

    bot_id: int
    kind: str
    digest: str


def file_id_of(session: Session, key: FileKey) -> str | None:
    """The id by which the file is sent again; None when it was never uploaded, or is no longer known."""
    return session.exec(_FILE_ID, params=_values(key)).first()


def note_upload(session: Session, key: FileKey, path: str, file_id: str, now: datetime) -> None:
    """Record an upload, and forget earlier contents of the file at that path (relative to the FAQ folder)."""
    session.connection().execute(
        delete(UploadedFile).where(
            col(UploadedFile.bot_id) == key.bot_id,
            col(UploadedFile.kind) == key.kind,
            col(UploadedFile.path) == path,
            col(UploadedFile.digest) != key.digest,
        )
    )
    row = {**vars(key), "path": path, "file_id": file_id, "uploaded_at": now}
    connection = session.connection()
    connection.execute(_INSERTS[connection.dialect.name], row)


def forget_upload(session: Session, key: FileKey, file_id: str) -> None:
    """Telegram does not know the id any more. Does nothing when another one was recorded meanwhile."""
    gone = delete(UploadedFile).where(*_IS_FILE, col(UploadedFile.file_id) == file_id)
    session.connection().execute(gone, _values(key))


def forget_unused(session: Session, paths: Collection[str]) -> None:
    """Forget the uploads of all files but those at these paths."""
    session.connection().execute(delete(UploadedFile).where(col(UploadedFile.path).not_in(paths)))


def _values(key: FileKey) -> dict[str, object]:
    return {"bot": key.bot_id, "kind": key.kind, "digest": key.digest}
