"""Calls the Bot API for the payloads of outbox rows."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, TypeAlias, TypeVar

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

from bot.desk.payloads import AlbumPart, Buttons, CopyEdit, MessageRewrite, TextMessage
from bot.telegram.errors import is_about_markup
from bot.wording import Entity
from storage.models import Json

T = TypeVar("T")
Formatted: TypeAlias = TextMessage | AlbumPart | MessageRewrite | CopyEdit

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_WITHOUT_CAPTION = frozenset({"sticker", "video_note"})
_ALBUM = {"photo": InputMediaPhoto, "video": InputMediaVideo, "document": InputMediaDocument, "audio": InputMediaAudio}
_OUR_OWN = frozenset({"kind", "file_id", "file_name", "path"})  # other keys are parameters of the Bot API


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


async def send(bot: Bot, place: Place, message: TextMessage, silent: bool) -> int:
    """Send one message and return its id; retry without formatting when Telegram rejects the entities."""
    return await _formatted_or_plain([message], lambda shown: _send(bot, place, shown[0], silent))


async def send_album(bot: Bot, place: Place, parts: Sequence[AlbumPart], silent: bool) -> list[int]:
    """Send messages as one album, or one by one where their media can't form one. Returns their ids."""
    if len(parts) < 2 or any(_kind_of(part) not in _ALBUM for part in parts):
        return [await _formatted_or_plain([part], lambda shown: _send(bot, place, shown[0], silent)) for part in parts]
    return await _formatted_or_plain(parts, lambda shown: _send_album(bot, place, shown, silent))


async def edit(bot: Bot, chat_id: int, telegram_id: int, message: Formatted, has_media: bool = False) -> None:
    """Replace the text (or the caption, with `has_media`) and the buttons of a message."""
    where: dict[str, Any] = {"chat_id": chat_id, "message_id": telegram_id, "reply_markup": keyboard(_buttons(message))}
    change = _edit_caption if has_media else _edit_text
    await _formatted_or_plain([message], lambda shown: change(bot, where, shown[0]))


def keyboard(buttons: Buttons) -> InlineKeyboardMarkup | None:
    rows = [[InlineKeyboardButton(one.label, callback_data=one.action) for one in row] for row in buttons]
    return InlineKeyboardMarkup(rows) if rows else None


def _entities(entities: Sequence[Entity]) -> tuple[MessageEntity, ...]:
    return MessageEntity.de_list(list(entities)) if entities else ()


def _buttons(message: Formatted) -> Buttons:
    return message.buttons if isinstance(message, TextMessage | MessageRewrite) else ()


def _kind_of(part: AlbumPart) -> str:
    return str(part.attachment["kind"]) if part.attachment else ""


async def _formatted_or_plain(messages: Sequence[Formatted], act: Callable[[Sequence[Any]], Awaitable[T]]) -> T:
    """Retry without formatting when Telegram rejects the entities."""
    try:
        return await act(messages)
    except BadRequest as refusal:
        if not any(message.entities for message in messages) or not is_about_markup(refusal):
            raise
    return await act([replace(message, entities=()) for message in messages])


async def _edit_text(bot: Bot, where: dict[str, Any], message: Formatted) -> None:
    await bot.edit_message_text(
        message.text, entities=_entities(message.entities), link_preview_options=_NO_PREVIEW, **where
    )


async def _edit_caption(bot: Bot, where: dict[str, Any], message: Formatted) -> None:
    await bot.edit_message_caption(caption=message.text, caption_entities=_entities(message.entities), **where)


async def _send_album(bot: Bot, place: Place, parts: Sequence[AlbumPart], silent: bool) -> list[int]:
    media = [
        _ALBUM[_kind_of(part)](part.attachment["file_id"], caption=part.text, caption_entities=_entities(part.entities))
        for part in parts
        if part.attachment
    ]
    return [message.message_id for message in await bot.send_media_group(media=media, **place.parameters(silent))]


async def _send(bot: Bot, place: Place, message: TextMessage | AlbumPart, silent: bool) -> int:
    attachment = message.attachment
    common = place.parameters(silent) | {"reply_markup": keyboard(_buttons(message))}
    if attachment is None:
        sent = await bot.send_message(
            text=message.text, entities=_entities(message.entities), link_preview_options=_NO_PREVIEW, **common
        )
        return sent.message_id
    if "copy_id" in attachment:
        copied = await bot.copy_message(
            from_chat_id=attachment["copy_from"], message_id=attachment["copy_id"], **common
        )
        return copied.message_id
    return await _send_media(bot, attachment, message, common)


async def _send_media(bot: Bot, attachment: Json, message: TextMessage | AlbumPart, common: dict[str, Any]) -> int:
    kind = attachment["kind"]
    call = getattr(bot, f"send_{kind}")
    described = {name: value for name, value in attachment.items() if name not in _OUR_OWN}
    with ExitStack() as files:
        if "path" in attachment:
            described[kind] = _opened(files, attachment["path"])
        elif "file_id" in attachment:
            described[kind] = attachment["file_id"]
        if kind not in _WITHOUT_CAPTION and message.text:
            described |= {"caption": message.text, "caption_entities": _entities(message.entities)}
        sent = await call(**described, **common)
    return int(sent.message_id)


def _opened(files: ExitStack, path: str) -> IO[bytes]:
    return files.enter_context(Path(path).open("rb"))
