"""The staff group: whether the bot is in it and may do there what it has to."""

from bot.commands.doctor.finding import Finding, failed, ok, warning
from bot.config import StaffSettings
from bot.telegram.setup_checks import BotIdentity, BotRights, ChatState, NotAnsweredError, Obstacle, SetupChecks


async def group_findings(staff: StaffSettings, checks: SetupChecks, identity: BotIdentity) -> list[Finding]:
    """The group, the bot's rights in it, its topics, and which messages the bot gets; the group's finding is first."""
    try:
        chat = await checks.chat(staff.chat_id)
    except NotAnsweredError as error:
        if error.obstacle is Obstacle.NOT_FOUND:
            return [failed("group", "missing", chat_id=staff.chat_id)]
        return [failed("group", "unknown", why=error.reason)]
    if not chat.is_group:
        return [failed("group", "no_group", chat_id=staff.chat_id, type=chat.kind)]
    return [_group(chat), *await _in_group(staff, checks, identity, chat)]


def _group(chat: ChatState) -> Finding:
    if chat.has_moved:
        return warning("group", "moved", title=chat.title, new_id=chat.id)
    return ok("group", title=chat.title)


async def _in_group(staff: StaffSettings, checks: SetupChecks, identity: BotIdentity, chat: ChatState) -> list[Finding]:
    try:
        rights = await checks.rights(chat.id, identity.id)
    except NotAnsweredError as error:
        return [failed("rights", "unknown", why=error.reason)]
    return [_rights(staff, rights), _topics(staff, chat, rights), messages_finding(staff, identity, rights)]


def messages_finding(staff: StaffSettings, identity: BotIdentity, rights: BotRights) -> Finding:
    """In privacy mode a bot that is no administrator gets little: https://core.telegram.org/bots/features#privacy-mode"""
    if rights.is_admin or identity.reads_all_messages:
        return ok("messages")
    return (failed if staff.topics else warning)("messages", "only_replies")


def _rights(staff: StaffSettings, rights: BotRights) -> Finding:
    if rights.is_admin:
        return ok("rights")
    return (failed if staff.topics else warning)("rights", "no_admin")


def _topics(staff: StaffSettings, chat: ChatState, rights: BotRights) -> Finding:
    if not staff.topics:
        return ok("topics", "not_wanted")
    if not chat.has_topics:
        return failed("topics", "off")
    return ok("topics") if rights.may_manage_topics else failed("topics", "not_allowed")
