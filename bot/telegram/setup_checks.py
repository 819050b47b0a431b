"""What can be asked of Telegram before a desk runs: the bot, the staff group, the updates, the clock.

For commands that check or set up a desk; they get plain values and know no Bot API.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from enum import Enum, auto
from urllib.parse import urlsplit

import httpx
from telegram import Bot, ChatFullInfo, ChatMemberAdministrator, Update
from telegram.constants import ChatAction, ChatType
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, TelegramError
from telegram.request import HTTPXRequest

from bot.config import TelegramSettings
from bot.runtime.clock import Clock
from bot.telegram.parsing import GONE, is_inside
from bot.telegram.polling import ALLOWED_UPDATES

_TOKEN = re.compile(r"\d+:[\w-]{35}", re.ASCII)
_OTHER_SERVERS_TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)
_TELEGRAM = urlsplit(TelegramSettings().api_url).hostname
_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
_POLL_SECONDS = 5
_PAUSE_SECONDS = 1.0  # between polls: updates that wait already are given at once, again and again


class Obstacle(Enum):
    """Why Telegram gave no answer."""

    UNKNOWN_TOKEN = auto()
    UNREACHABLE = auto()
    NOT_FOUND = auto()  # no such chat, or the bot is not in it
    CONFLICT = auto()  # another program gets the updates
    REFUSED = auto()


class NotAnsweredError(Exception):
    """`reason` is Telegram's, or the network's, own sentence."""

    def __init__(self, obstacle: Obstacle, reason: str) -> None:
        super().__init__(reason)
        self.obstacle = obstacle
        self.reason = reason


@dataclass(frozen=True)
class BotIdentity:
    """`reads_all_messages`: privacy mode is off, https://core.telegram.org/bots/features#privacy-mode"""

    id: int
    username: str
    name: str
    reads_all_messages: bool


@dataclass(frozen=True)
class WebhookState:
    """Where Telegram posts updates: `url` is "" when it waits to be polled. `waiting` counts updates."""

    url: str
    waiting: int
    last_error: str | None


@dataclass(frozen=True)
class ChatState:
    """A chat as it is now; `has_moved`: it became a supergroup, and `id` is its new id. `kind` is Telegram's word."""

    id: int
    title: str
    kind: str
    is_group: bool
    has_topics: bool
    has_moved: bool


@dataclass(frozen=True)
class BotRights:
    """What the bot may do in a group."""

    is_admin: bool
    may_manage_topics: bool


@dataclass(frozen=True)
class SeenGroup:
    """A group from which an update has come."""

    chat_id: int
    title: str


class SetupChecks:
    """Each question raises NotAnsweredError when Telegram gives no answer.

    `clock_ahead` is how far this machine's clock is ahead of Telegram's, as of the last answer; None: it didn't say.
    """

    clock_ahead: timedelta | None = None

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def identity(self) -> BotIdentity:
        with _obstacles():
            me = await self._bot.get_me()
        return BotIdentity(me.id, me.username or "", me.full_name, bool(me.can_read_all_group_messages))

    async def webhook(self) -> WebhookState:
        with _obstacles():
            known = await self._bot.get_webhook_info()
        return WebhookState(known.url, known.pending_update_count, known.last_error_message)

    async def chat(self, chat_id: int) -> ChatState:
        """The chat, also when it has got a new id since."""
        with _obstacles():
            try:
                return _chat_state(await self._bot.get_chat(chat_id), has_moved=False)
            except ChatMigrated as moved:
                return _chat_state(await self._bot.get_chat(moved.new_chat_id), has_moved=True)

    async def rights(self, chat_id: int, bot_id: int) -> BotRights:
        with _obstacles():
            member = await self._bot.get_chat_member(chat_id, bot_id)
        if isinstance(member, ChatMemberAdministrator):
            return BotRights(is_admin=True, may_manage_topics=bool(member.can_manage_topics))
        return BotRights(is_admin=False, may_manage_topics=False)

    async def may_write_to(self, person: int) -> bool:
        """Whether that person has started the bot, and has not blocked it: they see "typing" for a moment."""
        try:
            with _obstacles():
                return await self._bot.send_chat_action(person, ChatAction.TYPING)
        except NotAnsweredError as error:
            if error.obstacle is Obstacle.NOT_FOUND:
                return False
            raise

    async def is_member(self, chat_id: int, person: int) -> bool:
        try:
            with _obstacles():
                return is_inside(await self._bot.get_chat_member(chat_id, person))
        except NotAnsweredError as error:
            if error.obstacle is Obstacle.NOT_FOUND:
                return False
            raise

    async def recent_groups(self, wait: timedelta) -> list[SeenGroup]:
        """The groups from which an update waits; polls until there is one, at most for `wait`.

        Nothing is confirmed, so the desk gets all updates again.
        """
        loop = asyncio.get_running_loop()
        ends_at = loop.time() + wait.total_seconds()
        while True:
            left = max(0.0, ends_at - loop.time())
            with _obstacles():
                updates = await self._bot.get_updates(
                    timeout=min(_POLL_SECONDS, round(left)), allowed_updates=ALLOWED_UPDATES
                )
            groups = groups_in(updates)
            if groups or not left:
                return groups
            await asyncio.sleep(min(_PAUSE_SECONDS, left))


