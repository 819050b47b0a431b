"""Those on call: whether the bot may write to them, and whether they are in the staff group."""

from bot.commands.doctor.finding import Finding, failed, ok, warning
from bot.config import Settings
from bot.telegram.setup_checks import NotAnsweredError, SetupChecks


async def on_call_findings(settings: Settings, checks: SetupChecks) -> list[Finding]:
    """Nothing where nobody is on call."""
    people = settings.on_call.people
    if not people:
        return []
    try:
        silent = [person for person in people if not await checks.may_write_to(person)]
        outside = [person for person in people if not await checks.is_member(settings.staff.chat_id, person)]
    except NotAnsweredError as error:
        return [warning("on_call", "unknown", why=error.reason)]
    findings = [failed("on_call", "not_started", people=_listed(silent))] if silent else []
    findings += [failed("on_call", "no_members", people=_listed(outside))] if outside else []
    return findings or [ok("on_call", count=len(people))]


def _listed(people: list[int]) -> str:
    return ", ".join(map(str, people))
