"""The staff group that the operator names, or in which somebody writes while `init` listens."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from bot.commands.doctor.finding import Finding, is_well
from bot.commands.doctor.group import group_findings
from bot.commands.words import words
from bot.config import StaffSettings
from bot.runtime.clock import SystemClock
from bot.setup import Access, Group, GroupChecked
from bot.telegram.setup_checks import NotAnsweredError, SeenGroup, SetupChecks, setup_checks


async def seen_groups(access: Access, wait: timedelta) -> list[SeenGroup]:
    """The groups from which something has come; waits until there is one. Raises NotAnsweredError."""
    async with setup_checks(access.api_url, access.token, SystemClock()) as checks:
        return await checks.recent_groups(wait)


async def checked_at(access: Access, chat_id: int, language: str) -> GroupChecked:
    """As `checked_group`, over a connection of its own."""
    async with setup_checks(access.api_url, access.token, SystemClock()) as checks:
        return await checked_group(checks, chat_id, language)


async def checked_group(checks: SetupChecks, chat_id: int, language: str) -> GroupChecked:
    """Whether the desk can work in the group, and what is wrong there, in sentences. Raises NotAnsweredError."""
    group = await _group(checks, chat_id)
    staff = StaffSettings(chat_id=group.chat_id, topics=group.topics)
    findings = await group_findings(staff, checks, await checks.identity())
    problems = tuple(dict.fromkeys(_sentences([one for one in findings if one.status != "ok"], group, language)))
    return GroupChecked(group if is_well(findings) else None, problems)


def _sentences(findings: Sequence[Finding], group: Group, language: str) -> Iterator[str]:
    """What the owner reads: no keys of a configuration that isn't there yet, and one thing to do for one mistake."""
    texts = words(language, "group")["problem"]
    lacks_admin = any(one.outcome == "no_admin" for one in findings)
    for one in findings:
        match one.check, one.outcome:
            case ("group", "moved"):  # its new number is taken
                continue
            case ("topics" | "messages", _) if lacks_admin:
                continue
            case ("rights", "no_admin") if group.topics:
                name = "no_admin_for_topics"
            case (_, name):
                pass
        yield texts[name].format_map({**one.values, "title": group.title})


async def _group(checks: SetupChecks, chat_id: int) -> Group:
    """One that can't be asked about stays as it was named: the findings say why."""
    try:
        chat = await checks.chat(chat_id)
    except NotAnsweredError:
        return Group(chat_id, "", topics=False)
    return Group(chat.id, chat.title, topics=chat.has_topics)
