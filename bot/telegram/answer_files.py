"""Sends the files of answers: uploaded once, and from then on by Telegram's id of them.

The ids are kept in the database by the content of the file (`storage.uploaded_files`), so a restart uploads nothing
again, and a file that was edited in place is uploaded anew. An id that Telegram no longer knows is forgotten, and the
file is uploaded again.
"""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, TypeAlias, TypeVar

from telegram import InputFile
from telegram.error import BadRequest

from bot.delivery.outcomes import Upload
from bot.desk.transactions import Transactions
from bot.telegram.errors import is_about_content, is_about_form
from faq.attachments import finding_of, sha256_of
from faq.problems import WARNINGS
from storage.models import Json
from storage.uploaded_files import FileKey, file_id_of, forget_upload

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")
SendFile: TypeAlias = Callable[[InputFile | str], Awaitable[tuple[int, str | None]]]
"""Sends the message with this file, its content or its id; returns the message's id and the file's."""


class UnusableFileError(Exception):
    """The file on disk can't be sent, or not be read; the message says why."""


@dataclass(frozen=True)
class Posted:
    """A message of ours. `upload`: its file was uploaded, and not sent by an id that is known already.

    `is_in_words`: it stands for a message that Telegram refused to copy.
    """

    telegram_id: int
    upload: Upload | None = None
    is_in_words: bool = False


class AnswerFiles:
    """The files of one bot."""

    def __init__(self, bot_id: int, transactions: Transactions) -> None:
        self._bot_id = bot_id
        self._transactions = transactions
        self._file_ids: dict[FileKey, str] = {}
        self._uploading: dict[FileKey, asyncio.Event] = {}

    async def send(self, attachment: Json, send: SendFile) -> Posted:
        """Send the file of an answer. Raises UnusableFileError, and what `send` raises."""
        path = Path(attachment["path"])
        key = FileKey(self._bot_id, attachment["kind"], await _in_thread(_digest, path, attachment["kind"] == "photo"))
        while file_id := await self._known_id(key) or await self._id_of_running_upload(key):
            try:
                telegram_id, _ = await send(file_id)
            except BadRequest as refusal:
                if is_about_form(refusal) or not is_about_content(refusal):
                    raise
                log.warning("Telegram no longer takes the file id of %s, uploading it again: %s", path, refusal.message)
                await self._forget(key, file_id)
            else:
                return Posted(telegram_id)
        return await self._upload(key, path, attachment["file"], send)

    async def _id_of_running_upload(self, key: FileKey) -> str | None:
        """The file's id when an upload has finished that is running now; None when none is running, or it fails."""
        if running := self._uploading.get(key):
            await running.wait()
        return self._file_ids.get(key)

    async def _upload(self, key: FileKey, path: Path, name: str, send: SendFile) -> Posted:
        done = self._uploading.setdefault(key, asyncio.Event())  # before anything is awaited
        try:
            content = await _in_thread(path.read_bytes)
            telegram_id, file_id = await send(InputFile(content, filename=path.name))
        finally:
            if self._uploading.get(key) is done:
                del self._uploading[key]
            done.set()
        if file_id is None:
            return Posted(telegram_id)
        sent = FileKey(key.bot_id, key.kind, hashlib.sha256(content).hexdigest())  # it may have changed since
        self._file_ids[sent] = file_id
        return Posted(telegram_id, Upload(sent, name, file_id))

    async def _known_id(self, key: FileKey) -> str | None:
        if key not in self._file_ids:
            stored = await self._transactions.run(lambda uow: file_id_of(uow.session, key))
            if stored is None:
                return None
            self._file_ids.setdefault(key, stored)
        return self._file_ids.get(key)

    async def _forget(self, key: FileKey, file_id: str) -> None:
        if self._file_ids.get(key) == file_id:
            del self._file_ids[key]
        await self._transactions.run(lambda uow: forget_upload(uow.session, key, file_id))


def _digest(path: Path, as_photo: bool) -> str:
    """The SHA-256 of the file. Raises UnusableFileError for one that Telegram would refuse anyway, and OSError."""
    finding = finding_of(path, as_photo=as_photo)
    if finding and finding[0] not in WARNINGS:
        raise UnusableFileError(finding[0])
    return sha256_of(path)


async def _in_thread(read: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Read the file in a thread. Raises UnusableFileError where it can't be read."""
    try:
        return await asyncio.to_thread(read, *arguments, **named)
    except OSError as error:
        raise UnusableFileError(error.strerror or str(error)) from error
