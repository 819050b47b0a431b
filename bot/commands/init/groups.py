"""Finding the staff group: somebody writes there, and the bot hears of it."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from telegram import Bot, ChatMember, Update
from telegram.error import Conflict, TelegramError

from bot.commands.connection import connected
from bot.commands.doctor.finding import Finding
from bot.commands.doctor.group import GROUPS, found_group, group_findings
from bot.commands.init.answers import Access, Group
from bot.commands.init.token import Refused
from bot.config import StaffSettings
from bot.runtime.clock import SystemClock
from bot.telegram.polling import ALLOWED_UPDATES

PATIENCE = timedelta(minutes=1)
_ROUND = 5  # seconds
_BETWEEN = 1.0  # seconds; updates that wait already are given at once, again and again
_GONE = (ChatMember.LEFT, ChatMember.BANNED)


@dataclass(frozen=True)
class Seen:
    chat_id: int
    title: str


async def seen_groups(access: Access, patience: timedelta) -> list[Seen]:
    """The groups from which something has come; waits until there is one, or until patience ends.

    Nothing is confirmed, so the desk gets all of it again. Refused when somebody else gets the updates.
    """
    async with connected(access.api_url, access.token, SystemClock()) as connection:
        try:
            return await _first_seen(connection.bot, patience)
        except Conflict as error:
            raise Refused("conflict", error.message) from None
        except TelegramError as error:
            raise Refused("no_telegram", error.message) from None


async def examined(access: Access, chat_id: int) -> tuple[Group | None, list[Finding]]:
    """The group as the desk would use it, and the doctor's findings; None when it can't be used."""
    async with connected(access.api_url, access.token, SystemClock()) as connection:
        bot = connection.bot
        try:
            chat, _ = await found_group(chat_id, bot)
        except TelegramError:
            group = Group(chat_id, "", topics=False)
        else:
            group = Group(chat.id, chat.title or "", topics=bool(chat.is_forum))
        staff = StaffSettings(chat_id=group.chat_id, topics=group.topics)
        findings = await group_findings(staff, bot, await bot.get_me())
    return (None if findings[0].status == "failed" else group), findings


def groups_in(updates: Iterable[Update]) -> list[Seen]:
    """The groups that the bot is in, by what came last from each."""
    groups: dict[int, Seen] = {}
    for update in updates:
        chat, message, change = update.effective_chat, update.effective_message, update.my_chat_member
        is_left = change is not None and change.new_chat_member.status in _GONE
        has_moved = message is not None and message.migrate_to_chat_id is not None
        if chat and chat.type in GROUPS:
            groups.pop(chat.id, None)
            if not is_left and not has_moved:
                groups[chat.id] = Seen(chat.id, chat.title or "")
    return list(groups.values())


async def _first_seen(bot: Bot, patience: timedelta) -> list[Seen]:
    loop = asyncio.get_running_loop()
    ends_at = loop.time() + patience.total_seconds()
    while True:
        left = max(0.0, ends_at - loop.time())
        updates = await bot.get_updates(timeout=min(_ROUND, round(left)), allowed_updates=ALLOWED_UPDATES)
        groups = groups_in(updates)
        if groups or not left:
            return groups
        await asyncio.sleep(min(_BETWEEN, left))
