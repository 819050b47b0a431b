"""Calls the Bot API for the payloads of outbox rows."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, TypeVar

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaAnimation,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    LinkPreviewOptions,
    MessageEntity,
    ReplyParameters,
)
from telegram import Message as TelegramMessage
from telegram.error import BadRequest

from bot.desk.payloads import AlbumPart, Buttons, CopyEdit, MessageRewrite, TextMessage
from bot.telegram.bot import call
from bot.telegram.errors import is_about_content, is_about_form
from bot.wording import Entity, without_moments
from storage.models import Json

T = TypeVar("T")
Formatted: TypeAlias = TextMessage | AlbumPart | MessageRewrite | CopyEdit

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_WITHOUT_CAPTION = frozenset({"sticker", "video_note"})
_ALBUM = {"photo": InputMediaPhoto, "video": InputMediaVideo, "document": InputMediaDocument, "audio": InputMediaAudio}
_MEDIA = _ALBUM | {"animation": InputMediaAnimation}
_OUR_OWN = frozenset({"kind", "file_id", "unique_id", "file_name", "seconds", "path", "file", "emoji"})
"""Fields of an attachment that are not the Bot API's."""


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


async def send(bot: Bot, place: Place, message: TextMessage | AlbumPart, silent: bool) -> int:
    """Send one message and return its id; retry plainly when Telegram rejects the formatting or the buttons."""
    return await _formatted_or_plain([message], lambda shown: _send(bot, place, shown[0], silent))


async def send_file(
    bot: Bot, place: Place, message: TextMessage, silent: bool, file: InputFile | str
) -> tuple[int, str | None]:
    """The same for a message whose attachment is a file on disk, given as its content or its file id.

    Returns the message's id and the file's id.
    """
    attachment = message.attachment or {}

    async def act(shown: Sequence[TextMessage]) -> TelegramMessage:
        common = place.parameters(silent) | {"reply_markup": keyboard(shown[0].buttons)}
        return await _send_media(bot, attachment, shown[0], common, file)

    sent = await _formatted_or_plain([message], act)
    return sent.message_id, _file_id(sent, attachment["kind"])


def _file_id(sent: TelegramMessage, kind: str) -> str | None:
    content = sent.photo[-1] if kind == "photo" and sent.photo else getattr(sent, kind, None)
    return getattr(content, "file_id", None)


def can_form_album(parts: Sequence[AlbumPart]) -> bool:
    """Whether Telegram takes these messages as one album; others are sent one by one."""
    return len(parts) > 1 and all(_kind_of(part) in _ALBUM for part in parts)


async def send_album(bot: Bot, place: Place, parts: Sequence[AlbumPart], silent: bool) -> list[int]:
    """Send messages as one album. Returns their ids."""
    return await _formatted_or_plain(parts, lambda shown: _send_album(bot, place, shown, silent))


async def edit(bot: Bot, chat_id: int, telegram_id: int, message: TextMessage | MessageRewrite) -> None:
    """Replace the text and the buttons of a message."""
    where: dict[str, Any] = {"chat_id": chat_id, "message_id": telegram_id, "reply_markup": keyboard(message.buttons)}
    await _formatted_or_plain([message], lambda shown: _edit_text(bot, where, shown[0]))


async def edit_copy(bot: Bot, chat_id: int, telegram_id: int, change: CopyEdit) -> None:
    """Replace the text of a message, or its file and caption. https://core.telegram.org/bots/api#editmessagemedia"""
    where: dict[str, Any] = {"chat_id": chat_id, "message_id": telegram_id}
    await _formatted_or_plain([change], lambda shown: _change(bot, where, shown[0]))


async def _change(bot: Bot, where: dict[str, Any], change: CopyEdit) -> None:
    if change.attachment is None:
        await _edit_text(bot, where, change)
    elif change.has_new_file:
        await _edit_media(bot, where, change.attachment, change)
    else:
        await bot.edit_message_caption(caption=change.text, caption_entities=_entities(change.entities), **where)


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
    """Retry without formatting, and then without buttons too, when Telegram rejects these or the words."""
    *richer, plainest = _versions(messages)
    for version in richer:
        try:
            return await act(version)
        except BadRequest as refusal:
            if not _may_be_form(messages, refusal):
                raise
    return await act(plainest)


