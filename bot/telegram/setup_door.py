"""The private chat in which a desk is set up: its updates, its messages with keyboards, the test card."""

import logging
import re
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from telegram import Update
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, TelegramError

from bot.config import TelegramSettings
from bot.desk.authoring.markdown import as_markdown
from bot.runtime.backoff import retry
from bot.setup import Button, Group, Keyboard, Request
from bot.telegram import fields
from bot.telegram.bot import DeskBot, call
from bot.telegram.errors import retry_after_seconds
from bot.telegram.fields import Raw
from bot.telegram.setup_checks import SetupChecks
from bot.wording import Rich
from storage.models import Json

log = logging.getLogger(__name__)

ALLOWED_UPDATES = (Update.MESSAGE, Update.CHANNEL_POST)

_COMMAND = re.compile(r"/(\w+)(?:@\w+)?(?:\s+(\S+))?\s*", re.ASCII)
_RIGHTS = (
    *("is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members"),
    *("can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories"),
    *("can_delete_stories", "can_pin_messages", "can_manage_topics"),
)
"""https://core.telegram.org/bots/api#chatadministratorrights , as far as groups have them"""

_NEEDED = {Request.FORUM: ("can_manage_chat", "can_manage_topics"), Request.GROUP: ("can_manage_chat",)}
_TO_GIVE_THEM = ("can_invite_users", "can_promote_members")
_REQUEST_IDS = {Request.FORUM: 1, Request.GROUP: 2}
_FINAL = (BadRequest, Forbidden)  # no retry changes these


class RefusedError(Exception):
    """Telegram refuses a call for good; the message is its own sentence."""


@dataclass(frozen=True)
class Came:
    """A message that came while the desk is set up. `person` is 0 for a channel's, which nobody signs.

    `command` is without "/", "" for other messages; `argument` is the word that follows it. `shared`: the chat that was
    chosen with a button.
    """

    update_id: int
    person: int
    language_code: str
    chat: int
    chat_title: str
    is_private: bool
    is_channel: bool
    text: str
    markdown: str
    command: str
    argument: str
    shared: int | None


def came_in(update: Json) -> Came | None:
    """The message of an update; None when nobody wrote it, or when it can't be read.

    That of an anonymous administrator comes from Telegram's own bot, a channel's from nobody.
    """
    try:
        if post := fields.part(update, Update.CHANNEL_POST):
            return _came(update, post, {})
        message = fields.part(update, Update.MESSAGE)
        person = fields.part(message, "from")
        is_somebody = not fields.flag(person, "is_bot") or fields.part(message, "sender_chat")
        return _came(update, message, person) if person and is_somebody else None
    except fields.UnreadableUpdateError:
        return None


def _came(update: Json, message: Raw, person: Raw) -> Came:
    chat, text = fields.part(message, "chat"), fields.text(message, "text")
    command = _COMMAND.fullmatch(text)
    return Came(
        update_id=update["update_id"],
        person=fields.number(person, "id") or 0,
        language_code=fields.text(person, "language_code"),
        chat=fields.number(chat, "id") or 0,
        chat_title=fields.text(chat, "title"),
        is_private=fields.text(chat, "type") == "private",
        is_channel=fields.text(chat, "type") == "channel",
        text=text,
        markdown=as_markdown(text, [dict(one) for one in fields.parts(message, "entities")]),
        command=command[1].lower() if command else "",
        argument=(command[2] or "") if command else "",
        shared=fields.number(fields.part(message, "chat_shared"), "chat_id"),
    )


@asynccontextmanager
async def setup_door(telegram: TelegramSettings) -> AsyncIterator[tuple["SetupDoor", SetupChecks]]:
    """The door, and what can be asked besides; waits for Telegram to answer first. Raises InvalidToken."""
    bot = DeskBot(telegram)
    try:
        await bot.connect()
        yield SetupDoor(bot), SetupChecks(bot)
    finally:
        await bot.shutdown()


class SetupDoor:
    """Says and asks by the bot. Each call is retried until Telegram executes it, or refuses it by a RefusedError.

    Each raises InvalidToken when the token is revoked.
    """

    def __init__(self, bot: DeskBot) -> None:
        self._bot = bot

    @property
    def username(self) -> str:
        return self._bot.username

    async def end_webhook(self) -> None:
        await self._call("deleteWebhook", {"drop_pending_updates": False})

    async def updates(self, offset: int) -> list[Json]:
        """Wait for updates; those before `offset` are confirmed."""
        return await retry(
            lambda: self._bot.raw_updates(offset, ALLOWED_UPDATES),
            on=TelegramError,
            unless=InvalidToken,
            delays=(retry_after_seconds,),
            on_failure=_report,
        )

    async def confirm(self, offset: int) -> None:
        """Confirm the updates before `offset`, and take none."""
        await self._call("getUpdates", {"offset": offset, "timeout": 0, "limit": 1})

    async def say(self, chat: int, text: Rich, keyboard: Json | None = None) -> None:
        """`keyboard`: a reply_markup; None leaves the one that is there."""
        message: Json = {"chat_id": chat, "text": text.text, "entities": list(text.entities)}
        await self._call("sendMessage", message | ({"reply_markup": keyboard} if keyboard else {}))

    async def post_test_card(self, group: Group, topic: str, card: Rich) -> None:
        """Post to the group as the desk will: into a topic of its own, or below the others."""
        place: Json = {"chat_id": group.chat_id}
        if group.topics:
            made = await self._call("createForumTopic", {"chat_id": group.chat_id, "name": topic})
            place["message_thread_id"] = made["message_thread_id"]
        await self._call("sendMessage", place | {"text": card.text, "entities": list(card.entities)})

    async def _call(self, method: str, parameters: Json) -> Json:
        try:
            return await retry(
                lambda: call(self._bot, method, parameters),
                on=TelegramError,
                unless=(*_FINAL, InvalidToken),
                delays=(retry_after_seconds,),
                on_failure=_report,
            )
        except _FINAL as error:
            raise RefusedError(error.message) from None


def _report(error: Exception) -> None:
    match error:
        case Conflict():
            log.error("Another program polls with this token: stop it. Retrying until then. (%s)", error.message)
        case _:
            log.warning("Telegram can't be reached, retrying: %s", error)


def reply_keyboard(keyboard: Keyboard, label: Callable[[str], str]) -> Json:
    """The reply_markup of these buttons, with their labels by name; without buttons the keyboard goes."""
    if not keyboard:
        return {"remove_keyboard": True}
    rows = [[_button(button, label(button.name)) for button in row] for row in keyboard]
    return {"keyboard": rows, "resize_keyboard": True}


def _button(button: Button, label: str) -> Json:
    if button.request is None:
        return {"text": label}
    return {"text": label, "request_chat": _request(button.request)}


def _request(request: Request) -> Json:
    """Telegram offers the groups in which the owner may give the rights, and gives them to the bot."""
    needed = _NEEDED[request]
    return {
        "request_id": _REQUEST_IDS[request],
        "chat_is_channel": False,
        "chat_is_forum": request is Request.FORUM,
        "user_administrator_rights": _rights((*needed, *_TO_GIVE_THEM)),
        "bot_administrator_rights": _rights(needed),
        "request_title": True,
    }


def _rights(granted: Iterable[str]) -> Json:
    return dict.fromkeys(_RIGHTS, False) | dict.fromkeys(granted, True)
