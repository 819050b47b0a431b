"""The staff group: whether the bot is in it and may do there what it has to."""

from telegram import Bot, ChatFullInfo, ChatMember, ChatMemberAdministrator, User
from telegram.constants import ChatType
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.commands.doctor.finding import Finding, failed, ok, warning
from bot.config import StaffSettings

GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)


async def group_findings(staff: StaffSettings, bot: Bot, me: User) -> list[Finding]:
    """The group, the bot's rights in it, its topics, and what the bot sees of the talk."""
    try:
        chat, moved = await found_group(staff.chat_id, bot)
    except (BadRequest, Forbidden):
        return [failed("group", "missing", chat_id=staff.chat_id)]
    except TelegramError as error:
        return [failed("group", "unknown", why=error.message)]
    if chat.type not in GROUPS:
        return [failed("group", "no_group", chat_id=staff.chat_id, type=chat.type)]
    known = warning("group", "moved", title=chat.title, new_id=chat.id) if moved else ok("group", title=chat.title)
    return [known, *await _rights(staff, bot, me, chat)]


async def found_group(chat_id: int, bot: Bot) -> tuple[ChatFullInfo, bool]:
    """The chat, and whether it has become a supergroup under another id; TelegramError when the bot is not there."""
    try:
        return await bot.get_chat(chat_id), False
    except ChatMigrated as moved:
        return await bot.get_chat(moved.new_chat_id), True


async def _rights(staff: StaffSettings, bot: Bot, me: User, chat: ChatFullInfo) -> list[Finding]:
    try:
        member = await bot.get_chat_member(chat.id, me.id)
    except TelegramError as error:
        return [failed("rights", "unknown", why=error.message)]
    return [_membership(staff, member), _topics(staff, chat, member), messages_finding(staff, me, member)]


def messages_finding(staff: StaffSettings, me: User, member: ChatMember) -> Finding:
    """In privacy mode a bot that is no administrator sees little: https://core.telegram.org/bots/features#privacy-mode"""
    if isinstance(member, ChatMemberAdministrator) or me.can_read_all_group_messages:
        return ok("messages")
    return (failed if staff.topics else warning)("messages", "only_replies")


def _membership(staff: StaffSettings, member: ChatMember) -> Finding:
    if isinstance(member, ChatMemberAdministrator):
        return ok("rights")
    return (failed if staff.topics else warning)("rights", "no_admin")


def _topics(staff: StaffSettings, chat: ChatFullInfo, member: ChatMember) -> Finding:
    if not staff.topics:
        return ok("topics", "not_wanted")
    if not chat.is_forum:
        return failed("topics", "off")
    may = isinstance(member, ChatMemberAdministrator) and member.can_manage_topics
    return ok("topics") if may else failed("topics", "not_allowed")