def _versions(messages: Sequence[Formatted]) -> Iterator[Sequence[Formatted]]:
    """The messages; then without times as times, which an older server of the Bot API does not know; then without
    formatting, then without buttons. Only those that differ.
    """
    yield messages
    older = [replace(message, entities=without_moments(message.entities)) for message in messages]
    if any(one.entities and one.entities != message.entities for one, message in zip(older, messages, strict=True)):
        yield older
    if any(message.entities for message in messages):
        messages = [replace(message, entities=()) for message in messages]
        yield messages
    if any(_buttons(message) for message in messages):
        yield [_without_buttons(message) for message in messages]


def _without_buttons(message: Formatted) -> Formatted:
    return replace(message, buttons=()) if isinstance(message, TextMessage | MessageRewrite) else message


def _may_be_form(messages: Sequence[Formatted], refusal: BadRequest) -> bool:
    """Whether it may help to leave out formatting and buttons: always where there is no file that may be the reason."""
    has_files = any(isinstance(one, TextMessage | AlbumPart) and one.attachment for one in messages)
    is_new = all(isinstance(one, TextMessage) for one in messages)
    return is_about_form(refusal) or (is_new and not has_files and is_about_content(refusal))


async def _edit_text(bot: Bot, where: dict[str, Any], message: Formatted) -> None:
    await bot.edit_message_text(
        message.text, entities=_entities(message.entities), link_preview_options=_NO_PREVIEW, **where
    )


async def _edit_media(bot: Bot, where: dict[str, Any], attachment: Json, change: CopyEdit) -> None:
    media = _MEDIA[attachment["kind"]](
        attachment["file_id"], caption=change.text, caption_entities=_entities(change.entities)
    )
    await bot.edit_message_media(media, **where)


async def _send_album(bot: Bot, place: Place, parts: Sequence[AlbumPart], silent: bool) -> list[int]:
    media = [
        _ALBUM[_kind_of(part)](part.attachment["file_id"], caption=part.text, caption_entities=_entities(part.entities))
        for part in parts
        if part.attachment
    ]
    return [message.message_id for message in await bot.send_media_group(media=media, **place.parameters(silent))]


async def _send_text(bot: Bot, place: Place, message: TextMessage | AlbumPart, silent: bool) -> int:
    """The call that nearly every update leads to."""
    rows = [[{"text": one.label, "callback_data": one.action} for one in row] for row in _buttons(message)]
    parameters = place.parameters(silent) | {
        "text": message.text,
        "entities": list(message.entities) or None,
        "link_preview_options": {"is_disabled": True},
        "reply_markup": {"inline_keyboard": rows} if rows else None,
    }
    return int((await call(bot, "sendMessage", parameters))["message_id"])


async def _send(bot: Bot, place: Place, message: TextMessage | AlbumPart, silent: bool) -> int:
    attachment = message.attachment
    if attachment is None:
        return await _send_text(bot, place, message, silent)
    common = place.parameters(silent) | {"reply_markup": keyboard(_buttons(message))}
    if "copy_id" in attachment:
        copied = await bot.copy_message(
            from_chat_id=attachment["copy_from"], message_id=attachment["copy_id"], **common
        )
        return copied.message_id
    return (await _send_media(bot, attachment, message, common)).message_id


async def _send_media(
    bot: Bot,
    attachment: Json,
    message: TextMessage | AlbumPart,
    common: dict[str, Any],
    file: InputFile | str | None = None,
) -> TelegramMessage:
    """`file`: the content or the id of a file on disk; else the attachment has an id, or consists of no file."""
    kind = attachment["kind"]
    described = {name: value for name, value in attachment.items() if name not in _OUR_OWN}
    if given := file or attachment.get("file_id"):
        described[kind] = given
    if kind not in _WITHOUT_CAPTION and message.text:
        described |= {"caption": message.text, "caption_entities": _entities(message.entities)}
    sent: TelegramMessage = await getattr(bot, f"send_{kind}")(**described, **common)
    return sent
