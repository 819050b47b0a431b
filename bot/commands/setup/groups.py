"""The staff group that the operator names, or in which somebody writes while `init` listens."""

from datetime import timedelta

from bot.commands.doctor.finding import Finding
from bot.commands.doctor.group import group_findings
from bot.config import StaffSettings
from bot.runtime.clock import SystemClock
from bot.setup.answers import Access, Group
from bot.telegram.setup_checks import NotAnsweredError, SeenGroup, SetupChecks, setup_checks


async def seen_groups(access: Access, wait: timedelta) -> list[SeenGroup]:
    """The groups from which something has come; waits until there is one. Raises NotAnsweredError."""
    async with setup_checks(access.api_url, access.token, SystemClock()) as checks:
        return await checks.recent_groups(wait)


async def examined(access: Access, chat_id: int) -> tuple[Group | None, list[Finding]]:
    """The group as the desk would use it, None when it can't, and the doctor's findings. Raises NotAnsweredError."""
    async with setup_checks(access.api_url, access.token, SystemClock()) as checks:
        return await examine(checks, chat_id)


async def examine(checks: SetupChecks, chat_id: int) -> tuple[Group | None, list[Finding]]:
    """The same with a connection that is open."""
    group = await _group(checks, chat_id)
    staff = StaffSettings(chat_id=group.chat_id, topics=group.topics)
    findings = await group_findings(staff, checks, await checks.identity())
    return (None if findings[0].status == "failed" else group), findings


async def _group(checks: SetupChecks, chat_id: int) -> Group:
    """One that can't be asked about stays as it was named: the findings say why."""
    try:
        chat = await checks.chat(chat_id)
    except NotAnsweredError:
        return Group(chat_id, "", topics=False)
    return Group(chat.id, chat.title, topics=chat.has_topics)
