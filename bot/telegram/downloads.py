"""Files that people sent, fetched from Telegram."""

from collections.abc import Awaitable, Callable

from telegram import Bot
from telegram.error import TelegramError

Download = Callable[[str, int], Awaitable[bytes]]
"""Fetches a file by its id; at most so many bytes. Raises DownloadError."""


class DownloadError(Exception):
    """Telegram does not give the file."""


class TooLargeError(DownloadError):
    """The file has more bytes than are read."""


def downloading(bot: Bot) -> Download:
    async def download(file_id: str, most_bytes: int) -> bytes:
        try:
            file = await bot.get_file(file_id)
            if file.file_size is not None and file.file_size > most_bytes:
                raise TooLargeError(f"the file has {file.file_size} bytes, {most_bytes} at most are read")
            data = bytes(await file.download_as_bytearray())
        except TelegramError as error:
            raise DownloadError(error.message) from error
        if len(data) > most_bytes:
            raise TooLargeError(f"the file has {len(data)} bytes, {most_bytes} at most are read")
        return data

    return download
