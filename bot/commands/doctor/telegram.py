"""What Telegram says: the token, the updates, the clock."""

from datetime import timedelta

from bot.commands.doctor.finding import Finding, failed, ok, warning
from bot.commands.doctor.group import group_findings
from bot.commands.doctor.on_call import on_call_findings
from bot.config import Settings, TelegramSettings
from bot.runtime.clock import Clock
from bot.telegram.setup_checks import (
    BotIdentity,
    NotAnsweredError,
    Obstacle,
    SetupChecks,
    WebhookState,
    looks_like_token,
    setup_checks,
)
from bot.web.webhook_contract import PATH

MOST_DRIFT = timedelta(seconds=30)


async def telegram_findings(settings: Settings, clock: Clock) -> list[Finding]:
    """All that Telegram tells with this token; a token that it doesn't know ends the list."""
    telegram = settings.telegram
    token = telegram.token.get_secret_value()
    if not token:
        return [failed("token", "missing")]
    if not looks_like_token(token, telegram.api_url):
        return [failed("token", "unknown", api_url=telegram.api_url)]
    async with setup_checks(telegram.api_url, token, clock) as checks:
        try:
            identity = await checks.identity()
        except NotAnsweredError as error:
            return [_no_answer(telegram.api_url, error)]
        return await _findings(settings, checks, identity)


def _no_answer(api_url: str, error: NotAnsweredError) -> Finding:
    match error.obstacle:
        case Obstacle.UNKNOWN_TOKEN:
            return failed("token", "unknown", api_url=api_url)
        case Obstacle.UNREACHABLE:
            return failed("api", "unreachable", api_url=api_url, why=error.reason)
    return failed("api", "refused", api_url=api_url, why=error.reason)


async def _findings(settings: Settings, checks: SetupChecks, identity: BotIdentity) -> list[Finding]:
    return [
        ok("token", username=identity.username, name=identity.name),
        ok("api", api_url=settings.telegram.api_url),
        clock_finding(checks.clock_ahead),
        await _updates(settings.telegram, checks),
        *await group_findings(settings.staff, checks, identity),
        *await on_call_findings(settings, checks),
    ]


def clock_finding(ahead: timedelta | None) -> Finding:
    """`ahead`: how far this machine's clock is ahead of Telegram's."""
    if ahead is None:
        return warning("clock", "unknown")
    return failed("clock", "off", seconds=round(ahead.total_seconds())) if abs(ahead) > MOST_DRIFT else ok("clock")


async def _updates(telegram: TelegramSettings, checks: SetupChecks) -> Finding:
    try:
        return updates_finding(telegram, await checks.webhook())
    except NotAnsweredError as error:
        return warning("updates", "unknown", why=error.reason)


def updates_finding(telegram: TelegramSettings, webhook: WebhookState) -> Finding:
    """Whether updates come where the configuration says."""
    expected = f"{telegram.webhook_url}{PATH}" if telegram.mode == "webhook" else ""
    if webhook.url and webhook.url != expected:
        return warning("updates", "foreign_webhook", url=webhook.url)
    if not expected:
        return ok("updates", "polling", waiting=webhook.waiting)
    if not webhook.url:
        return warning("updates", "no_webhook", url=expected)
    if webhook.last_error and webhook.waiting:  # without updates that wait, the error is an old one
        return failed("updates", "webhook_fails", url=expected, why=webhook.last_error)
    return ok("updates", "webhook", url=expected, waiting=webhook.waiting)
