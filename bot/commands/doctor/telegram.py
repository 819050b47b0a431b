"""What Telegram says: the token, the updates, the clock."""

from datetime import timedelta

from telegram import Bot, User, WebhookInfo
from telegram.error import InvalidToken, NetworkError, TelegramError

from bot.commands.connection import Connection, connected, looks_like_token
from bot.commands.doctor.finding import Finding, failed, ok, warning
from bot.commands.doctor.group import group_findings
from bot.config import Settings, TelegramSettings
from bot.runtime.clock import Clock
from bot.web.webhook import PATH

MOST_DRIFT = timedelta(seconds=30)


async def telegram_findings(settings: Settings, clock: Clock) -> list[Finding]:
    """All that can be learned by asking; as much as can be asked with this token."""
    telegram = settings.telegram
    token = telegram.token.get_secret_value()
    if not token:
        return [failed("token", "missing")]
    if not looks_like_token(token):
        return [failed("token", "unknown", api_url=telegram.api_url)]
    async with connected(telegram.api_url, token, clock) as connection:
        return await _asked(settings, connection)


async def _asked(settings: Settings, connection: Connection) -> list[Finding]:
    api_url = settings.telegram.api_url
    try:
        me = await connection.bot.get_me()
    except InvalidToken:
        return [failed("token", "unknown", api_url=api_url)]
    except NetworkError as error:
        return [failed("api", "unreachable", api_url=api_url, why=error.message)]
    except TelegramError as error:
        return [failed("api", "refused", api_url=api_url, why=error.message)]
    return [
        _token(me),
        ok("api", api_url=api_url),
        clock_finding(connection.ahead),
        await _updates(settings.telegram, connection.bot),
        *await group_findings(settings.staff, connection.bot, me),
    ]


def _token(me: User) -> Finding:
    return ok("token", username=me.username, name=me.full_name)


def clock_finding(ahead: timedelta | None) -> Finding:
    """`ahead`: how far this machine's clock is ahead of Telegram's."""
    if ahead is None:
        return warning("clock", "unknown")
    return failed("clock", "off", seconds=round(ahead.total_seconds())) if abs(ahead) > MOST_DRIFT else ok("clock")


async def _updates(telegram: TelegramSettings, bot: Bot) -> Finding:
    try:
        webhook = await bot.get_webhook_info()
    except TelegramError as error:
        return warning("updates", "unknown", why=error.message)
    return updates_finding(telegram, webhook)


def updates_finding(telegram: TelegramSettings, webhook: WebhookInfo) -> Finding:
    """Whether updates come where the configuration says."""
    waiting = webhook.pending_update_count
    expected = f"{telegram.webhook_url}{PATH}" if telegram.mode == "webhook" else ""
    if webhook.url and webhook.url != expected:
        return warning("updates", "foreign_webhook", url=webhook.url)
    if not expected:
        return ok("updates", "polling", waiting=waiting)
    if not webhook.url:
        return warning("updates", "no_webhook", url=expected)
    if webhook.last_error_message and waiting:
        return failed("updates", "webhook_fails", url=expected, why=webhook.last_error_message)
    return ok("updates", "webhook", url=expected, waiting=waiting)
