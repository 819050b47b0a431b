"""Files and pictures that authors send."""

import re
from pathlib import PurePosixPath

from bot.desk.authoring.markdown import is_command
from bot.desk.authoring.people import Author
from bot.desk.authoring.tasks import ask
from bot.desk.ticket.history import Incoming
from bot.desk.unit_of_work import UnitOfWork
from faq.attachments import PICTURES
from faq.publishing import IMPORTED, PICTURE_FOLDER
from faq.slug import slug
from storage.authoring_models import FaqTask, TaskKind
from storage.models import Json

LARGEST_FILE = 1_000_000  # bytes; also of a picture, which is kept with its publication
_OWN = frozenset({".md", ".markdown"})
_OTHERS = IMPORTED | {".txt"}
_UNFIT = re.compile(r"[^A-Za-z0-9]")
_TOLD_APART = 10  # characters of a picture's id


def may_be_file(incoming: Incoming) -> bool:
    """Whether an author may mean the FAQ by the file wherever it is sent: its name ends so, or its caption is /faq."""
    suffix = _suffix(incoming)
    return incoming.kind == "document" and (suffix in _OWN or is_command(incoming.text))


def is_readable(incoming: Incoming) -> bool:
    """Whether the FAQ can be made from a file of that kind."""
    return incoming.kind == "document" and _suffix(incoming) in _OWN | _OTHERS


def sent_file(incoming: Incoming) -> str | None:
    """What tells the file that the message brings from others; an id to have it by may be another each time."""
    attachment = incoming.attachment or {}
    return attachment.get("unique_id") or attachment.get("file_id")


def send_file(uow: UnitOfWork, author: Author, incoming: Incoming) -> FaqTask:
    attachment = incoming.attachment or {}
    name, file_id = str(attachment.get("file_name", "")), attachment.get("file_id")
    content: Json = {"name": name, "file_id": file_id, "sent": sent_file(incoming)}
    return ask(uow, author, TaskKind.FILE, content)


def picture_of(incoming: Incoming, about: str) -> Json | None:
    """The picture that the message brings: its place in the FAQ folder, and the file at Telegram. None for no picture.

    about: words for the name.
    """
    attachment = incoming.attachment or {}
    suffix = ".jpg" if incoming.kind == "photo" else _suffix(incoming)
    if not attachment.get("file_id") or suffix not in PICTURES or incoming.kind not in ("photo", "document"):
        return None
    unique = _UNFIT.sub("", str(sent_file(incoming)))[-_TOLD_APART:]
    return {"path": f"{PICTURE_FOLDER}/{slug(about)}-{unique}{suffix}", "attachment": attachment}


def _suffix(incoming: Incoming) -> str:
    return PurePosixPath(str((incoming.attachment or {}).get("file_name", ""))).suffix.lower()
