"""The menu of commands that Telegram shows beside the input field, in the reader's language."""

import logging
from collections.abc import Iterator, Sequence

from telegram import Bot, BotCommand, BotCommandScope, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.desk.command_names import CUSTOMER_COMMANDS, STAFF_COMMANDS
from bot.desk.staff_chat import staff_chat
from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import UnitOfWork
from bot.runtime.backoff import retry
from bot.telegram.errors import retry_after_seconds
from bot.wording import LANGUAGES

log = logging.getLogger(__name__)

Menu = tuple[Sequence[BotCommand], BotCommandScope, str | None]  # the last is the language, None for all others


async def register_commands(bot: Bot, transactions: Transactions) -> None:
    """Set the menus, retried while Telegram can't be reached. A refusal is logged: the desk works without menus.

    Raises OperationalError when the database can't be used.
    """
    menus = await transactions.run(lambda uow: list(_menus(uow)))

    async def register() -> None:
        for commands, scope, language in menus:
            await bot.set_my_commands(commands, scope=scope, language_code=language)

    try:
        await retry(register, on=(NetworkError, RetryAfter), unless=BadRequest, delays=[retry_after_seconds])
    except TelegramError as error:
        log.warning("Telegram refuses the menu of commands: %s", error.message)


def _menus(uow: UnitOfWork) -> Iterator[Menu]:
    customers, own = BotCommandScopeAllPrivateChats(), uow.staff_language
    for language in LANGUAGES:
        yield _commands(uow, language, "customer", CUSTOMER_COMMANDS), customers, language
    yield _commands(uow, own, "customer", CUSTOMER_COMMANDS), customers, None
    yield _commands(uow, own, "staff", STAFF_COMMANDS), BotCommandScopeChat(staff_chat(uow)), None


def _commands(uow: UnitOfWork, language: str, audience: str, names: tuple[str, ...]) -> list[BotCommand]:
    return [BotCommand(name, uow.label(language, f"commands.{audience}_{name}")) for name in names]