@asynccontextmanager
async def setup_checks(api_url: str, token: str, clock: Clock) -> AsyncIterator[SetupChecks]:
    """A connection that has asked nothing yet; `token` has to look like one."""

    async def note_time(response: httpx.Response) -> None:
        checks.clock_ahead = _ahead(response.headers.get("Date", ""), clock)

    request = HTTPXRequest(httpx_kwargs={"event_hooks": {"response": [note_time]}})
    checks = SetupChecks(
        Bot(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=request,
            get_updates_request=request,
        )
    )
    async with request:
        yield checks


def looks_like_token(text: str, api_url: str) -> bool:
    """Whether the server may know it: Telegram's own tokens have their length, those of the sandbox may be shorter."""
    looks = _TOKEN if urlsplit(api_url).hostname == _TELEGRAM else _OTHER_SERVERS_TOKEN
    return looks.fullmatch(text) is not None


def groups_in(updates: Iterable[Update]) -> list[SeenGroup]:
    """The groups that the bot is in, by what came last from each."""
    groups: dict[int, SeenGroup] = {}
    for update in updates:
        chat, message, change = update.effective_chat, update.message, update.my_chat_member
        is_left = change is not None and change.new_chat_member.status in GONE
        has_moved = message is not None and message.migrate_to_chat_id is not None
        if chat and chat.type in _GROUPS:
            groups.pop(chat.id, None)
            if not is_left and not has_moved:
                groups[chat.id] = SeenGroup(chat.id, chat.title or "")
    return list(groups.values())


def _chat_state(chat: ChatFullInfo, has_moved: bool) -> ChatState:
    return ChatState(
        id=chat.id,
        title=chat.title or "",
        kind=chat.type,
        is_group=chat.type in _GROUPS,
        has_topics=bool(chat.is_forum),
        has_moved=has_moved,
    )


def _ahead(date: str, clock: Clock) -> timedelta | None:
    try:
        return clock.now() - parsedate_to_datetime(date)
    except (ValueError, TypeError):  # missing, mangled, or without a time zone
        return None


@contextmanager
def _obstacles() -> Iterator[None]:
    try:
        yield
    except TelegramError as error:
        raise NotAnsweredError(_obstacle(error), error.message) from None


def _obstacle(error: TelegramError) -> Obstacle:
    match error:
        case InvalidToken():
            return Obstacle.UNKNOWN_TOKEN
        case BadRequest() | Forbidden():
            return Obstacle.NOT_FOUND
        case NetworkError():
            return Obstacle.UNREACHABLE
        case Conflict():
            return Obstacle.CONFLICT
    return Obstacle.REFUSED
