"""The outbox's contents → calls of the Bot API."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeVar

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    LinkPreviewOptions,
    MessageEntity,
    ReplyParameters,
)
from telegram.error import BadRequest

from storage.models import Json

T = TypeVar("T")

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_WITHOUT_CAPTION = frozenset({"sticker", "video_note"})
_ALBUM = {"photo": InputMediaPhoto, "video": InputMediaVideo, "document": InputMediaDocument, "audio": InputMediaAudio}
_OUR_OWN = frozenset({"kind", "file_id", "file_name", "path"})  # the rest is called as in the Bot API
_MARKUP_REFUSED = ("can't parse", "entit", "markup_")


@dataclass(frozen=True)
class Place:
    """Where a message goes: a chat, perhaps a topic of it, perhaps as a reply."""

    chat_id: int
    topic_id: int | None = None
    reply_to: int | None = None

    def parameters(self, silent: bool) -> dict[str, Any]:
        reply = ReplyParameters(self.reply_to, allow_sending_without_reply=True) if self.reply_to else None
        return {
            "chat_id": self.chat_id,
            "message_thread_id": self.topic_id,
            "reply_parameters": reply,
            "disable_notification": silent,
        }


async def send(bot: Bot, place: Place, content: Json, silent: bool) -> int:
    """Send one message and return its id in Telegram; plain, when Telegram refuses the formatting."""
    return await _formatted_or_plain([content], lambda shown: _send(bot, place, shown[0], silent))


async def send_album(bot: Bot, place: Place, parts: Sequence[Json], silent: bool) -> list[int]:
    """Send messages with one kind of media as an album; what can't be one goes one by one. Returns their ids."""
    if len(parts) < 2 or any(part["attachment"]["kind"] not in _ALBUM for part in parts):
        return [await send(bot, place, part, silent) for part in parts]
    return await _formatted_or_plain(parts, lambda shown: _send_album(bot, place, shown, silent))


async def edit(bot: Bot, chat_id: int, telegram_id: int, content: Json, has_media: bool = False) -> None:
    """Replace the text, or the caption of media, and the buttons of a message; plain, if it has to be."""
    where: dict[str, Any] = {"chat_id": chat_id, "message_id": telegram_id, "reply_markup": keyboard(content)}
    change = _edit_caption if has_media else _edit_text
    await _formatted_or_plain([content], lambda shown: change(bot, where, shown[0]))


def keyboard(content: Json) -> InlineKeyboardMarkup | None:
    rows = [
        [InlineKeyboardButton(button["label"], callback_data=button["action"]) for button in row]
        for row in content["buttons"]
    ]
    return InlineKeyboardMarkup(rows) if rows else None


def entities(content: Json) -> tuple[MessageEntity, ...]:
    return MessageEntity.de_list(content["entities"])


def is_about_markup(refusal: BadRequest) -> bool:
    return any(word in refusal.message.lower() for word in _MARKUP_REFUSED)


async def _formatted_or_plain(contents: Sequence[Json], act: Callable[[Sequence[Json]], Awaitable[T]]) -> T:
    """Act; once more without formatting when Telegram can't read that. Words matter more than how they look."""
    try:
        return await act(contents)
    except BadRequest as refusal:
        if not any(content["entities"] for content in contents) or not is_about_markup(refusal):
            raise
    return await act([content | {"entities": []} for content in contents])


async def _edit_text(bot: Bot, where: dict[str, Any], content: Json) -> None:
    await bot.edit_message_text(content["text"], entities=entities(content), link_preview_options=_NO_PREVIEW, **where)


async def _edit_caption(bot: Bot, where: dict[str, Any], content: Json) -> None:
    await bot.edit_message_caption(caption=content["text"], caption_entities=entities(content), **where)


async def _send_album(bot: Bot, place: Place, parts: Sequence[Json], silent: bool) -> list[int]:
    media = [
        _ALBUM[part["attachment"]["kind"]](
            part["attachment"]["file_id"], caption=part["text"], caption_entities=entities(part)
        )
        for part in parts
    ]
    return [message.message_id for message in await bot.send_media_group(media=media, **place.parameters(silent))]


async def _send(bot: Bot, place: Place, content: Json, silent: bool) -> int:
    attachment = content["attachment"]
    common = place.parameters(silent) | {"reply_markup": keyboard(content)}
    if attachment is None:
        sent = await bot.send_message(
            text=content["text"], entities=entities(content), link_preview_options=_NO_PREVIEW, **common
        )
        return sent.message_id
    if "copy_id" in attachment:
        copied = await bot.copy_message(
            from_chat_id=attachment["copy_from"], message_id=attachment["copy_id"], **common
        )
        return copied.message_id
    return await _send_media(bot, attachment, content, common)


async def _send_media(bot: Bot, attachment: Json, content: Json, common: dict[str, Any]) -> int:
    kind = attachment["kind"]
    call = getattr(bot, f"send_{kind}")
    described = {name: value for name, value in attachment.items() if name not in _OUR_OWN}
    with ExitStack() as files:
        if "path" in attachment:
            described[kind] = _opened(files, attachment["path"])
        elif "file_id" in attachment:
            described[kind] = attachment["file_id"]
        if kind not in _WITHOUT_CAPTION and content["text"]:
            described |= {"caption": content["text"], "caption_entities": entities(content)}
        sent = await call(**described, **common)
    return int(sent.message_id)


def _opened(files: ExitStack, path: str) -> IO[bytes]:
    return files.enter_context(Path(path).open("rb"))
